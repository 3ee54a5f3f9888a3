"""Real workers on a site of their own: a folder with a copy of the database of the tests."""

import os
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).parents[1]
SLOWLY = "tests.community.tasks_made_up.write_slowly"


class WorkedSite:
    """The database of a folder, its workers, and the file that `write_slowly` writes there.

    Use as a context: its workers are gone at the end.
    """

    def __init__(self, folder):
        self.folder = folder
        self.workers = []
        (folder / "db.sqlite3").write_bytes(connection.connection.serialize())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for worker in self.workers:
            worker.kill()
            worker.wait()

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
        """Of the tasks that `enqueue` put there; the periodic work may have added others."""
        rows = self.ask(
            "SELECT status FROM django_tasks_database_dbtaskresult WHERE task_path = ?", SLOWLY
        )
        return sorted(status for (status,) in rows)

    def start_worker(self, settings="community.settings.local"):
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker", "--interval", "0.05"],
            cwd=ROOT,
            env={
                **os.environ,
                "DATA_DIR": str(self.folder),
                "DJANGO_SETTINGS_MODULE": settings,
            },
        )
        self.workers.append(worker)
        return worker

    def written(self):
        file = self.folder / "slow.txt"
        return file.read_text().splitlines() if file.exists() else []

    def wait_for(self, true, seconds=60):
        patience = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < patience, (self.states(), self.written())
            time.sleep(0.05)
