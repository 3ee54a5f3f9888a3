"""The board of needs, what coordinators see of what is unmet, and what other pages show."""

import csv
import gzip
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from knowledge.actions import needs as actions
from knowledge.actions.need_answers import answer_need
from knowledge.matters_of_needs import at_the_desk
from knowledge.models import Need
from networks.actions.months import month_of, write_months
from networks.desk import what_waits
from networks.models import NetworkMonth, NetworkPage
from tests.factories import MemberFactory, ThemeFactory, make_territory
from tests.knowledge.needs import coordinator_about, facilitator_of, post
from tests.knowledge.transfers import official, town
from tests.networks.conftest import make_network
from tests.search.hostile import HOSTILE

pytestmark = pytest.mark.django_db

BOARD, UNMET = "/necesidades/", "/necesidades/sin-resolver/"


@pytest.fixture
def water(db):
    return ThemeFactory(slug="agua", name="Agua")


@pytest.fixture
def shelf(clerk, valley, water):
    """Four needs that differ in everything; the wells are solved."""
    leaks = ThemeFactory(slug="fugas", name="Fugas", parent=water)
    wells = post(clerk, valley, title="Pozos", theme=water)
    post(clerk, valley, title="Fugas", theme=leaks)
    actions.solve(wells, clerk, words="Un pozo nuevo")
    brazil = make_territory("country", "Brasil", "BR", valley.territory)
    brazil.country_code = "BR"
    brazil.save()
    city = town("Orilla")
    city.territory.country_code = "BR"
    city.territory.save()
    mayor = official(city, "zeca")
    buses = post(mayor, city, title="Buses", theme=ThemeFactory(slug="buses", name="Buses"))
    actions.reach(buses, mayor)
    gone = post(clerk, valley, title="Retirada", theme=water)
    actions.withdraw_need(gone, clerk)


def titles(client, query="", address=BOARD):
    response = client.get(f"{address}{query}")
    assert response.status_code == 200
    return set(re.findall(r"<h3><a[^>]*>([^<]*)</a>", response.content.decode()))


def test_the_board_shows_what_is_unmet_and_filters_narrow(client, shelf, home):
    for query, found in [
        ("", {"Fugas", "Buses"}),
        ("?tema=agua", {"Fugas"}),
        ("?tema=fugas", {"Fugas"}),
        ("?tema=agua&estado=resueltas", {"Pozos"}),
        ("?estado=resueltas&estado=abiertas", {"Pozos", "Fugas"}),
        ("?estado=en-contacto", {"Buses"}),
        ("?pais=BR", {"Buses"}),
        ("?pais=br&tema=agua", set()),
        ("?municipio=xa-xa-valle-hondo", {"Fugas"}),
        ("?municipio=br-xa-valle-hondo", set()),
        ("?municipio=xa-valle-hondo", set()),
        ("?estado=withdrawn", {"Fugas", "Buses"}),
        ("?tema=%00&pais=../&estado=x&municipio=%27&pagina=-1", {"Fugas", "Buses"}),
    ]:
        assert titles(client, query) == found, query


def test_only_those_nobody_has_answered(client, shelf, home):
    answer_need(Need.objects.get(title="Fugas"), MemberFactory(), words="Un consejo.")

    assert titles(client, "?sin-respuesta=1") == {"Buses"}


def test_the_public_figure_counts_what_is_unmet_whatever_is_filtered(client, shelf, home):
    for query in ("", "?tema=buses"):
        page = client.get(BOARD + query).content.decode()
        assert re.search(r'<b class="figures">2</b>', page), query
        assert re.search(r'role="status">1 ' if query else r'role="status">2 ', page)


def test_the_counts_of_filters_say_what_each_would_find(client, shelf, home):
    page = client.get(f"{BOARD}?tema=agua").content.decode()

    assert re.search(r'id="f-tema-buses"[^>]*> Buses <small>1</small>', page)
    assert re.search(r'id="f-estado-resueltas"[^>]*>[^<]*<small>1</small>', page)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_the_address_breaks_it(client, home, text):
    for name in ("tema", "pais", "estado", "municipio", "sin-respuesta", "pagina"):
        assert client.get(BOARD, {name: text}).status_code == 200


