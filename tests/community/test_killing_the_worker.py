"""A real worker process, killed without warning in the middle of its work."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]
SLOWLY = "tests.community.tasks_made_up.write_slowly"


@pytest.fixture
def folder(tmp_path, db):
    """A DATA_DIR whose database is a copy of the one of the tests."""
    (tmp_path / "db.sqlite3").write_bytes(connection.connection.serialize())
    return tmp_path


class Site:
    """The table of tasks, the workers, and the file that `write_slowly` writes, of one folder."""

    def __init__(self, folder):
        self.folder = folder
        self.workers = []

    def ask(self, words, *values):
        with closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=20)) as database:
            rows = database.execute(words, values).fetchall()
            database.commit()
            return rows

    def enqueue(self, seconds):
        arguments = f'{{"args": ["{self.folder}", {seconds}], "kwargs": {{}}}}'
        self.ask(
            "INSERT INTO django_tasks_database_dbtaskresult (id, status, enqueued_at, args_kwargs,"
            " priority, task_path, worker_ids, queue_name, backend_name, run_after,"
            " exception_class_path, traceback) VALUES (?, 'READY', datetime('now'), ?, 0, ?,"
            " '[]', 'default', 'default', '9999-01-01 00:00:00', '', '')",
            uuid.uuid4().hex,
            arguments,
            SLOWLY,
        )

    def states(self):
        rows = self.ask("SELECT status FROM django_tasks_database_dbtaskresult")
        return sorted(status for (status,) in rows)

    def start_worker(self):
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker", "--interval", "0.05"],
            cwd=ROOT,
            env={
                **os.environ,
                "DATA_DIR": str(self.folder),
                "DJANGO_SETTINGS_MODULE": "community.settings.local",
            },
        )
        self.workers.append(worker)
        return worker

    def written(self):
        file = self.folder / "slow.txt"
        return file.read_text().splitlines() if file.exists() else []

    def wait_for(self, true):
        patience = time.monotonic() + 12
        while not true():
            assert time.monotonic() < patience, (self.states(), self.written())
            time.sleep(0.05)


@pytest.fixture
def site(folder):
    site = Site(folder)
    yield site
    for worker in site.workers:
        worker.kill()
        worker.wait()


def test_work_of_a_killed_worker_is_done_by_the_one_that_stood_by(site):
    site.enqueue(seconds=1)
    first = site.start_worker()
    site.wait_for(lambda: site.written() == [f"begun {first.pid}"])
    second = site.start_worker()
    time.sleep(0.2)
    assert site.states() == ["RUNNING"]

    first.send_signal(signal.SIGKILL)
    first.wait()
    site.wait_for(lambda: site.states() == ["SUCCESSFUL"])

    assert site.written() == [
        f"begun {first.pid}",
        f"begun {second.pid}",
        f"ended {second.pid}",
    ]


def test_a_worker_asked_to_stop_ends_what_it_has_begun(site):
    site.enqueue(seconds=0.5)
    site.enqueue(seconds=0.5)
    worker = site.start_worker()
    site.wait_for(site.written)

    worker.terminate()

    assert worker.wait(5) == 0
    assert site.states() == ["READY", "SUCCESSFUL"]
    assert site.written() == [f"begun {worker.pid}", f"ended {worker.pid}"]
