"""What was paid some years ago in prices of the last year known, worked out by hand first."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from knowledge.models import ExchangeRate, PriceRise
from knowledge.money import Amount, Rate, Rates
from knowledge.prices import Carried, Prices, carrier, name_of_country

HEAD = "country,year,percent,source,retrieved_on\n"
RISES = [
    ("US", 2021, 5),
    ("US", 2022, 10),
    ("US", 2023, 4),
    ("US", 2024, 3),
    ("CO", 2021, 10),
    ("CO", 2022, 20),
    ("CO", 2023, 25),
    ("EC", 2021, 1),
    ("EC", 2022, 2),
    ("EC", 2023, 3),
    ("PE", 2021, 1),
    # 2022 of Peru is missing.
    ("PE", 2023, 1),
]


def rises():
    return [
        PriceRise(country=country, year=year, percent=Decimal(percent), source="Index")
        for country, year, percent in RISES
    ]


def rate(currency, year, per_dollar):
    return Rate(currency, year, Decimal(per_dollar), "Bank")


@pytest.fixture
def prices():
    """Rises until 2024, rates until 2023: all is carried to 2023."""
    rates = [rate("COP", 2021, 4000), rate("COP", 2023, 5000), rate("PEN", 2020, 4)]
    return Prices(rises(), Rates(rates), 2023)


def paid(amount, currency, year, dollars=None):
    return Amount(Decimal(amount), currency, year, None if dollars is None else Decimal(dollars))


def test_money_of_the_country_follows_its_prices_and_becomes_dollars_at_the_end(prices):
    # 8,000,000 of 2020, times 1.10, 1.20 and 1.25, are 13,200,000 of 2023: at 5,000, 2,640.
    told = prices.carried(paid(8_000_000, "COP", 2020, 2000), "CO")

    assert (told.dollars, told.year) == (2640, 2023)
    assert [(each.country, each.since, each.until) for each in told.rises] == [("CO", 2020, 2023)]
    assert told.rate.year == 2023


def test_it_needs_no_rate_of_the_year_in_which_it_was_paid(prices):
    assert prices.carried(paid(4_000_000, "COP", 2022), "CO").dollars == 1000


def test_money_of_another_country_follows_the_prices_of_the_united_states(prices):
    # 2,000 dollars of 2021, times 1.10 and 1.04.
    for currency, country in [("USD", "CO"), ("COP", "BR"), ("USD", "XA"), ("USD", "")]:
        told = prices.carried(paid(1, currency, 2021, 2000), country)
        assert (told.dollars, told.year) == (2288, 2023)
        assert [each.country for each in told.rises] == ["US"]
        assert told.rate is None


def test_a_country_that_uses_the_dollar_has_prices_of_its_own(prices):
    told = prices.carried(paid(1000, "USD", 2021, 1000), "EC")

    # 1.02 and 1.03.
    assert told.dollars == Decimal("1050.60")
    assert [each.country for each in told.rises] == ["EC"]


def test_where_a_year_is_missing_prices_are_not_known(prices):
    # Of Peru the prices stop at 2021: no rate of that year is known either.
    told = prices.carried(paid(4000, "PEN", 2020, 1000), "PE")

    assert [each.country for each in told.rises] == ["US"]
    # 1.05, 1.10 and 1.04.
    assert told.dollars == Decimal("1201.2")


def test_prices_that_stop_earlier_go_on_as_dollars():
    known = [each for each in rises() if not (each.country == "CO" and each.year > 2021)]
    prices = Prices(known, Rates([rate("COP", 2021, 4000)]), 2023)

    told = prices.carried(paid(8_000_000, "COP", 2020, 2000), "CO")

    # 8,800,000 of 2021 at 4,000 are 2,200; times 1.10 and 1.04.
    assert (told.dollars, told.year) == (Decimal("2516.8"), 2023)
    assert [(each.country, each.until) for each in told.rises] == [("CO", 2021), ("US", 2023)]


@pytest.mark.parametrize("year", [2023, 2024, 2026, 1999])
def test_what_is_younger_or_older_than_the_table_stays_as_it_is(prices, year):
    assert prices.carried(paid(7, "USD", year, 7), "CO") == Carried(Decimal(7), year)


def test_without_any_prices_all_stays_as_it_is():
    assert Prices().until is None
    assert Prices().carried(paid(7, "USD", 2001, 7), "CO") == Carried(Decimal(7), 2001)


def test_without_a_rate_nothing_can_be_told(prices):
    assert prices.carried(paid(7, "VES", 2020), "VE") is None


def test_all_is_carried_to_the_last_year_of_both_tables():
    assert Prices(rises(), Rates(), 2023).until == 2023
    assert Prices(rises(), Rates(), 2025).until == 2024
    assert Prices(rises(), Rates(), None).until == 2024


def test_a_rise_that_the_reader_writes_goes_before_the_table(prices):
    by_hand = carrier(prices, "CO", Decimal(10), 2026)
    told = by_hand(paid(8_000_000, "COP", 2024, 2000))

    assert (told.dollars, told.year, told.rises) == (2420, 2026, ())
    assert by_hand(paid(1, "VES", 2024)) is None
    # Nothing is a rise too.
    assert carrier(prices, "CO", Decimal(0), 2026)(paid(1, "USD", 2021, 5)).dollars == 5


def test_the_own_currency_is_told_by_the_rate_of_that_year_or_the_youngest(prices):
    rates = Rates([rate("BRL", 2019, 4), rate("BRL", 2021, 6), *prices.rates.known.values()])
    told = Prices(rises(), rates, 2023)

    assert told.rate_for("COP").year == 2023
    assert told.rate_for("BRL").year == 2021
    assert told.rate_for("USD") is None
    assert told.rate_for("") is None


def test_a_rise_is_told_with_its_source_in_the_language_of_the_reader(prices):
    with translation.override("es"):
        assert str(prices.between("US", 2021, 2023)).count("Estados Unidos") == 1
        assert "+14,4" in str(prices.between("US", 2021, 2023))
        assert "(Index)" in str(prices.between("US", 2021, 2023))
    with translation.override("pt"):
        assert name_of_country("CO") == "Colômbia"
    assert name_of_country("QQ") == "QQ"


# --- The table -----------------------------------------------------------------------


def test_rises_come_with_the_site(db, django_assert_num_queries):
    with django_assert_num_queries(2):
        prices = Prices.read("CO", {"COP", "USD", ""})

    assert prices.until == 2023
    # 4.697859, 8.0028 and 4.116338 per cent, as the World Bank tells them.
    assert round(prices.between("US", 2020, 2023).times, 4) == Decimal("1.1773")
    assert prices.rates.of("COP", 2023) is not None
    assert PriceRise.objects.filter(country="US").count() == 24


def test_rises_are_brought_from_files(db, tmp_path, capsys):
    call_command("load_rates")
    assert "0 rates" in capsys.readouterr().out
    newer = tmp_path / "newer.csv"
    newer.write_text(HEAD + "us,2025,2.9,Bureau,2026-01-15\nAR,2018,-3.5,INDEC,2026-01-15\n")
    call_command("load_rates", str(newer))
    assert "2 rates" in capsys.readouterr().out
    assert PriceRise.objects.get(country="US", year=2025).percent == Decimal("2.9")
    for wrong in (
        "country,percent\nUS,2\n",
        HEAD + "US,2026,1,S,2026-01-02\nUSA,2026,1,S,2026-01-02\n",
        HEAD + "US,2026,-100,S,2026-01-02\n",
        HEAD + "US,2026,2;5,S,2026-01-02\n",
        HEAD + "US,2026,NaN,S,2026-01-02\n",
    ):
        newer.write_text(wrong)
        with pytest.raises(CommandError):
            call_command("load_rates", str(newer))
    assert not PriceRise.objects.filter(year=2026).exists()


def test_there_is_one_rise_for_a_year_and_none_to_nothing(db):
    for row in ({"country": "US", "year": 2020}, {"country": "US", "year": 2030, "percent": -100}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PriceRise.objects.create(**({"percent": 1, "source": "S"} | row))


def test_the_unit_keeps_them_in_the_admin(client, unit):
    client.force_login(unit)
    text = client.get("/admin/snippets/knowledge/pricerise/").content.decode()

    assert "FP.CPI.TOTL.ZG" in text
    assert ExchangeRate.objects.exists()