def test_a_fragment_is_the_list_alone(client, shelf, home):
    response = client.get(BOARD, headers={"HX-Request": "true"})

    assert b"<html" not in response.content
    assert b"Fugas" in response.content
    assert "HX-Request" in response.headers["Vary"]


def test_the_empty_board_offers_the_first_step(client, home):
    assert "/necesidades/nueva/" in client.get(BOARD).content.decode()


def many(clerk, valley, number):
    theme = ThemeFactory()
    needs = Need.objects.bulk_create(
        Need(place=valley.territory, theme=theme, title=f"N {n}", problem="P", posted_by=clerk)
        for n in range(number)
    )
    for need in needs[:10]:
        answer_need(need, MemberFactory(), words="Un consejo.")
    return needs[0]


@pytest.mark.parametrize(("who", "most"), [("visitor", 8), ("member", 12)])
def test_pages_cost_the_same_with_few_and_many(client, clerk, valley, home, who, most):
    def cost(address):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200
        assert len(gzip.compress(response.content)) < 12_000
        return len(queries)

    one = post(clerk, valley)
    addresses = [BOARD, one.get_absolute_url(), valley.territory.get_absolute_url()]
    if who == "member":
        client.force_login(MemberFactory())
    few = [cost(address) for address in addresses]
    many(clerk, valley, 60)
    for number in range(12):
        answer_need(one, MemberFactory(), words=f"Consejo {number}")

    lots = [cost(address) for address in addresses]
    assert max(few + lots) <= most, (few, lots)
    assert all(after <= before for before, after in zip(few, lots, strict=True)), (few, lots)


def test_it_is_found_by_searching_until_it_is_withdrawn(
    client, clerk, valley, water, searchable, home
):
    need = post(clerk, valley, theme=water)
    searchable()
    found = client.get("/buscar/?q=mercado+inunde&tipo=necesidad&tema=agua&pais=XA")
    assert need.get_absolute_url() in found.content.decode()

    actions.withdraw_need(need, clerk)
    searchable()
    found = client.get("/buscar/?q=mercado+inunde")
    assert need.get_absolute_url() not in found.content.decode()


def test_where_nothing_is_found_a_need_may_be_posted(client, searchable, home):
    searchable()

    assert "/necesidades/nueva/" in client.get("/buscar/?q=inencontrable").content.decode()


def test_the_municipality_shows_what_it_needs(client, shelf, valley, home):
    page = client.get(valley.territory.get_absolute_url()).content.decode()

    assert page.index(">Fugas</a>") < page.index(">Pozos</a>")
    assert "Un pozo nuevo" in page
    assert "Retirada" not in page


def test_a_member_sees_what_their_municipality_needs(client, shelf, clerk, home):
    client.force_login(clerk)

    page = client.get("/mi-espacio/").content.decode()

    assert "Fugas" in page
    assert "Pozos" not in page


def test_the_front_door_says_how_many_wait(client, shelf, published, home):
    page = client.get("/").content.decode()

    assert 'href="/necesidades/"' in page
    assert re.search(r"\b2 (?:needs|necesidades)", page)


# --- For coordinators -------------------------------------------------------------------


def test_only_who_coordinates_or_accompanies_sees_what_is_unmet(
    client, shelf, clerk, home, networks, water, team, unit, valley
):
    for address in (UNMET, "/necesidades/sin-resolver.csv"):
        client.logout()
        assert client.get(address).status_code == 302
        for person in (MemberFactory(), clerk):
            client.force_login(person)
            assert client.get(address).status_code == 403
    coordinator = coordinator_about(water, networks)
    for person in (coordinator, team, unit, facilitator_of(valley.territory)):
        client.force_login(person)
        assert client.get(UNMET).status_code == 200


def unmet_titles(client, query=""):
    page = client.get(f"{UNMET}{query}").content.decode()
    return set(re.findall(r'<div><a href="/necesidades/\d+/">([^<]*)</a>', page))


def test_what_is_unmet_by_network_zone_theme_and_country(
    client, shelf, home, networks, water, team, valley
):
    coordinator = coordinator_about(water, networks)
    client.force_login(coordinator)
    for query, found in [
        ("", {"Fugas", "Buses"}),
        ("?de=mis-redes", {"Fugas"}),
        ("?red=agua", {"Fugas"}),
        ("?tema=buses", {"Buses"}),
        ("?pais=br", {"Buses"}),
        ("?red=inexistente", set()),
        ("?tema=%00&pais=%27", {"Fugas", "Buses"}),
    ]:
        assert unmet_titles(client, query) == found, query
    client.force_login(facilitator_of(valley.territory))
    assert unmet_titles(client, "?de=mi-zona") == {"Fugas"}


