"""What a case of one country would cost in the money of another, worked out by hand."""

import re

import pytest

from knowledge import actions
from knowledge.models import Case, CostLine, ExchangeRate, PriceRise
from territories.models import Territory
from tests.factories import make_territory


def page(client, case, query=""):
    return client.get(f"{case.get_absolute_url()}factibilidad/{query}")


def numbers(estimate):
    return [int(each) for each in (estimate.low, estimate.middle, estimate.high)]


def abroad(code, name, people):
    """A municipality of another country."""
    country = Territory.add_root(
        level="country", name=code, code_scheme="iso-3166-1", code=code, country_code=code
    )
    state = make_territory("state", f"State of {code}", f"{code.lower()}-state", country)
    place = make_territory("municipality", name, f"{code.lower()}-{name.lower()}", state)
    place.population, place.population_year = people, 2020
    place.save()
    return place


@pytest.fixture
def tables(db):
    """Prices of 2023: a quarter more in Colombia, four per cent more in dollars."""
    PriceRise.objects.all().delete()
    ExchangeRate.objects.all().delete()
    for country, percent in (("CO", 25), ("US", 4)):
        PriceRise.objects.create(
            country=country, year=2023, percent=percent, source="Índice", retrieved_on="2025-04-15"
        )
    for currency, rate in (("COP", 5000), ("BRL", 5)):
        ExchangeRate.objects.create(
            currency=currency,
            year=2023,
            per_dollar=rate,
            source="Banco",
            retrieved_on="2024-09-19",
        )


@pytest.fixture
def colombian(tables, draft, author, team):
    """4,000,000 pesos of 2022 to begin, and 1,000 dollars of 2022; 20,000 people lived there."""
    draft.lead_municipality = abroad("CO", "Origen", 20_000)
    draft.cost_lines.add(
        CostLine(concept="Obra", kind="investment", amount=4_000_000, currency="COP", year=2022),
        CostLine(concept="Equipo", kind="investment", amount=1000, currency="USD", year=2022),
    )
    draft.save_revision(user=author, clean=False)
    actions.publish(actions.send(draft, author), team)
    return Case.objects.get(pk=draft.pk)


def test_prices_rates_and_the_own_currency_by_hand(client, colombian):
    # 5,000,000 pesos of 2023 at 5,000 are 1,000 dollars; 1,000 dollars of 2022 are 1,040.
    # As many people, no margin: 2,040 dollars, 10,200 reales, 2 % of 102,000.
    abroad("BR", "Destino", 20_000)
    response = page(client, colombian, "?municipio=Destino&margen=0&presupuesto=102000")
    told, text = response.context["result"], response.content.decode()

    assert numbers(told.once) == [2040, 2040, 2040]
    assert numbers(told.once_own) == [10_200, 10_200, 10_200]
    assert told.once_of_budget.low == 2
    assert told.years == [2023]
    assert re.search(r"BRL 10.200", text)
    # One number is not told as a range.
    assert not re.search(r"2 [^<]{1,4} 2 %", text)
    for named in ("Índice", "Banco", "15 de abril de 2025", "19 de septiembre de 2024", "Colombia"):
        assert named in text, named


def test_the_rise_in_the_address_goes_before_the_prices_known(client, colombian):
    abroad("BR", "Destino", 20_000)
    told = page(client, colombian, "?municipio=Destino&margen=0&alza=0").context["result"]

    # The pesos of 2022 have no rate of their year; the dollars stay those of 2022.
    assert numbers(told.once) == [1000, 1000, 1000]
    assert told.unknown == 1


def test_without_a_rate_of_the_own_currency_it_is_said(client, colombian):
    abroad("PY", "Destino", 20_000)
    response = page(client, colombian, "?municipio=Destino")

    assert response.context["result"].once_own is None
    assert "PYG" in response.content.decode()


def test_where_the_dollar_is_used_nothing_is_told_twice(client, colombian):
    abroad("PA", "Destino", 20_000)
    response = page(client, colombian, "?municipio=Destino")

    assert response.context["result"].own is None
    assert "PAB" not in response.content.decode()
