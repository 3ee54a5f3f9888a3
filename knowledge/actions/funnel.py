"""Counting how far cases travel: what was seen each hour, the rest each night, by month."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, DateField, F, Min, Q
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from community.models import Follow
from knowledge.funnel import questions
from knowledge.models import Case, CaseMonth, Transfer, TransferEvent
from knowledge.sightings import lines_in, month_in, past_hours
from knowledge.transfer_kinds import PROVING, TransferAudience
from networks.actions.months import STILL_MOVES, month_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    Counts = dict[tuple[int, date], dict[str, int]]

# What a number of months ago is corrected for ever: it follows the transfers themselves.
OF_TRANSFERS = ("adopting", "with_results")
OF_PEOPLE = ("saved", "asked")


# --- Seen ---------------------------------------------------------------------------


def add_up_what_was_seen(now: datetime | None = None) -> int:
    """The chore of each hour: the lines of past hours, as numbers by month; how many there were.

    A file goes in the same breath as its numbers come: what fails is tried again.
    """
    total = 0
    for file in past_hours(now or timezone.now()):
        with transaction.atomic():
            month = month_in(file)
            if month is not None:
                total += add_seen(month, lines_in(file))
            file.unlink(missing_ok=True)
    return total


def add_seen(month: date, numbers: Mapping[int, int]) -> int:
    there = set(Case.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    CaseMonth.objects.bulk_create(
        [CaseMonth(case_id=pk, month=month) for pk in sorted(there)], ignore_conflicts=True
    )
    for pk in there:
        CaseMonth.objects.filter(case=pk, month=month).update(seen=F("seen") + numbers[pk])
    return sum(numbers[pk] for pk in there)


# --- Saved, asked, adopting, with results ---------------------------------------------


def count_the_funnel(now: datetime | None = None) -> int:
    """The chore of each night; how many rows it wrote. Twice is as once.

    Of the running month, and of the last while it still moves, everything is as it stands
    now. Of older ones what people did is never less than it was counted once: who stops
    following does not undo that they began. What transfers show is always as it is now, so
    that one that is public no more leaves no number behind.
    """
    moving = month_of((now or timezone.now()) - STILL_MOVES)
    counted: Counts = defaultdict(dict)
    for step, rows in (
        ("saved", saved_by_month()),
        ("asked", asked_by_month()),
        ("adopting", adopting_by_month(Transfer.objects.all())),
        ("with_results", results_by_month(Transfer.objects.all())),
    ):
        for case, month, number in rows:
            counted[case, month][step] = counted[case, month].get(step, 0) + number
    with_transfers = Q(adopting__gt=0) | Q(with_results__gt=0)
    known = CaseMonth.objects.filter(with_transfers | Q(month__gte=moving))
    months = {month for _case, month in counted} | set(
        known.order_by().values_list("month", flat=True).distinct()
    )
    return sum(write_month(month, counted, is_moving=month >= moving) for month in sorted(months))


@transaction.atomic
def write_month(month: date, counted: Counts, *, is_moving: bool) -> int:
    rows = {row.case_id: row for row in CaseMonth.objects.filter(month=month)}
    new: list[CaseMonth] = []
    changed: list[CaseMonth] = []
    for case in {*rows, *(pk for pk, its in counted if its == month)}:
        row = rows.get(case) or CaseMonth(case_id=case, month=month)
        if not renewed(row, counted.get((case, month), {}), is_moving=is_moving):
            continue
        (changed if row.pk else new).append(row)
    CaseMonth.objects.bulk_create(new, ignore_conflicts=True)
    CaseMonth.objects.bulk_update(changed, [*OF_PEOPLE, *OF_TRANSFERS])
    return len(new) + len(changed)


def renewed(row: CaseMonth, numbers: Mapping[str, int], *, is_moving: bool) -> bool:
    """Bring the row to what was counted; whether anything changed."""
    was = {step: getattr(row, step) for step in (*OF_PEOPLE, *OF_TRANSFERS)}
    for step, before in was.items():
        number = numbers.get(step, 0)
        keeps = step in OF_PEOPLE and not is_moving
        setattr(row, step, max(before, number) if keeps else number)
    return any(getattr(row, step) != before for step, before in was.items())


def count_transfers_of(case: Case) -> None:
    """The same for the transfers of one case, at once: a change of who may read one must not wait.

    To be called in a transaction. Three queries where nothing changed.
    """
    theirs = Transfer.objects.filter(origin_case=case)
    counted: dict[date, dict[str, int]] = defaultdict(dict)
    steps = (("adopting", adopting_by_month(theirs)), ("with_results", results_by_month(theirs)))
    for step, rows in steps:
        for _case, month, number in rows:
            counted[month][step] = number
    rows_of_it = {row.month: row for row in CaseMonth.objects.filter(case=case)}
    for month in {*rows_of_it, *counted}:
        row = rows_of_it.get(month) or CaseMonth(case=case, month=month)
        numbers = {step: counted[month].get(step, 0) for step in OF_TRANSFERS}
        if any(getattr(row, step) != number for step, number in numbers.items()):
            for step, number in numbers.items():
                setattr(row, step, number)
            row.save()


def by_month(rows: Any, case: str, at: str) -> Iterable[tuple[int, date, int]]:
    """Case, first day of the month on the calendar of the site, how many."""
    told = rows.order_by().values_list(
        F(case), TruncMonth(at, output_field=DateField(), tzinfo=timezone.get_default_timezone())
    )
    return list(told.annotate(number=Count("pk")))


def saved_by_month() -> Iterable[tuple[int, date, int]]:
    kind = ContentType.objects.get_for_model(Case)
    follows = Follow.objects.filter(content_type=kind, object_id__in=Case.objects.values("pk"))
    return by_month(follows, "object_id", "since")


def asked_by_month() -> Iterable[tuple[int, date, int]]:
    """Every kind of question that was registered. One query for each."""
    there = Case.objects.order_by().values("pk")
    for each in questions():
        rows = apps.get_model(each.model)._default_manager.filter(**each.conditions)
        yield from by_month(rows.filter(**{f"{each.case}__in": there}), each.case, each.at)


def adopting_by_month(transfers: Any) -> Iterable[tuple[int, date, int]]:
    """Transfers that everybody may read, when they began."""
    shown = transfers.filter(visibility=TransferAudience.PUBLIC, hidden_at=None)
    return by_month(shown, "origin_case_id", "created_at")


def results_by_month(transfers: Any) -> Iterable[tuple[int, date, int]]:
    """Those that prove something, in the month in which they first had results."""
    first = Min(
        "events__at",
        filter=Q(events__verb=TransferEvent.Verb.STAGE, events__value__in=PROVING),
    )
    numbers: dict[tuple[int, date], int] = defaultdict(int)
    zone = timezone.get_default_timezone()
    proving = transfers.proving().order_by().annotate(at=Coalesce(first, F("stage_since")))
    for case, at in proving.values_list("origin_case", "at"):
        numbers[case, timezone.localdate(at, zone).replace(day=1)] += 1
    return [(case, month, number) for (case, month), number in numbers.items()]
