"""What costs are in dollars and for each inhabitant, and by which rate: computed here alone.

Dollars are those of the year in which it was paid, by the average rate of that
year; nothing is adjusted for what prices did since (that is `knowledge.prices`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from knowledge.models import ExchangeRate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from knowledge.models import Case, CostLine

DOLLAR = "USD"
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Rate:
    """`per_dollar` units of `currency` for one US dollar, on the average of `year`.

    `seen_on` is the day the source said so, where that was kept.
    """

    currency: str
    year: int
    per_dollar: Decimal
    source: str
    seen_on: date | None = field(default=None, compare=False)

    @classmethod
    def of(cls, row: ExchangeRate) -> Rate:
        return cls(row.currency, row.year, row.per_dollar, row.source, row.retrieved_on)

    def __str__(self) -> str:
        """What a dollar cost, when and according to whom; empty for the dollar itself."""
        if self.currency == DOLLAR:
            return ""
        units = number_format(self.per_dollar.quantize(CENT), 2, use_l10n=True, force_grouping=True)
        return _("US$ 1 = %(units)s %(currency)s on the average of %(year)s (%(source)s)") % {
            "units": units,
            "currency": self.currency,
            "year": self.year,
            "source": self.source,
        }


@dataclass(frozen=True)
class Amount:
    """Money of one line. `dollars` and `per_inhabitant` are None where no rate is known."""

    amount: Decimal
    currency: str
    year: int
    dollars: Decimal | None = None
    per_inhabitant: Decimal | None = None
    rate: Rate | None = None


@dataclass(frozen=True)
class Priced:
    line: CostLine
    money: Amount


@dataclass(frozen=True)
class Sum:
    """The lines of one kind: investment, operation for a year, staff, in kind."""

    kind: str
    label: str
    dollars: Decimal
    per_inhabitant: Decimal | None


@dataclass(frozen=True)
class Costs:
    """All lines, a sum for each kind that has one, the rates used, how many lines have no rate.

    Sums leave out the lines that cannot be told in dollars: `unknown` says how many.
    """

    lines: list[Priced] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    unknown: int = 0


class Rates:
    """The rates that some lines need, from the table or from what a version kept."""

    def __init__(self, rates: Iterable[Rate] = ()) -> None:
        self.known = {(rate.currency, rate.year): rate for rate in rates}

    @classmethod
    def needed_by(cls, *cases: Case) -> Rates:
        """Of the costs and the budget of texts. One query, none when all of it is in dollars."""
        return cls.of_years({each for case in cases for each in currencies_of(case)})

    @classmethod
    def of_years(cls, wanted: set[tuple[str, int]]) -> Rates:
        """Of these currencies, each in its year. One query, none when all of it is in dollars."""
        wanted = {each for each in wanted if each[0] != DOLLAR}
        if not wanted:
            return cls()
        currencies, years = zip(*wanted, strict=True)
        some = ExchangeRate.objects.filter(currency__in=set(currencies), year__in=set(years))
        return cls(
            Rate.of(each)
            for each in some.order_by("currency", "year")
            if (each.currency, each.year) in wanted
        )

    @classmethod
    def of_one(cls, currency: str, year: int) -> Rates:
        """That of one currency in one year, if it is known. One query, none for the dollar."""
        if currency == DOLLAR:
            return cls()
        some = ExchangeRate.objects.filter(currency=currency, year=year)
        return cls(Rate.of(each) for each in some)

    def only_of(self, case: Case) -> Rates:
        """Of the rates of several texts, those that this one needs. No query."""
        wanted = currencies_of(case)
        return Rates(rate for place, rate in self.known.items() if place in wanted)

    @classmethod
    def kept(cls, told: Iterable[dict[str, Any]]) -> Rates:
        """As `told` by `to_keep`."""
        return cls(
            Rate(each["currency"], each["year"], Decimal(each["per_dollar"]), each["source"])
            for each in told
        )

    def to_keep(self) -> list[dict[str, Any]]:
        """To be kept as JSON with a version, which then says for good what it said."""
        return [
            {
                "currency": rate.currency,
                "year": rate.year,
                "per_dollar": str(rate.per_dollar),
                "source": rate.source,
            }
            for rate in self.known.values()
        ]

    def of(self, currency: str, year: int) -> Rate | None:
        if currency == DOLLAR:
            return Rate(DOLLAR, year, Decimal(1), "")
        return self.known.get((currency, year))

    def price(
        self, amount: Decimal, currency: str, year: int, inhabitants: int | None = None
    ) -> Amount:
        """An amount with what it is in dollars of that year and for each inhabitant."""
        rate = self.of(currency, year)
        if rate is None:
            return Amount(amount, currency, year)
        dollars = (amount / rate.per_dollar).quantize(CENT)
        return Amount(amount, currency, year, dollars, share(dollars, inhabitants), rate)


def currencies_of(case: Case) -> set[tuple[str, int]]:
    """Of what a text says in money: which currency, of which year."""
    told = {(line.currency, line.year) for line in case.cost_lines.all()}
    if case.budget_currency and case.budget_year:
        told.add((case.budget_currency, case.budget_year))
    return {each for each in told if each[0] != DOLLAR}


def share(dollars: Decimal, inhabitants: int | None) -> Decimal | None:
    return (dollars / inhabitants).quantize(CENT) if inhabitants else None


def costs_of(case: Case, rates: Rates, inhabitants: int | None = None) -> Costs:
    """The costs of a text, for each inhabitant too. No query.

    `inhabitants` are used where the text has no population of that time.
    """
    people = case.population or inhabitants
    lines = [
        Priced(line, rates.price(line.amount, line.currency, line.year, people))
        for line in case.cost_lines.all()
    ]
    totals: dict[str, Decimal] = defaultdict(Decimal)
    labels: dict[str, str] = {}
    for priced in lines:
        if priced.money.dollars is not None:
            totals[priced.line.kind] += priced.money.dollars
            labels[priced.line.kind] = str(priced.line.get_kind_display())
    used = {priced.money.rate for priced in lines if priced.money.rate}
    return Costs(
        lines,
        [Sum(kind, labels[kind], total, share(total, people)) for kind, total in totals.items()],
        sorted((rate for rate in used if rate.currency != DOLLAR), key=str),
        sum(priced.money.dollars is None for priced in lines),
    )


def budget_of(case: Case, rates: Rates) -> Amount | None:
    """The budget of the municipality at the time; None when it is not told whole."""
    if case.budget_amount is None or not case.budget_currency or not case.budget_year:
        return None
    return rates.price(case.budget_amount, case.budget_currency, case.budget_year, case.population)
