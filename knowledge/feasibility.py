"""What a case would take somewhere else: worked out here alone, always as a range.

What stays the same costs what it cost the origin; what grows with the inhabitants is
multiplied by how many times as many there are; where nobody said which, it lies between
the two. `knowledge.prices` brings all to the prices of one year first. The margin widens
both ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from knowledge.assuming import Growth, mark_of
from knowledge.kinds import CostKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from knowledge.assuming import Assumptions
    from knowledge.models import CostLine
    from knowledge.money import Amount, Costs, Rate
    from knowledge.prices import Carried, Rise

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

    def grown(self, times: Decimal) -> Range:
        return Range(*(each * times for each in (self.low, self.middle, self.high)))

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
    """A cost of the origin, what it would be `now`, and `here`; None where that cannot be told."""

    line: CostLine
    money: Amount
    growth: Growth
    now: Carried | None
    here: Range | None

    @property
    def mark(self) -> str:
        return mark_of(self.line)


@dataclass
class Feasibility:
    """`once` is what it takes to begin, `yearly` what it takes to go on; None when unknown.

    `times` is how many times as many inhabitants there are. `unknown` counts the costs that
    are in no sum, `years` are those of whose prices the others are. The sums stand once
    more in the reader's `own` currency, where a rate for it was given.
    """

    lines: list[Estimate] = field(default_factory=list)
    once: Range | None = None
    yearly: Range | None = None
    work: Range | None = None
    once_of_budget: Range | None = None
    yearly_of_budget: Range | None = None
    once_own: Range | None = None
    yearly_own: Range | None = None
    own: Rate | None = None
    times: Decimal | None = None
    unknown: int = 0

    @property
    def years(self) -> list[int]:
        return sorted({each.now.year for each in self.lines if each.now and each.here})

    @property
    def grounds(self) -> list[Rise | Rate]:
        """The rises and rates by which costs came to today, and that of the reader's currency."""
        carried = [each.now for each in self.lines if each.now]
        rises = {rise for each in carried for rise in each.rises}
        rates = {each.rate for each in carried if each.rate} | ({self.own} if self.own else set())
        by_year = sorted(rises, key=lambda rise: (rise.country, rise.until, rise.since))
        return [*by_year, *sorted(rates, key=lambda rate: (rate.currency, rate.year))]


def feasibility_of(
    costs: Costs,
    staff_months: Decimal | None,
    assumed: Assumptions,
    carry: Callable[[Amount], Carried | None],
    own: Rate | None = None,
) -> Feasibility:
    """By costs as `knowledge.money` tells them; `carry` brings them to today. No query."""
    times = None
    if assumed.inhabitants and assumed.there:
        times = Decimal(assumed.inhabitants) / Decimal(assumed.there)
    told = Feasibility(times=times, own=own)
    for priced in costs.lines:
        growth, now = assumed.of(priced.line), carry(priced.money)
        here = scaled(now.dollars, times, growth) if now else None
        told.lines.append(Estimate(priced.line, priced.money, growth, now, here))
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
        if name == "work":
            continue
        if assumed.budget:
            setattr(told, f"{name}_of_budget", wide.per(assumed.budget).rounded(FEW_DIGITS))
        if told.own:
            setattr(told, f"{name}_own", wide.grown(told.own.per_dollar).rounded())


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
