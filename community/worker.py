"""The process that does the work in the background: one for each DATA_DIR.

Whoever does the work holds the lock of a file, which the system takes back
when the process ends, however it ends. So whoever gets the lock knows that no
other worker lives, and that what is marked as running was left by a dead one.
There is no clock to misjudge and no heartbeat to miss.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import socket
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult, get_date_max

from community import periodic
from community.actions.mailing import give_back_interrupted_mails
from community.actions.work import do_work, give_back_interrupted, hand_back, settle, take_work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

logger = logging.getLogger("community.work")

# What was published is found within 2 seconds, so looking for work is frequent and cheap.
SECONDS_BETWEEN_LOOKS = 0.3
SECONDS_BETWEEN_ROUNDS = 10
SECONDS_OF_PATIENCE = 1
LONGEST_WAIT = timedelta(minutes=5)
# SQLite has one writer at a time and no queue of those who wait: each tries again when it
# wakes up. A worker that always writes would leave a visitor trying until it is given up.
SHARE_LEFT_TO_OTHERS = 0.25
LONGEST_REST = 0.5


class AnotherWorkerLivesError(Exception):
    pass


@contextmanager
def as_the_only_worker() -> Iterator[None]:
    """Inside, no other process of this DATA_DIR is a worker.

    Raises:
        AnotherWorkerLivesError: one is.

    """
    with (settings.DATA_DIR / "worker.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherWorkerLivesError from None
        yield


def reclaim() -> int:
    """Give back what a dead worker left; nothing while one lives. Returns how much it was."""
    try:
        with as_the_only_worker():
            return give_back_interrupted_mails() + give_back_interrupted()
    except AnotherWorkerLivesError:
        return 0


def work_that_waits() -> str:
    """What to say when a task has been due for more than five minutes: no worker is at it."""
    limit = timezone.now() - LONGEST_WAIT
    due = Q(run_after=get_date_max(), enqueued_at__lt=limit) | Q(run_after__lt=limit)
    late = DBTaskResult.objects.ready().filter(due).count()
    if not late:
        return ""
    return ngettext(
        "%(count)d task has been waiting for more than %(minutes)d minutes: "
        "the worker is busy or does not run.",
        "%(count)d tasks have been waiting for more than %(minutes)d minutes: "
        "the worker is busy or does not run.",
        late,
    ) % {"count": late, "minutes": LONGEST_WAIT.total_seconds() // 60}


def give_way(seconds: float) -> None:
    """After that much work, rest for a part of it where only one may write at a time."""
    if connection.vendor == "sqlite":
        time.sleep(min(seconds * SHARE_LEFT_TO_OTHERS, LONGEST_REST))


class Worker:
    """Does what is due, one piece after another, and between them the periodic work.

    A database that is locked or away is waited for. The first signal to stop
    lets it finish the piece in hand; the second hands that piece back.
    """

    def __init__(self, interval: float = SECONDS_BETWEEN_LOOKS) -> None:
        self.interval = interval
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}"
        self.stopping = False
        self.next_round = 0.0
        self.complained = False

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        if self.stopping:
            sys.exit(1)
        self.stopping = True

    def listen_for_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)

    def run(self) -> None:
        """Work until told to stop; as long as another worker lives, wait to take its place."""
        while not self.stopping:
            try:
                with as_the_only_worker():
                    self.insist(give_back_interrupted_mails)
                    self.insist(give_back_interrupted)
                    self.work()
            except AnotherWorkerLivesError:
                time.sleep(SECONDS_OF_PATIENCE)

    def work(self) -> None:
        while not self.stopping:
            try:
                busy = self.step()
            except DatabaseError:
                self.complain()
                continue
            self.complained = False
            if not busy:
                time.sleep(self.interval)

    def step(self) -> bool:
        """One piece of work, if any is due; whether one was."""
        close_old_connections()
        if time.monotonic() >= self.next_round:
            self.next_round = time.monotonic() + SECONDS_BETWEEN_ROUNDS
            periodic.run_due()
        piece = take_work(self.name)
        if piece is None:
            return False
        began = time.monotonic()
        self.perform(piece)
        give_way(time.monotonic() - began)
        return True

    def perform(self, piece: DBTaskResult) -> None:
        try:
            error = do_work(piece)
        except BaseException:
            hand_back(piece)
            raise
        self.insist(lambda: settle(piece, error))

    def insist(self, write: Callable[[], object]) -> None:
        """Write it down however long the database is away; told to stop, once more and no longer.

        What could not be written is given back by the next worker.
        """
        while True:
            try:
                write()
            except DatabaseError:
                if self.stopping:
                    return
                self.complain()
            else:
                return

    def complain(self) -> None:
        """Say it once per outage, forget the connection and wait a moment."""
        if not self.complained:
            logger.warning("The worker waits for the database.", exc_info=True)
            self.complained = True
        connection.close()
        time.sleep(SECONDS_OF_PATIENCE)
