"""The migrations run once for all the processes that test side by side."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]


@contextmanager
def taking_turns(tmp_path_factory, name):
    """Yields the folder that all the processes share, to one of them at a time."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (common / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield common


def migrated_file(tmp_path_factory):
    """A database file as `migrate` leaves it, made by the process that asks first."""
    with taking_turns(tmp_path_factory, "migrated") as common:
        made = common / "migrated.sqlite3"
        if not made.exists():
            folder = common / "migrating"
            shutil.rmtree(folder, ignore_errors=True)
            environment = {
                **os.environ,
                "DATA_DIR": str(folder),
                "DJANGO_SETTINGS_MODULE": "community.settings.local",
            }
            command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)
            copy(folder / "db.sqlite3", made)
        return made


def copy(source, target):
    """Copy a database, with what its journal holds; `target` may be an address in memory."""
    with (
        closing(sqlite3.connect(source)) as present,
        closing(sqlite3.connect(target, uri=True)) as copied,
    ):
        present.backup(copied)
