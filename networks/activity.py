"""What happened in a network lately, day by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from community.models import Activity, User

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from networks.models import NetworkPage

LINES = 30


@dataclass
class Day:
    """`published` are lines about pages, the newest first; `joined` the people one may name."""

    on: date
    published: list[Activity] = field(default_factory=list)
    joined: list[User] = field(default_factory=list)
    others: int = 0

    @property
    def arrivals(self) -> int:
        return len(self.joined) + self.others


@dataclass
class Lately:
    """One sheet of the activity: `newer` and `older` are the numbers of its neighbours, or 0."""

    days: list[Day]
    newer: int
    older: int


def lately(network: NetworkPage, viewer: User | AnonymousUser, sheet: str | None = None) -> Lately:
    """The activity this visitor may read, `LINES` lines at a time. One query.

    Whoever joined is named only to those who may open the profile, and
    counted for everybody else.
    """
    number = int(sheet) if sheet and sheet.isdecimal() and 0 < int(sheet) < 10_000 else 1
    start = (number - 1) * LINES
    lines: list[Any] = list(
        Activity.objects.visible_to(viewer)
        .filter(network=network.pk)
        .select_related("actor", "page")
        .annotate(is_named=Exists(User.objects.visible_to(viewer).filter(pk=OuterRef("actor"))))
        .order_by("-at", "-pk")[start : start + LINES + 1]
    )
    return Lately(
        days=by_day(lines[:LINES]),
        newer=number - 1,
        older=number + 1 if len(lines) > LINES else 0,
    )


def by_day(lines: list[Any]) -> list[Day]:
    days = []
    for on, group in groupby(lines, key=lambda line: timezone.localdate(line.at)):
        day = Day(on)
        for line in group:
            add_line(day, line)
        days.append(day)
    return days


def add_line(day: Day, line: Any) -> None:
    if line.verb == Activity.Verb.PUBLISHED and line.page:
        day.published.append(line)
    elif line.verb == Activity.Verb.JOINED and line.is_named:
        day.joined.append(line.actor)
    elif line.verb == Activity.Verb.JOINED:
        day.others += 1
