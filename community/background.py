"""Work that nobody should wait for: tasks that are tried again when they fail.

    @background(attempts=5)
    def send_mail(pk: int) -> None: ...

    send_mail.enqueue(delivery.pk)

Enqueue inside the transaction that causes the work: the task is a row there,
gone when that rolls back. Tasks live in `<app>/tasks.py`, take values that JSON
knows, and may be done twice without harm: a worker can die after the work and
before it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string
from django_tasks.base import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrPromise

ATTEMPTS = 5
FIRST_DELAY = timedelta(seconds=10)
TIMES_LONGER = 6
LONGEST_DELAY = timedelta(hours=6)


class HopelessError(Exception):
    """Raise it in a task where trying again cannot help: it becomes a dead letter at once."""


class InterruptedWorkError(Exception):
    """What a dead letter says whose worker died each time it was tried."""


@dataclass(frozen=True, kw_only=True)
class BackgroundTask(Task):
    """A task of ours: how often it is tried, and what people call it."""

    attempts: int = ATTEMPTS
    title: str | _StrPromise = ""


def background(
    *, attempts: int = ATTEMPTS, title: str | _StrPromise = "", priority: int = 0
) -> Callable[[Callable[..., Any]], BackgroundTask]:
    """Make a function of a module a task; see above.

    `attempts` counts the first one and every time a worker died over it.
    `title` says in the admin what is done, in the words of whoever runs the
    site. What has a lower `priority` waits for all the rest. A task whose object
    is gone (`ObjectDoesNotExist`) counts as done; any other error is tried again
    after `delay_after`, a `HopelessError` is not.
    """

    def make(function: Callable[..., Any]) -> BackgroundTask:
        return BackgroundTask(func=function, attempts=attempts, title=title, priority=priority)

    return make


def delay_after(attempt: int) -> timedelta:
    """How long to wait after the failure of that attempt, counted from 1.

    10 seconds, 1 minute, 6, 36, 3.6 hours, then 6 hours each time. There is one
    worker, so nothing is gained by adding chance.
    """
    return min(FIRST_DELAY * TIMES_LONGER ** (min(attempt, 10) - 1), LONGEST_DELAY)


def task_at(path: str) -> Task | None:
    """The task that a row names, ours or a library's; None when the code no longer has it."""
    try:
        found = import_string(path)
    except ImportError:
        return None
    return found if isinstance(found, Task) else None


def attempts_of(path: str) -> int:
    """How often the task at this path is tried; those of libraries as often as ours by default."""
    return int(getattr(task_at(path), "attempts", ATTEMPTS))
