"""What a case would take somewhere else: worked out here alone, always as a range.

What stays the same costs what it cost the origin; what grows with the inhabitants is
multiplied by how many times as many there are; where nobody said which, it lies between
the two. Prices are carried on only by a rise the reader writes: the site has no price
index with its date and source, and invents none. The margin widens both ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from knowledge.assuming import Growth, mark_of
from knowledge.kinds import CostKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.assuming import Assumptions
    from knowledge.models import CostLine
    from knowledge.money import Amount, Costs

HUNDRED = Decimal(100)
# How many digits of an estimate say something: of money, and of shares and months.
DIGITS = 3
FEW_DIGITS = 2


@dataclass(frozen=True)
class Range:
    low: Decimal
    middle: Decimal
    high: Decimal

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.middle + other.middle, self.high + other.high)

    def widened(self, percent: Decimal) -> Range:
        part = percent / HUNDRED
        return Range(self.low * (1 - part), self.middle, self.high * (1 + part))

    def rounded(self, digits: int = DIGITS) -> Range:
        return Range(*(significant(each, digits) for each in (self.low, self.middle, self.high)))

    def per(self, whole: Decimal) -> Range:
        """Which part of `whole` it is, in per cent."""
        return Range(*(each * HUNDRED / whole for each in (self.low, self.middle, self.high)))

    @property
    def is_one(self) -> bool:
        return self.low == self.high


NOTHING = Range(Decimal(0), Decimal(0), Decimal(0))


def significant(value: Decimal, digits: int = DIGITS) -> Decimal:
    """With the digits that say something: 12345 is 12300, 1.2345 is 1.23."""
    if not value:
        return value
    step = Decimal(1).scaleb(value.adjusted() - digits + 1)
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


@dataclass(frozen=True)
class Estimate:
    """A cost of the origin and what it would be here; `here` is None where that cannot be told."""

    line: CostLine
    money: Amount
    growth: Growth
    here: Range | None

    @property
    def mark(self) -> str:
        return mark_of(self.line)


@dataclass
class Feasibility:
    """`once` is what it takes to begin, `yearly` what it takes to go on; None when unknown.

    `times` is how many times as many inhabitants there are. `unknown` counts the costs that
    are in no sum.
    """

    lines: list[Estimate] = field(default_factory=list)
    once: Range | None = None
    yearly: Range | None = None
    work: Range | None = None
    once_of_budget: Range | None = None
    yearly_of_budget: Range | None = None
    times: Decimal | None = None
    unknown: int = 0


def feasibility_of(
    costs: Costs,
    staff_months: Decimal | None,
    origin_inhabitants: int | None,
    assumed: Assumptions,
    year: int,
) -> Feasibility:
    """By costs as `knowledge.money` tells them; `year` is this one. No query."""
    times = None
    if assumed.inhabitants and origin_inhabitants:
        times = Decimal(assumed.inhabitants) / Decimal(origin_inhabitants)
    told = Feasibility(times=times)
    for priced in costs.lines:
        growth = assumed.of(priced.line)
        here = None
        if priced.money.dollars is not None:
            now = priced.money.dollars * risen(assumed.rise, year - priced.line.year)
            here = scaled(now, times, growth)
        told.lines.append(Estimate(priced.line, priced.money, growth, here))
    told.unknown = sum(each.here is None for each in told.lines)
    told.once = added(each for each in told.lines if each.line.kind != CostKind.OPERATION)
    told.yearly = added(each for each in told.lines if each.line.kind == CostKind.OPERATION)
    if staff_months is not None:
        told.work = scaled(staff_months, times, assumed.of_work)
    finish(told, assumed)
    return told


def finish(told: Feasibility, assumed: Assumptions) -> None:
    """Widen what was added up, and set it beside the budget."""
    for name in ("once", "yearly", "work"):
        exact: Range | None = getattr(told, name)
        if exact is None:
            continue
        wide = exact.widened(assumed.margin)
        setattr(told, name, wide.rounded(FEW_DIGITS if name == "work" else DIGITS))
        if assumed.budget and name != "work":
            setattr(told, f"{name}_of_budget", wide.per(assumed.budget).rounded(FEW_DIGITS))


def risen(percent: Decimal, years: int) -> Decimal:
    """What a dollar of that many years ago costs now. Years to come change nothing."""
    return (1 + percent / HUNDRED) ** max(years, 0)


def scaled(value: Decimal, times: Decimal | None, growth: Growth) -> Range | None:
    """What it is where there are so many `times` as many people; None when that is unknown."""
    if growth == Growth.FIXED:
        return Range(value, value, value)
    if times is None:
        return None
    grown = value * times
    if growth == Growth.EACH:
        return Range(grown, grown, grown)
    return Range(min(value, grown), (value + grown) / 2, max(value, grown))


def added(lines: Iterable[Estimate]) -> Range | None:
    """The sum of what is known; None when nothing is."""
    known = [each.here for each in lines if each.here is not None]
    return sum(known, NOTHING) if known else None
