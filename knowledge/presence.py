"""Who is writing in a case now: told by each open screen every few seconds, kept nowhere else.

It lives in the cache: lost, it is told again at the next beat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils import timezone

if TYPE_CHECKING:
    from community.models import User
    from knowledge.models import Case

# The screens tell it this often; a tab in the background may do so once a minute only.
BEAT = timedelta(seconds=20)
GONE_AFTER = timedelta(seconds=75)


@dataclass(frozen=True)
class Present:
    """Somebody else who has a screen of the case open. `part` is the last word of its address."""

    user: int
    name: str
    part: str
    since: datetime


def note(case: Case, user: User, part: str) -> list[Present]:
    """Tell that this person has that part open; who else is there, the longest first."""
    now = timezone.now().timestamp()
    name = f"presence:{case.pk}"
    there: dict[int, tuple[str, str, float, float]] = cache.get(name) or {}
    limit = now - GONE_AFTER.total_seconds()
    there = {key: each for key, each in there.items() if each[3] >= limit}
    mine = there.get(user.pk)
    since = mine[2] if mine and mine[1] == part else now
    there[user.pk] = (user.display_name, part, since, now)
    cache.set(name, there, GONE_AFTER.total_seconds())
    others = [
        Present(key, who, where, datetime.fromtimestamp(began, UTC))
        for key, (who, where, began, _seen) in there.items()
        if key != user.pk
    ]
    return sorted(others, key=lambda each: each.since)
