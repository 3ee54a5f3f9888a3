"""When what is done: the milestones that a plan begins with.

Source of the calendar: the transfer networks of URBACT, whose plan stands after
3 months, half way is looked back at after 12, it closes after 18 and is told to
others until the 24th.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from knowledge.models import TransferMilestone

if TYPE_CHECKING:
    from knowledge.models import Case, Step

Kind = TransferMilestone.Kind
PLAN, MIDDLE, CLOSE, SHARING = 3, 12, 18, 24
# Months in which the steps are done when the origin does not say how long it took.
USUAL = 9
# They begin when the plan stands, and are done before it closes.
LONGEST = CLOSE - PLAN
# Days of what people call a day, a week, a month, a year; in Spanish, Portuguese and English.
DAYS = (
    (re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:d[ií]as?|days?)\b", re.I), 1),
    (re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:semanas?|weeks?)\b", re.I), 7),
    (re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:m[eê]s(?:es)?|months?)\b", re.I), 30),
    (re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:años?|anos?|years?)\b", re.I), 365),
)


def generated(origin: Case, starts_on: date) -> list[TransferMilestone]:
    """The milestones of a plan that begins that day, by date; not saved.

    The steps of the origin fill the time between the plan and the end of what
    the origin needed, each as long as it says, or all alike where none says.
    """
    rows = [*of_calendar(starts_on), *of_steps(origin, starts_on)]
    order = {Kind.PLAN: 0, Kind.STEP: 1, Kind.MIDDLE: 2, Kind.CLOSE: 3, Kind.SHARING: 4}
    return sorted(rows, key=lambda row: (row.due_on or date.max, order[Kind(row.kind)]))


def of_calendar(starts_on: date) -> list[TransferMilestone]:
    told = (
        (Kind.PLAN, PLAN, _("The plan is approved")),
        (Kind.MIDDLE, MIDDLE, _("Looking back half way: what changes in the plan")),
        (Kind.CLOSE, CLOSE, _("Closing: results measured as the origin did")),
        (Kind.SHARING, SHARING, _("Telling other municipalities what was learned")),
    )
    return [
        TransferMilestone(kind=kind, title=title, due_on=months_after(starts_on, months))
        for kind, months, title in told
    ]


@dataclass(frozen=True)
class Stretch:
    """From when to when a step is done."""

    starts_on: date
    due_on: date


def of_steps(origin: Case, starts_on: date) -> list[TransferMilestone]:
    steps = list(origin.steps.all())
    first = months_after(starts_on, PLAN)
    last = months_after(first, min(origin.months_to_implement or USUAL, LONGEST))
    stretches = spread([days_of(step.duration) for step in steps], first, last)
    return [milestone_of(step, when) for step, when in zip(steps, stretches, strict=True)]


def milestone_of(step: Step, when: Stretch) -> TransferMilestone:
    return TransferMilestone(
        kind=Kind.STEP,
        origin_key=step.key,
        title=cut(step.what, 160),
        output=cut(step.output, 200),
        post=cut(step.who, 120),
        starts_on=when.starts_on,
        due_on=when.due_on,
    )


def spread(lengths: list[Decimal | None], first: date, last: date) -> list[Stretch]:
    """Stretches one after the other that together go from `first` to `last`.

    As long as they say in proportion; what says nothing is as long as the
    average of the others.
    """
    known = [each for each in lengths if each]
    usual = sum(known, Decimal()) / len(known) if known else Decimal(1)
    weights = [each or usual for each in lengths]
    total, days = sum(weights, Decimal()), (last - first).days
    stretches, passed = [], Decimal()
    for weight in weights:
        begins = first + timedelta(days=int(passed / total * days))
        passed += weight
        ends = first + timedelta(days=int(passed / total * days))
        stretches.append(Stretch(begins, max(begins, ends)))
    return stretches


def days_of(duration: str) -> Decimal | None:
    """About how many days “2 semanas” or “3 meses” are; None where it does not say."""
    days = Decimal()
    for pattern, length in DAYS:
        for found in pattern.findall(duration):
            days += Decimal(found.replace(",", ".")) * length
    return days or None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(
        date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1)
    )


def days_between(before: date | None, after: date) -> timedelta:
    return after - before if before else timedelta()


def cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
