"""What is done again and again: each app registers its own in `AppConfig.ready()`.

    periodic.register("send_digests", timedelta(hours=1), "blog.digests.send", title=_("..."))

The worker does what is due between its tasks, and so does `manage.py
run_periodic`; the table of chores lets one of them have it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from traceback import format_exc
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from community.models import Chore

logger = logging.getLogger("community.work")

# What failed, or was cut short, need not wait a whole day for its next turn.
AGAIN = timedelta(hours=1)
# A timer of each minute comes a little early as often as a little late.
EARLY = timedelta(seconds=5)


@dataclass(frozen=True)
class Registered:
    name: str
    every: timedelta
    act: Callable[[], object] | str
    title: str | _StrPromise


_registered: dict[str, Registered] = {}


def register(
    name: str,
    every: timedelta,
    act: Callable[[], object] | str,
    *,
    title: str | _StrPromise = "",
) -> None:
    """Have `act` called once in each `every`. It must bear being called twice.

    `act` may be the path of a function, for those that need models, which are
    not there yet when apps start. `title` is what the admin calls it.
    """
    _registered[name] = Registered(name, every, act, title or name)


def registered() -> list[Registered]:
    return list(_registered.values())


def chores() -> type[Chore]:
    """The table; looked up late, so that `apps.py` may import this module."""
    return apps.get_model("community", "Chore")


def run_due() -> list[Chore]:
    """Do all that is due and not in other hands; what was done, with `error` where it failed."""
    now = timezone.now()
    known = {chore.name: chore for chore in chores().objects.all()}
    return [
        _do(each, now)
        for each in registered()
        if is_due(each, known.get(each.name), now) and _take(each, known.get(each.name), now)
    ]


def is_due(each: Registered, chore: Chore | None, now: datetime) -> bool:
    if chore is None:
        return True
    wait = each.every if chore.went_well else min(each.every, AGAIN)
    return now >= chore.started_at + wait - min(EARLY, wait / 2)


def _take(each: Registered, seen: Chore | None, now: datetime) -> bool:
    """Whether it is ours: nobody else began it since we looked."""
    if seen is None:
        return chores().objects.get_or_create(name=each.name, defaults={"started_at": now})[1]
    mine = chores().objects.filter(name=each.name, started_at=seen.started_at)
    return bool(mine.update(started_at=now, finished_at=None, error=""))


def _do(each: Registered, now: datetime) -> Chore:
    error = ""
    try:
        act = import_string(each.act) if isinstance(each.act, str) else each.act
        act()
    except Exception:
        logger.exception("The periodic work %s failed.", each.name)
        error = format_exc()
    done = chores()(name=each.name, started_at=now, finished_at=timezone.now(), error=error)
    mine = chores().objects.filter(name=each.name, started_at=now)
    mine.update(finished_at=done.finished_at, error=error)
    return done
