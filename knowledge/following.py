"""How far a transfer is: its milestones on a line, what is late, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from knowledge.models import Transfer, TransferMilestone
from knowledge.transfer_kinds import TransferMilestoneState

if TYPE_CHECKING:
    from collections.abc import Iterable

OPEN = (TransferMilestoneState.PENDING, TransferMilestoneState.IN_PROGRESS)
HUNDRED = Decimal(100)
# What lasts a day is seen all the same.
THINNEST = Decimal("1.2")
# How near a day must be to be said to come soon, and when people are reminded of it.
SOON = timedelta(days=7)


def open_milestones() -> Q:
    return Q(state__in=OPEN)


def late_milestones(on: date) -> Q:
    """Whose day has passed; one that is due that very day is not late."""
    return open_milestones() & Q(due_on__lt=on)


@dataclass(frozen=True)
class Mark:
    """A milestone on the line: where its bar begins and how long it is, as SVG writes numbers.

    `state` is that of the row, or "late"; `done` the width of what is done of it.
    """

    row: TransferMilestone
    state: str
    x: str = ""
    width: str = ""
    done: str = ""

    @property
    def is_drawn(self) -> bool:
        return bool(self.width)


@dataclass(frozen=True)
class Line:
    """The milestones of a transfer by their days, drawn from `first` to `last`.

    `today` is where today lies, empty where that is not on the line.
    """

    marks: list[Mark] = field(default_factory=list)
    first: date | None = None
    last: date | None = None
    today: str = ""
    years: list[tuple[int, str]] = field(default_factory=list)


def by_day(row: TransferMilestone) -> tuple[date, int, int]:
    return (row.due_on or row.starts_on or date.max, row.sort_order, row.pk or 0)


def line_of(rows: Iterable[TransferMilestone], on: date | None) -> Line:
    """The line of these milestones, the first to be done first; those without a day at the end.

    `on` is today; None where nobody waits for them any more.
    """
    rows = sorted(rows, key=by_day)
    days = [day for row in rows for day in (row.starts_on, row.due_on) if day]
    if not days:
        return Line([Mark(row, state_of(row, on)) for row in rows])
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def at(day: date) -> Decimal:
        return Decimal((day - first).days) / span * HUNDRED

    today = written(at(on)) if on and first <= on <= last else ""
    years = [(year, written(at(date(year, 1, 1)))) for year in range(first.year + 1, last.year + 1)]
    return Line([mark_of(row, on, at) for row in rows], first, last, today, years)


def mark_of(row: TransferMilestone, on: date | None, at: Any) -> Mark:
    start, end = row.starts_on or row.due_on, row.due_on or row.starts_on
    if start is None or end is None:
        return Mark(row, state_of(row, on))
    width = max(at(end) - at(start), THINNEST)
    x = min(at(start), HUNDRED - width)
    share = HUNDRED if row.state == TransferMilestoneState.DONE else Decimal(row.percent)
    return Mark(
        row, state_of(row, on), written(x), written(width), written(width * share / HUNDRED)
    )


def state_of(row: TransferMilestone, on: date | None) -> str:
    return "late" if on and row.is_late(on) else str(row.state)


def written(value: Decimal) -> str:
    return f"{value:.1f}"


class FollowUp:
    """How a transfer does, off its milestones. One query, when it is first asked."""

    def __init__(self, transfer: Transfer, on: date | None = None) -> None:
        self.transfer = transfer
        self.on = on or timezone.localdate()

    @classmethod
    def read(cls, transfer: Transfer, rows: Iterable[TransferMilestone], on: date) -> FollowUp:
        """Off milestones that were read already."""
        told = cls(transfer, on)
        told.milestones = sorted(rows, key=by_day)
        return told

    @cached_property
    def milestones(self) -> list[TransferMilestone]:
        rows = TransferMilestone.objects.filter(transfer=self.transfer.pk)
        return sorted(rows, key=by_day)

    @cached_property
    def line(self) -> Line:
        return line_of(self.milestones, None if self.transfer.is_stopped else self.on)

    @cached_property
    def counted(self) -> list[TransferMilestone]:
        """Those that are to be done or were: a cancelled one counts for nothing."""
        return [row for row in self.milestones if row.state != TransferMilestoneState.CANCELLED]

    @property
    def total(self) -> int:
        return len(self.counted)

    @property
    def done(self) -> int:
        return sum(row.state == TransferMilestoneState.DONE for row in self.counted)

    @property
    def percent(self) -> int:
        """How far the whole is: each milestone counts the same."""
        if not self.counted:
            return 0
        whole = sum(
            100 if row.state == TransferMilestoneState.DONE else row.percent for row in self.counted
        )
        return whole // len(self.counted)

    @cached_property
    def late(self) -> list[TransferMilestone]:
        """None of a transfer that stopped: nobody waits for it."""
        if self.transfer.is_stopped:
            return []
        return [row for row in self.milestones if row.is_late(self.on)]

    @cached_property
    def next(self) -> TransferMilestone | None:
        """The nearest that is still to come."""
        if self.transfer.is_stopped:
            return None
        coming = (row for row in self.milestones if row.is_open and not row.is_late(self.on))
        return next((row for row in coming if row.due_on), None)
