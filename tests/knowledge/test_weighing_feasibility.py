"""What a case would take somewhere else, worked out by hand and then by the site."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict

from knowledge import actions
from knowledge.assuming import Growth, mark_of, read_assumptions
from knowledge.feasibility import Range, feasibility_of, scaled, significant
from knowledge.models import CostLine, ExchangeRate, TransferCost, TransferEvent
from knowledge.money import Rates, costs_of
from knowledge.prices import Prices, carrier, risen
from knowledge.repeated import paid_by_adopters, times_of_adopters, transfers_seen
from tests.knowledge.peopled import town
from tests.knowledge.transfers import official, repeat

NOW = 2026


@pytest.fixture
def lines(draft):
    """10,000 to begin, 2,000 a year; 20,000 people lived there."""
    draft.population = 20_000
    draft.staff_months = Decimal(12)
    draft.months_to_first_result = 6
    draft.cost_lines.add(
        CostLine(concept="Camión", kind="investment", amount=10_000, currency="USD", year=2024),
        CostLine(concept="Combustible", kind="operation", amount=2000, currency="USD", year=2024),
    )
    return draft


@pytest.fixture
def case(lines, author, team):
    """The same, published."""
    lines.save_revision(user=author, clean=False)
    actions.send(lines, author)
    lines.refresh_from_db()
    actions.publish(lines, team)
    lines.refresh_from_db()
    return lines


def assumed(text="", place=None, lines=(), there=None):
    return read_assumptions(QueryDict(text), place, list(lines), there)


def worked_out(case, text, place=None):
    rows = list(case.cost_lines.all())
    told = assumed(text, place, rows, case.population)
    costs = costs_of(case, Rates())
    carry = carrier(Prices(), "XA", told.rise, NOW)
    return feasibility_of(costs, case.staff_months, told, carry)


def numbers(estimate):
    return [int(each) for each in (estimate.low, estimate.middle, estimate.high)]


# --- The rules ---------------------------------------------------------------------


def test_what_is_fixed_stays_what_grows_grows_and_the_rest_lies_between():
    ten, half = Decimal(10), Decimal("0.5")

    assert scaled(ten, half, Growth.FIXED) == Range(ten, ten, ten)
    assert scaled(ten, half, Growth.EACH) == Range(Decimal(5), Decimal(5), Decimal(5))
    assert scaled(ten, half, Growth.PARTLY) == Range(Decimal(5), Decimal("7.5"), ten)
    assert scaled(ten, Decimal(3), Growth.PARTLY) == Range(ten, Decimal(20), Decimal(30))


def test_without_inhabitants_only_what_is_fixed_can_be_told():
    assert scaled(Decimal(10), None, Growth.FIXED) is not None
    assert scaled(Decimal(10), None, Growth.EACH) is None
    assert scaled(Decimal(10), None, Growth.PARTLY) is None


def test_three_digits_are_told():
    assert significant(Decimal(12_345)) == 12_300
    assert significant(Decimal("1.2345")) == Decimal("1.23")
    assert significant(Decimal(0)) == 0


def test_prices_rise_by_what_the_reader_says_alone():
    assert risen(Decimal(0), 9) == 1
    assert risen(Decimal(10), 2) == Decimal("1.21")
    assert risen(Decimal(10), -3) == 1


def test_the_whole_by_hand(lines):
    # Half as many people, a margin of 20 %. To begin: 5,000 to 10,000, less and more a fifth:
    # 4,000 to 12,000. Each year 1,000: 800 to 1,200. Work 6 to 12 months: 4.8 to 14.4, told as 14.
    # Of a budget of 100,000: 4 to 12 %, and 0.8 to 1.2 %.
    told = worked_out(lines, "habitantes=10000&presupuesto=100000")

    assert told.times == Decimal("0.5")
    assert numbers(told.once) == [4000, 7500, 12_000]
    assert numbers(told.yearly) == [800, 1000, 1200]
    assert (told.work.low, told.work.high) == (Decimal("4.8"), 14)
    assert (told.once_of_budget.low, told.once_of_budget.high) == (4, 12)
    assert (told.yearly_of_budget.low, told.yearly_of_budget.high) == (
        Decimal("0.8"),
        Decimal("1.2"),
    )


def test_what_is_assumed_is_changed_in_the_address(lines):
    truck, _fuel = lines.cost_lines.all()
    told = worked_out(
        lines, f"habitantes=10000&margen=0&alza=10&{mark_of(truck)}=fija&trabajo=habitante"
    )

    # 10,000 of 2024 at ten per cent for two years.
    assert numbers(told.once) == [12_100, 12_100, 12_100]
    assert numbers(told.yearly) == [1210, 1210, 1210]
    assert (told.work.low, told.work.high) == (6, 6)


def test_a_cost_without_a_rate_is_in_no_sum(lines):
    lines.cost_lines.add(
        CostLine(concept="Obra", kind="investment", amount=5, currency="VES", year=2024)
    )
    told = worked_out(lines, "habitantes=20000&margen=0")

    assert told.unknown == 1
    assert numbers(told.once) == [10_000, 10_000, 10_000]


def test_without_the_inhabitants_of_the_origin_nothing_is_carried_over(lines):
    lines.population = None
    told = worked_out(lines, "habitantes=10000")

    assert told.times is None
    assert told.once is None
    assert told.unknown == 2
    # The reader may know.
    assert numbers(worked_out(lines, "habitantes=10000&origen=20000").yearly) == [800, 1000, 1200]


def test_what_is_known_of_the_municipality_is_used(db):
    place = town("Lugar", 5000, budget_usd_per_inhabitant=Decimal(80)).territory

    told = assumed("", place)

    assert (told.inhabitants, told.budget) == (5000, 400_000)
    # Other inhabitants, the same for each.
    assert assumed("habitantes=1000", place).budget == 80_000
    assert assumed("presupuesto=5", place).budget == 5


@pytest.mark.parametrize(
    "text",
    [
        "habitantes=muchos",
        "habitantes=0",
        "habitantes=-3",
        "habitantes=9999999999999",
        "origen=muchos",
        "origen=0",
        "presupuesto=x",
        "alza=-1",
        "alza=1000",
        "margen=100",
        "margen=NaN",
        "margen=" + "9" * 200,
        "alza=Infinity",
    ],
)
def test_what_makes_no_sense_is_said_and_left_aside(db, text):
    place = town("Lugar", 5000).territory
    told = assumed(text, place)

    assert len(told.wrong) == 1
    assert (told.inhabitants, told.rise, told.margin) == (5000, None, 20)


def test_numbers_are_read_as_people_write_them(db):
    told = assumed("habitantes=12.500&presupuesto=1.234.567,5&margen=12,5")

    assert told.wrong == []
    assert (told.inhabitants, told.budget, told.margin) == (
        12_500,
        Decimal("1234567.5"),
        Decimal("12.5"),
    )


# --- What others paid ----------------------------------------------------------------


def test_what_adopters_paid_is_told_for_each_inhabitant(case, member):
    ExchangeRate.objects.update_or_create(
        currency="COP", year=2022, defaults={"per_dollar": Decimal(4000), "source": "Banco"}
    )
    transfer = repeat(case, town("Adopta", 1000), stage="with_results")
    for amount, currency, kind in [
        (500, "USD", "investment"),
        (2_000_000, "COP", "staff"),
        (40, "USD", "operation"),
        (9, "VES", "investment"),
    ]:
        TransferCost.objects.create(
            transfer=transfer, concept="x", kind=kind, amount=amount, currency=currency, year=2022
        )

    rates = Prices.read("XA", {"COP", "VES"}).rates
    (paid,) = paid_by_adopters(transfers_seen(case, member), rates)

    assert (paid.once, paid.yearly, paid.each, paid.unknown) == (1000, 40, 1, 1)


@pytest.mark.parametrize(("people", "is_missing"), [(None, True), (1000, False)])
def test_an_adopter_without_population_is_told_what_is_missing(client, case, people, is_missing):
    transfer = repeat(case, town("Adopta", people), stage="with_results")
    TransferCost.objects.create(
        transfer=transfer, concept="x", amount=500, currency="USD", year=2022
    )
    text = client.get(f"{transfer.get_absolute_url()}seguimiento/").content.decode()

    assert ("no se conoce la población del municipio" in text) == is_missing
    (paid,) = paid_by_adopters(transfers_seen(case, official(town("Otra"), "clerk")), Rates())
    assert paid.each == (None if is_missing else Decimal("0.5"))


def test_months_until_results_are_counted(case, member):
    transfer = repeat(case, town("Adopta", 1000), stage="with_results")
    TransferEvent.objects.create(
        transfer=transfer,
        verb="stage",
        value="with_results",
        at=transfer.created_at + timedelta(days=305),
    )

    assert times_of_adopters(transfers_seen(case, member)) == [10]


@pytest.mark.parametrize(
    ("visibility", "is_seen"), [("public", True), ("members", False), ("team", False)]
)
def test_what_a_visitor_may_not_read_is_in_no_figure(client, case, visibility, is_seen):
    transfer = repeat(case, town("Reservada", 1000), visibility=visibility)
    TransferCost.objects.create(
        transfer=transfer, concept="x", amount=777_123, currency="USD", year=2022
    )
    for rest in ("factibilidad/", "parecidos/"):
        text = client.get(f"{case.get_absolute_url()}{rest}").content.decode()
        assert ("Reservada" in text) == is_seen
        assert "777" not in text or is_seen


# --- The page ------------------------------------------------------------------------


def page(client, case, query=""):
    return client.get(f"{case.get_absolute_url()}factibilidad/{query}")


def test_the_page_tells_the_range_for_the_own_municipality(client, case):
    # As by hand above: half as many people, 10 dollars of budget for each of 10,000.
    home = town("Propia", 10_000, budget_usd_per_inhabitant=Decimal(10))
    transfer = repeat(case, town("Adopta", 1000), stage="with_results")
    TransferEvent.objects.create(
        transfer=transfer,
        verb="stage",
        value="with_results",
        at=transfer.created_at + timedelta(days=305),
    )
    client.force_login(official(home, "clerk"))
    text = " ".join(page(client, case).content.decode().split())

    assert "Propia" in text
    for told in (
        r"US\$ 4.000 a 12.000",
        "del 4 al 12 % del presupuesto",
        r"US\$ 800 a 1.200",
        "del 0,8 al 1,2 % del presupuesto",
        "<dd>4,8 a 14</dd>",
        "allí: 12",
        "<dd>6</dd>",
        "Uno tuvo resultados a los 10 meses",
    ):
        assert re.search(told, text), told


def test_figures_of_the_municipality_are_told_with_their_source(client, case):
    town("Elegida", 10_000, population_source="Censo", budget_year=2021)
    text = page(client, case, "?municipio=Elegida").content.decode()

    assert "Censo, 2020" in text


def test_what_is_missing_is_said(client, published):
    """Neither costs nor work nor months."""
    response = page(client, published, "?habitantes=10")
    assert response.content.decode().count('class="none"') == 4


def test_unknown_people_of_the_origin_are_asked_for(client, lines, author, team):
    lines.population = None
    lines.save_revision(user=author, clean=False)
    actions.publish(actions.send(lines, author), team)
    lines.refresh_from_db()
    asked = page(client, lines, "?habitantes=10000")
    told = page(client, lines, "?habitantes=10000&origen=20000")

    assert asked.context["result"].times is None
    assert "cuántas personas vivían allí" in asked.content.decode()
    assert "cuántas personas vivían allí" not in told.content.decode()
    assert numbers(told.context["result"].yearly) == [800, 1000, 1200]


def test_a_visitor_chooses_a_municipality(client, case):
    place = town("Elegida", 10_000).territory
    response = page(client, case, f"?municipio={place.name}")

    assert response.status_code == 200
    assert response.context["place"] == place
    assert response.context["result"].once is not None


@pytest.mark.parametrize("query", ["", "?municipio=No+existe", "?municipio=%00", "?habitantes=x"])
def test_without_a_municipality_the_page_asks_for_one(client, case, query):
    response = page(client, case, query)

    assert response.status_code == 200
    assert response.context["result"].times is None


def test_a_municipality_without_population_is_told_what_is_missing(client, case):
    place = town("Sin gente").territory
    text = page(client, case, "?municipio=Sin+gente").content.decode()

    assert f"/municipios/xa/{place.code}/cifras/" in text


def test_a_case_without_costs_says_its_order_of_cost(client, published):
    response = page(client, published)

    assert response.status_code == 200
    assert published.get_cost_band_display() in response.content.decode()


def test_a_draft_and_a_withdrawn_case_have_no_such_page(client, draft, author):
    client.force_login(author)
    for rest in ("factibilidad/", "parecidos/"):
        assert client.get(f"{draft.get_absolute_url()}{rest}").status_code == 404


def test_the_page_costs_the_same_with_much_as_with_little(
    client, case, member, django_assert_max_num_queries
):
    for number in range(25):
        transfer = repeat(case, town(f"Adopta {number}", 1000 + number), stage="with_results")
        TransferCost.objects.create(
            transfer=transfer, concept="x", amount=5, currency="COP", year=2022
        )
    for rest in ("factibilidad/", "parecidos/"):
        url = f"{case.get_absolute_url()}{rest}?municipio=Adopta+7+"
        client.get(url)
        client.logout()
        with django_assert_max_num_queries(8):
            client.get(url)
        client.force_login(member)
        with django_assert_max_num_queries(12):
            client.get(url)


def test_the_page_of_the_case_leads_there(client, case):
    text = client.get(case.get_absolute_url()).content.decode()

    assert "/factibilidad/" in text
    assert "/parecidos/" in text
