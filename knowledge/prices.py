"""What was paid some years ago, in prices of the last year the site knows: worked out here alone.

Money of the country where it was spent follows the prices of that country until the last
year of which they and a rate are known, and becomes dollars then. All other money becomes
dollars of its own year. Dollars follow the prices of the United States. Where prices are
not known they stay those of their year, and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.numbers import get_territory_currencies
from django.db.models import Subquery
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge.models import ExchangeRate, PriceRise
from knowledge.money import DOLLAR, Rate, Rates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from knowledge.money import Amount

# Whose prices dollars follow.
HOME_OF_THE_DOLLAR = "US"


@dataclass(frozen=True)
class Rise:
    """How many `times` as much things cost in a country on the average of `until` as of `since`."""

    country: str
    since: int
    until: int
    times: Decimal
    source: str
    seen_on: date | None = None

    def __str__(self) -> str:
        percent = number_format((self.times - 1) * 100, 1, use_l10n=True, force_grouping=True)
        told = _(
            "Consumer prices of %(country)s, %(since)d to %(until)d: %(percent)s %% (%(source)s)"
        )
        return told % {
            "country": name_of_country(self.country),
            "since": self.since,
            "until": self.until,
            "percent": percent if self.times < 1 else f"+{percent}",
            "source": self.source,
        }


@dataclass(frozen=True)
class Carried:
    """An amount in dollars of `year`, by which rises and which rate it came there."""

    dollars: Decimal
    year: int
    rises: tuple[Rise, ...] = ()
    rate: Rate | None = None


class Prices:
    """How prices rose and what a dollar cost, as far as some costs need it.

    `until` is the year all is carried to: the last of which both are known; None without any.
    """

    def __init__(
        self,
        rises: Iterable[PriceRise] = (),
        rates: Rates | None = None,
        last_rate: int | None = None,
    ) -> None:
        self.rises = {(each.country, each.year): each for each in rises}
        self.rates = rates or Rates()
        ends = [year for country, year in self.rises if country == HOME_OF_THE_DOLLAR]
        self.until = min(max(ends), last_rate or max(ends)) if ends else None

    @classmethod
    def read(cls, country: str, currencies: set[str]) -> Prices:
        """Of the country where it was spent and the currencies in question. Two queries."""
        last = ExchangeRate.objects.order_by("-year").values("year")[:1]
        rises = PriceRise.objects.filter(country__in={country, HOME_OF_THE_DOLLAR})
        told = list(rises.annotate(last_rate=Subquery(last)))
        some = ExchangeRate.objects.filter(currency__in=currencies - {DOLLAR})
        rates = Rates(Rate.of(each) for each in some)
        return cls(told, rates, told[0].last_rate if told else None)

    def between(self, country: str, since: int, until: int) -> Rise | None:
        """None where a year is missing; of long ago the first says so."""
        if (country, since + 1) not in self.rises:
            return None
        years = [self.rises.get((country, year)) for year in range(since + 1, until + 1)]
        known = [each for each in years if each is not None]
        if not known or len(known) < len(years):
            return None
        times = Decimal(1)
        for each in known:
            times *= 1 + each.percent / 100
        last = known[-1]
        return Rise(country, since, until, times, last.source, last.retrieved_on)

    def rate_for(self, currency: str) -> Rate | None:
        """That of the year all is carried to, else the youngest; None for the dollar too."""
        known = [each for each in self.rates.known.values() if each.currency == currency]
        right = [each for each in known if each.year == self.until]
        return max(right or known, key=lambda rate: rate.year, default=None)

    def carried(self, money: Amount, country: str) -> Carried | None:
        """What was paid in that country, in dollars of the last year; None without any rate."""
        local = self.by_local_prices(money, country)
        if local is not None or money.dollars is None:
            return local
        return self.by_dollars(money.dollars, money.year)

    def by_local_prices(self, money: Amount, country: str) -> Carried | None:
        if self.until is None or money.currency not in money_of(country):
            return None
        for year in range(self.until, money.year, -1):
            rise = self.between(country, money.year, year)
            rate = self.rates.of(money.currency, year)
            if rise is not None and rate is not None:
                then = self.by_dollars(money.amount * rise.times / rate.per_dollar, year)
                used = rate if rate.currency != DOLLAR else None
                return Carried(then.dollars, then.year, (rise, *then.rises), used)
        return None

    def by_dollars(self, dollars: Decimal, year: int) -> Carried:
        """What is of the last year, younger, or of a year without prices stays as it is."""
        if self.until is not None and year < self.until:
            rise = self.between(HOME_OF_THE_DOLLAR, year, self.until)
            if rise is not None:
                return Carried(dollars * rise.times, self.until, (rise,))
        return Carried(dollars, year)


def carrier(
    prices: Prices, country: str, rise: Decimal | None, this_year: int
) -> Callable[[Amount], Carried | None]:
    """What brings a cost to today: the prices known or, where the reader wrote one, a yearly
    `rise` of dollars in per cent until this year.
    """

    def by_hand(money: Amount) -> Carried | None:
        if money.dollars is None or rise is None:
            return None
        times = risen(rise, this_year - money.year)
        return Carried(money.dollars * times, max(this_year, money.year))

    def by_the_table(money: Amount) -> Carried | None:
        return prices.carried(money, country)

    return by_the_table if rise is None else by_hand


def risen(percent: Decimal, years: int) -> Decimal:
    """What a dollar of that many years ago costs now. Years to come change nothing."""
    return (1 + percent / 100) ** max(years, 0)


def money_of(country: str) -> list[str]:
    """What is paid with in a country today; empty for an invented one."""
    return list(get_territory_currencies(country))


def name_of_country(code: str) -> str:
    """In the reader's language; the code where nobody knows it."""
    try:
        names = Locale.parse(get_language() or "es", sep="-").territories
    except (UnknownLocaleError, ValueError):
        return code
    return str(names.get(code, code))
