"""Searches that people follow: once a day, what each finds that is new."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils import timezone

from community.actions.telling_followers import tell_of_search
from community.models import Follow
from search.asking import read
from search.facets import Labels
from search.finding import find
from search.results import rows_of
from search.snapshot import documents_in, latest

if TYPE_CHECKING:
    from datetime import date

    from search.finding import Found

AT_A_TIME = 100


def tell_searches(until: date, after: int = 0) -> int:
    """Tell the next `AT_A_TIME` people whose search finds things of the days before `until`.

    In the order of the keys of their follows, from `after` on. Returns the last
    key, 0 where none is left. The day of a thing is the one it is sorted by;
    that of today is told tomorrow, when it is over, so that nothing is told twice.
    """
    start = timezone.make_aware(datetime.combine(until, time.min))
    waiting = (
        Follow.objects.searches()
        .filter(pk__gt=after, told_at__lt=start, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    follows = list(waiting[:AT_A_TIME])
    for follow in follows:
        found = find(read(QueryDict(follow.query)), latest(), follow.user)
        fresh = fresh_in(found, timezone.localdate(follow.told_at), until)
        title = title_of(found, fresh[0]) if fresh else ""
        tell_of_search(follow, len(fresh), title, start)
    return follows[-1].pk if len(follows) == AT_A_TIME else 0


def fresh_in(found: Found, start: date, end: date) -> list[int]:
    """The documents of the days from `start` on and before `end`, the newest first, confirmed."""
    first, last = start.toordinal(), end.toordinal()
    days = found.snapshot.days
    fresh = [document for document in documents_in(found.bits) if first <= days[document] < last]
    found.confirmation.confirm(fresh)
    kept = [each for each in fresh if not found.confirmation.refuted >> each & 1]
    return sorted(kept, key=lambda each: (-days[each], -each))


def title_of(found: Found, document: int) -> str:
    """What a result is called; "" when it has gone in the meantime."""
    rows = rows_of(found, [document], Labels(found))
    return str(getattr(rows[0].thing, "title", "") or rows[0].thing) if rows else ""
