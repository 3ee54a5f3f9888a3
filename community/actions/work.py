"""What happens to a piece of work: taken, done, put off, given up, given back, tried again."""

from __future__ import annotations

import logging
from datetime import timedelta
from traceback import format_exception
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django_tasks.base import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from community.background import (
    HopelessError,
    InterruptedWorkError,
    attempts_of,
    delay_after,
    task_at,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger("community.work")

# How long what was done stays in the table; dead letters stay until somebody acts.
KEPT = timedelta(days=3)


def take_work(worker: str) -> DBTaskResult | None:
    """The next piece of work that is due, now in the hands of `worker`; None when there is none.

    Looking takes no lock. Two workers never get the same piece: the row is
    taken by a change that only the first of them can make.
    """
    while found := DBTaskResult.objects.ready().first():
        found.worker_ids = [*found.worker_ids, worker]
        started_at = timezone.now()
        taken = DBTaskResult.objects.filter(
            pk=found.pk, status=TaskResultStatus.READY, started_at=found.started_at
        ).update(
            status=TaskResultStatus.RUNNING, started_at=started_at, worker_ids=found.worker_ids
        )
        if taken:
            found.started_at = started_at
            return found
    return None


def do_work(piece: DBTaskResult) -> Exception | None:
    """Do what was taken. Returns the error it ended with; `settle` must follow."""
    task = task_at(piece.task_path)
    if task is None:
        return HopelessError(f"There is no task {piece.task_path}.")
    arguments = piece.args_kwargs
    context = [TaskContext(task_result=piece.task_result)] if task.takes_context else []
    try:
        task.call(*context, *arguments["args"], **arguments["kwargs"])
    except ObjectDoesNotExist as gone:
        logger.info("Nothing to do for %s %s: %s", piece.task_path, arguments["args"], gone)
    except Exception as error:
        return error
    return None


def settle(piece: DBTaskResult, error: Exception | None) -> None:
    """Write down how it ended: done, put off, or given up as a dead letter."""
    attempt = len(piece.worker_ids)
    now = timezone.now()
    if error is None:
        _change(piece, status=TaskResultStatus.SUCCESSFUL, finished_at=now, **_no_error())
    elif isinstance(error, HopelessError) or attempt >= attempts_of(piece.task_path):
        logger.error(
            "Gave up %s %s after attempt %d: %r",
            piece.task_path,
            piece.args_kwargs["args"],
            attempt,
            error,
        )
        _change(piece, status=TaskResultStatus.FAILED, finished_at=now, **_told(error))
    else:
        due = now + delay_after(attempt)
        _change(piece, status=TaskResultStatus.READY, run_after=due, **_told(error))


def give_back_interrupted() -> int:
    """Take from workers that died what they had in hand; returns how many pieces.

    Only whoever knows that no worker lives may call it: `worker.reclaim`, or a
    worker before its first piece. What has been tried often enough is given up,
    so that work that kills its worker does not do so for ever.
    """
    interrupted = list(DBTaskResult.objects.running())
    for piece in interrupted:
        if len(piece.worker_ids) < attempts_of(piece.task_path):
            _change(piece, status=TaskResultStatus.READY)
        else:
            settle(piece, InterruptedWorkError("The worker died while it did this."))
    return len(interrupted)


def hand_back(piece: DBTaskResult) -> None:
    """Undo `take_work`: somebody stopped the worker, which says nothing about the work."""
    _change(piece, status=TaskResultStatus.READY, worker_ids=piece.worker_ids[:-1])


def try_again(dead_letters: QuerySet[DBTaskResult]) -> int:
    """Give each of them all its attempts anew, from now on; returns how many there were.

    What is not a dead letter is left alone, so that asking twice does no harm.
    """
    return dead_letters.filter(status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY,
        run_after=timezone.now(),
        worker_ids=[],
        started_at=None,
        finished_at=None,
    )


def forget_done_work() -> int:
    """Delete what was done more than three days ago. Dead letters are kept."""
    old = DBTaskResult.objects.successful().filter(finished_at__lt=timezone.now() - KEPT)
    return int(old.delete()[0])


def _told(error: Exception) -> dict[str, str]:
    return {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(format_exception(error)),
    }


def _no_error() -> dict[str, str]:
    return {"exception_class_path": "", "traceback": ""}


def _change(piece: DBTaskResult, **fields: Any) -> None:
    """Only while it is still in hand: nobody's later decision is undone."""
    DBTaskResult.objects.filter(pk=piece.pk, status=TaskResultStatus.RUNNING).update(**fields)