def test_a_closed_network_says_nothing_of_its_themes_to_others(client, shelf, networks, water):
    make_network(
        networks,
        "cerrada",
        visibility=NetworkPage.Visibility.MEMBERS,
        joining=NetworkPage.Joining.INVITATION,
        themes=[water],
    )
    client.force_login(coordinator_about(ThemeFactory(), networks, "otra"))

    assert unmet_titles(client, "?red=cerrada") == set()


def test_the_counts_by_theme_and_territory(client, shelf, home, team):
    Need.objects.filter(title="Buses").update(wanted_by=timezone.localdate() - timedelta(days=1))
    client.force_login(team)

    page = client.get(UNMET).content.decode()

    buses = re.search(r"Buses</a></th>(.*?)</tr>", page, re.DOTALL)[1]
    assert re.findall(r'class="num">(\d+)<', buses) == ["1", "1", "1"]
    water = re.search(r"Agua</a></th>(.*?)</tr>", page, re.DOTALL)[1]
    assert re.findall(r'class="num">(\d+)<', water) == ["1", "1", "0"]


def test_the_table_to_take_along(client, shelf, home, team):
    Need.objects.filter(title="Buses").update(title="=SUM(A1)")
    client.force_login(team)

    response = client.get("/necesidades/sin-resolver.csv?pais=BR")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text), delimiter=";")
    assert len(header) == len(row)
    assert row[1] == "'=SUM(A1)"
    assert row[-1].startswith("http")


def test_what_is_unmet_costs_the_same_with_much(client, clerk, valley, home, team):
    client.force_login(team)

    def cost():
        client.get(UNMET)
        with CaptureQueriesContext(connection) as queries:
            client.get(UNMET)
        return len(queries)

    post(clerk, valley)
    few = cost()
    many(clerk, valley, 60)
    assert cost() <= few <= 12


def test_the_desk_of_a_network_counts_needs_about_its_themes(shelf, networks, water):
    coordinator = coordinator_about(water, networks)
    network = NetworkPage.objects.get(slug="agua")

    with translation.override("en"):
        (row,) = [row for row in what_waits(network, coordinator) if row.badge == "Needs"]

    assert (row.number, row.tone) == (1, "asks")
    assert row.url == "/en/necesidades/sin-resolver/?red=agua"
    assert [piece.title for piece in row.pieces] == ["Fugas"]


def test_the_desk_counts_all_and_reads_a_few(clerk, valley, networks, water):
    coordinator = coordinator_about(water, networks)
    network = NetworkPage.objects.get(slug="agua")
    for number in range(8):
        need = post(clerk, valley, title=f"Fuga {number}", theme=water)
        Need.objects.update(posted_at=timezone.now() - timedelta(days=1), posted_by=None)
    answer_need(need, MemberFactory(), words="Un consejo.")

    with CaptureQueriesContext(connection) as queries, translation.override("en"):
        [row] = list(at_the_desk(network, coordinator))

    assert row.number == 8
    assert row.said.startswith("7 ")
    assert len(row.pieces) == 5
    assert len(queries) == 1
    assert "LIMIT 5" in queries[0]["sql"]


def test_a_month_of_a_network_counts_what_was_unmet_when_it_ended(shelf, networks, water):
    network = make_network(networks, "agua", themes=[water])
    make_network(networks, "otra", themes=[ThemeFactory()])
    now = timezone.now()
    last_month, this_month = month_of(now.replace(day=1) - timedelta(days=1)), month_of(now)
    NetworkPage.objects.update(first_published_at=now - timedelta(days=100))
    Need.objects.update(posted_at=now - timedelta(days=70))
    Need.objects.filter(title="Buses").update(theme=water, hidden_at=now)

    def unmet(month):
        write_months([network.pk], month, now)
        told = NetworkMonth.objects.get(network=network, month=month).figures
        return told["necesidades_sin_resolver"]

    # The wells were solved this month, one was withdrawn, one is hidden.
    assert (unmet(last_month), unmet(this_month)) == (2, 1)
