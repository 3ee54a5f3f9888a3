"""Figures of municipalities with their year and source: who enters them, what is kept."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from community.actions.place_figures import enter_figure, put_back
from community.models import Facilitation, PlaceFigure
from community.roles import FACILITATORS
from knowledge.forms.place_figures import form_for
from knowledge.models import ExchangeRate
from knowledge.permissions_of_places import can_enter_figures
from networks.models import Membership
from territories.models import GroupedTerritory, TerritoryGroup
from tests.factories import MemberFactory, NetworkPageFactory, make_state
from tests.knowledge.conftest import somebody_of
from tests.knowledge.transfers import official, town

FORM = {"value": "12500", "year": "2022", "source": "INE, censo de 2022", "url": ""}


@pytest.fixture
def place(db):
    return town("Sucre", 10_000, population_year=2015, population_source="Censo viejo").territory


def facilitator_of(territory, handle="acompana"):
    person = somebody_of(FACILITATORS, handle)
    zone = TerritoryGroup.objects.create(kind="zone", name=handle)
    GroupedTerritory.objects.create(group=zone, territory=territory)
    Facilitation.objects.create(user=person, zone=zone)
    return person


def at(place, rest):
    return f"/municipios/{place.country_code.lower()}/{place.code}/{rest}"


def coordinator(network, handle):
    person = MemberFactory(handle=handle)
    Membership.objects.create(network=network, user=person, state="active", role="coordinator")
    return person


# --- Who -----------------------------------------------------------------------------


def test_the_unit_and_the_facilitator_of_the_zone_may(place, unit):
    assert can_enter_figures(unit, place)
    assert can_enter_figures(facilitator_of(make_state()), place)


def test_a_facilitator_of_another_zone_may_not(place):
    assert not can_enter_figures(facilitator_of(town("Lejos").territory), place)


def test_whoever_works_there_and_whoever_does_not_may_not(place, member):
    assert not can_enter_figures(member, place)
    assert not can_enter_figures(official(place.organizations.get(), "clerk"), place)


def test_a_coordinator_may_for_the_towns_of_their_network_alone(place, networks):
    mine, other = (NetworkPageFactory(parent=networks, slug=each) for each in ("mine", "other"))
    clerk = official(place.organizations.get(), "clerk")
    Membership.objects.create(network=mine, user=clerk, state="active")

    assert can_enter_figures(coordinator(mine, "one"), place)
    assert not can_enter_figures(coordinator(other, "two"), place)
    assert not can_enter_figures(coordinator(mine, "three"), town("Lejos").territory)


def test_nobody_may_for_a_state(place, unit):
    assert not can_enter_figures(unit, make_state())


def test_a_stranger_sees_the_figures_and_no_form(client, place):
    assert client.get(at(place, "cifras/")).status_code == 200
    response = client.get(at(place, "cifras/poblacion/"))
    assert response.status_code == 302
    assert "/cuenta/" in response["Location"]


def test_whoever_may_enters_it_on_the_page(client, place, networks):
    mine = NetworkPageFactory(parent=networks, slug="mine")
    clerk = official(place.organizations.get(), "clerk")
    Membership.objects.create(network=mine, user=clerk, state="active")
    for number, person in enumerate([facilitator_of(make_state()), coordinator(mine, "one")]):
        client.force_login(person)
        client.post(at(place, "cifras/poblacion/"), {**FORM, "value": str(12_500 + number)})
        place.refresh_from_db()
        assert place.population == 12_500 + number
        assert PlaceFigure.objects.of_place(place).first().entered_by == person
        assert "cifras/poblacion/" in client.get(at(place, "cifras/")).content.decode()
    client.logout()
    assert "cifras/poblacion/" not in client.get(at(place, "cifras/")).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_member_is_refused(client, place, member, method):
    client.force_login(member)

    assert getattr(client, method)(at(place, "cifras/poblacion/"), FORM).status_code == 403
    place.refresh_from_db()
    assert place.population == 10_000


def test_a_state_has_no_such_pages(client, place):
    for rest in ("cifras/", "parecidos/"):
        assert client.get(f"/municipios/xa/xa-norte/{rest}").status_code == 404


# --- What ----------------------------------------------------------------------------


def test_a_figure_is_shown_with_year_and_source_and_the_old_one_is_kept(client, place, unit):
    client.force_login(unit)
    response = client.post(at(place, "cifras/poblacion/"), FORM, follow=True)

    place.refresh_from_db()
    assert (place.population, place.population_year) == (12_500, 2022)
    assert place.population_source == "INE, censo de 2022"
    told = PlaceFigure.objects.of_place(place)
    assert [(row.value, row.year) for row in told] == [(12_500, 2022), (10_000, 2015)]
    assert [row.entered_by for row in told] == [unit, None]
    text = response.content.decode()
    assert "INE, censo de 2022" in text
    assert "Censo viejo" in text


def test_the_same_again_changes_nothing(place, unit):
    for _again in range(2):
        enter_figure(place, "poblacion", 12_500, year=2022, source="INE", by=unit)

    assert PlaceFigure.objects.of_place(place).count() == 2


def test_one_of_an_earlier_year_is_kept_but_not_shown(place, unit):
    told = enter_figure(place, "poblacion", 9000, year=2010, source="INE", by=unit)

    place.refresh_from_db()
    assert place.population == 10_000
    assert not told.stands_in(place)


def test_what_was_told_before_can_be_shown_again(client, place, unit):
    enter_figure(place, "poblacion", 125_000, year=2022, source="Mal escrito", by=unit)
    old = PlaceFigure.objects.get(place=place, year=2015)
    client.force_login(unit)
    client.post(at(place, f"cifras/{old.pk}/poner/"))

    place.refresh_from_db()
    assert (place.population, place.population_year) == (10_000, 2015)
    put_back(old, unit)
    assert PlaceFigure.objects.of_place(place).count() == 3


def test_a_member_cannot_put_one_back(client, place, unit, member):
    old = enter_figure(place, "poblacion", 9000, year=2010, source="INE", by=unit)
    client.force_login(member)

    assert client.post(at(place, f"cifras/{old.pk}/poner/")).status_code == 403


def test_the_budget_is_told_in_its_currency_and_kept_in_dollars_for_each(client, place, unit):
    ExchangeRate.objects.update_or_create(
        currency="COP", year=2022, defaults={"per_dollar": Decimal(4000), "source": "Banco"}
    )
    client.force_login(unit)
    client.post(
        at(place, "cifras/presupuesto/"),
        {**FORM, "value": "4000000000", "currency": "cop", "of": "total"},
    )

    place.refresh_from_db()
    # 4,000 millions are a million dollars, among 10,000 people.
    assert place.budget_usd_per_inhabitant == 100
    assert (place.budget_year, place.budget_source) == (2022, "INE, censo de 2022")
    assert "COP" in PlaceFigure.objects.get(place=place, kind="presupuesto").worked_out


@pytest.mark.parametrize(
    "changes",
    [
        {"value": ""},
        {"value": "muchos"},
        {"value": "0"},
        {"value": "12,5"},
        {"year": "2999"},
        {"year": "1200"},
        {"source": ""},
        {"url": "esto no"},
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_lost(client, place, unit, changes):
    client.force_login(unit)
    response = client.post(at(place, "cifras/poblacion/"), {**FORM, **changes})

    text = response.content.decode()
    assert response.status_code == 200
    assert f'id="id_{next(iter(changes))}_error"' in text
    for typed in {**FORM, **changes}.values():
        assert typed in text
    place.refresh_from_db()
    assert place.population == 10_000


def test_a_budget_without_a_rate_is_refused(client, place, unit):
    client.force_login(unit)
    told = {**FORM, "currency": "VES", "of": "total"}
    response = client.post(at(place, "cifras/presupuesto/"), told)

    assert "VES" in response.content.decode()
    place.refresh_from_db()
    assert place.budget_usd_per_inhabitant is None


def test_a_whole_budget_of_an_unknown_number_of_people_is_refused(client, unit):
    place = town("Nadie").territory
    client.force_login(unit)
    response = client.post(
        at(place, "cifras/presupuesto/"), {**FORM, "currency": "USD", "of": "total"}
    )

    assert response.status_code == 200
    assert not PlaceFigure.objects.exists()


def test_what_is_far_from_what_stands_is_asked_about_once_more(client, place, unit):
    client.force_login(unit)
    url, told = at(place, "cifras/poblacion/"), {**FORM, "value": "125"}

    assert 'type="checkbox"' in client.post(url, told).content.decode()
    place.refresh_from_db()
    assert place.population == 10_000
    client.post(url, {**told, "sure": "on"})
    place.refresh_from_db()
    assert place.population == 125


def test_a_share_is_a_hundred_at_most(place, unit):
    with pytest.raises(ValidationError):
        enter_figure(place, "ruralidad", 101, year=2022, source="INE", by=unit)
    with pytest.raises(ValidationError):
        enter_figure(place, "superficie", 0, year=2022, source="INE", by=unit)


def test_a_share_of_nothing_is_a_figure(place, unit):
    enter_figure(place, "ruralidad", 0, year=2022, source="INE", by=unit)

    place.refresh_from_db()
    assert place.rural_share_percent == 0


def test_readers_do_not_see_who_entered_it(client, place, unit):
    unit.display_name = "Persona Reservada"
    unit.save()
    enter_figure(place, "poblacion", 12_500, year=2022, source="INE", by=unit)

    assert "Persona Reservada" not in client.get(at(place, "cifras/")).content.decode()


def test_an_unknown_figure_is_not_found(client, place, unit):
    client.force_login(unit)

    assert client.get(at(place, "cifras/habitantes/")).status_code == 404


def test_addresses_written_otherwise_lead_to_ours(client, place):
    response = client.get(f"/municipios/XA/{place.code.upper()}/cifras/")

    assert response.status_code == 301
    assert response["Location"] == at(place, "cifras/")


def test_the_page_costs_the_same_with_much_as_with_little(
    client, place, unit, django_assert_max_num_queries
):
    for number in range(30):
        enter_figure(
            place, "poblacion", 10_000 + number, year=2022, source=f"INE {number}", by=unit
        )
    for query in ("", "?cifra=poblacion"):
        client.logout()
        with django_assert_max_num_queries(8):
            client.get(at(place, f"cifras/{query}"))
        client.force_login(unit)
        with django_assert_max_num_queries(12):
            client.get(at(place, f"cifras/{query}"))


def test_what_was_told_before_is_paged(client, place, unit):
    for number in range(30):
        enter_figure(place, "poblacion", 20_000 + number, year=2022, source="INE", by=unit)
    enter_figure(place, "ruralidad", 12, year=2022, source="INE", by=unit)

    def shown(query=""):
        response = client.get(at(place, f"cifras/{query}"))
        rows = [row["told"] for group in response.context["groups"] for row in group["rows"]]
        return [row.value for row in rows if row.kind == "poblacion"], response.content.decode()

    last, text = shown()
    assert last == [20_029, 20_028, 20_027, 20_026, 20_025]
    assert "?cifra=poblacion" in text
    assert "?cifra=ruralidad" not in text
    # 30 and the one that stood before.
    first, text = shown("?cifra=poblacion")
    second, _text = shown("?cifra=poblacion&pagina=2")
    assert (len(first), len(second)) == (20, 11)
    assert second[-1] == 10_000
    assert "pagina=2" in text
    for odd in ("?cifra=nada", "?cifra=poblacion&pagina=x", "?cifra=%00&pagina=99"):
        assert shown(odd)[0]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("ruralidad", "33,34", "33.3"),
        ("ruralidad", "33,25", "33.3"),
        ("ruralidad", "0,04", "0"),
        ("ruralidad", "100", "100"),
        ("superficie", "12,3450", "12.35"),
        ("superficie", "9999999999,99", "9999999999.99"),
    ],
)
def test_figures_are_kept_as_exactly_as_the_page_tells_them(place, kind, typed, kept):
    form = form_for(place, kind, {**FORM, "value": typed, "sure": "on"})

    assert form.is_valid(), form.errors
    assert form.told["value"] == Decimal(kept)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("ruralidad", "100,01"),
        ("ruralidad", "-0,1"),
        ("superficie", "0,0040"),
        ("superficie", "10000000000"),
        ("superficie", "9999999999,9950"),
        ("poblacion", "10000000000"),
        ("poblacion", "1250,5"),
        ("presupuesto", "0"),
    ],
)
def test_what_rounds_to_nothing_or_to_too_much_is_refused(place, kind, typed):
    told = {**FORM, "value": typed, "sure": "on", "currency": "USD", "of": "total"}
    form = form_for(place, kind, told)

    assert not form.is_valid()
    assert "value" in form.errors
