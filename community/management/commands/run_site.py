"""Prepare the site and serve it with its background worker, until interrupted.

What `make run` does once Python and its packages are there. Each step looks
first whether it has anything to do, so that a second start is quick.
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from community import readiness
from community.management.commands.load_demo import demonstration_password

if TYPE_CHECKING:
    from types import FrameType

HOST = "127.0.0.1"
SECONDS_TO_START = 30
SECONDS_TO_STOP = 10
ACCOUNTS = ["funcionaria", "coordinadora", "facilitador", "conocimiento", "unidad", "admin"]


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)


def fingerprint_of_static_files() -> str:
    """Changes when any static file of ours or of a library does."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = os.stat(storage.path(name))
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static_files() -> None:
    note = settings.DATA_DIR / "static-fingerprint.txt"
    fingerprint = fingerprint_of_static_files()
    if note.exists() and note.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    note.write_text(fingerprint)


# Both run in process groups of their own: Ctrl+C reaches this command alone,
# which then stops them in good order.


def start_server(port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        [
            str(Path(sys.executable).with_name("granian")),
            *("--interface", "wsgi", "--host", HOST, "--port", str(port)),
            *("--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
            "community.wsgi:application",
        ],
        cwd=settings.BASE_DIR,
        process_group=0,
    )


def start_worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_worker"],
        cwd=settings.BASE_DIR,
        process_group=0,
    )


def wait_until_it_answers(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return once the site answers.

    Raises:
        CommandError: the server ended, or does not answer within 30 seconds.

    """
    patience = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < patience:
        if server.poll() is not None:
            raise CommandError(f"The server ended at once with code {server.returncode}.")
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2)
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise CommandError(f"The server does not answer after {SECONDS_TO_START} seconds.")


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()


def interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class Command(BaseCommand):
    help = "Prepare the site with its demonstration content and serve it on 127.0.0.1:PORT."

    def handle(self, *args: Any, **options: Any) -> None:
        port = settings.PORT
        if is_taken(port):
            raise CommandError(
                f"Port {port} is taken. Stop what listens there or choose another: "
                f"PORT={port + 1} make run"
            )
        self.prepare()
        connections.close_all()
        signal.signal(signal.SIGTERM, interrupt)
        server, worker = start_server(port), None
        try:
            wait_until_it_answers(port, server)
            self.announce(port)
            # After the server: who starts the site waits for that alone.
            worker = start_worker()
            while server.poll() is None:
                if worker.poll() is not None:
                    # The new one begins by taking back what the dead one had in hand.
                    self.stderr.write(
                        f"The worker ended with code {worker.returncode}: starting it again."
                    )
                    worker = start_worker()
                time.sleep(1)
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            stop([server, worker] if worker else [server])

    def prepare(self) -> None:
        """Database, demonstration content, search index, static files. Quick when all is there."""
        Path(settings.EMAIL_FILE_PATH).mkdir(parents=True, exist_ok=True)
        self.stdout.write("Preparing the site...")
        migrate()
        call_command("load_demo", verbosity=0)
        if readiness.what_is_wrong():
            # The worker would mend it too; the first visitor need not wait for that.
            call_command("wagtail_update_index", verbosity=0)
        collect_static_files()

    def announce(self, port: int) -> None:
        address = f"http://{HOST}:{port}/"
        self.stdout.write(f"\nCabildo: {address}")
        self.stdout.write(f"Admin:   {address}admin/")
        self.stdout.write(f"Mails:   {address}correo/")
        self.stdout.write("\nDemonstration accounts, all with the same password:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account}@demo.example")
        self.stdout.write(f"Password: {demonstration_password()}")
        self.stdout.write("\nStop with Ctrl+C. Everything lies in " + str(settings.DATA_DIR))
        self.stdout.flush()
