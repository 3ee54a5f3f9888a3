"""The library of cases: filters, counts, pages; the cases of a network."""

import gzip
import re

import pytest

from knowledge import actions
from knowledge.models import Case, CaseNetwork
from networks.actions import create_network, found_networks
from networks.models import NetworkPage
from tests.crowd import crowd_of_cases
from tests.factories import (
    CaseFactory,
    MemberFactory,
    ThemeFactory,
    make_municipality,
    make_territory,
)
from tests.knowledge.cases import publish
from tests.search.hostile import HOSTILE

pytestmark = pytest.mark.django_db

LIST = "/experiencias/"


def titles(client, query="", address=LIST):
    response = client.get(f"{address}{query}")
    assert response.status_code == 200
    return set(re.findall(r"<h3><a[^>]*>([^<]*)</a>", response.content.decode()))


@pytest.fixture
def water(db):
    return ThemeFactory(slug="agua", name="Agua")


@pytest.fixture
def shelf(team, water):
    """Three cases that differ in everything."""
    wells = ThemeFactory(slug="pozos", name="Pozos", parent=water)
    brazil = make_territory("country", "Brasil", "BR", make_municipality())
    brazil.country_code = "BR"
    brazil.save()
    city = make_territory("municipality", "Curitiba", "br-cwb", brazil)
    publish(team, title="Rain", rows__theme=water, start_year=2001, cost_band="none")
    publish(team, title="Wells", rows__theme=wells, start_year=2010, cost_band="5k_20k")
    publish(
        team,
        title="Buses",
        rows__theme=ThemeFactory(slug="buses", name="Buses"),
        start_year=1974,
        cost_band="over_2m",
        lead_municipality=city,
    )
    Case.objects.filter(title="Buses").update(level=2)


def test_filters_narrow_and_repeated_values_add_up(client, shelf):
    for query, found in [
        ("", {"Rain", "Wells", "Buses"}),
        ("?tema=agua", {"Rain", "Wells"}),
        ("?tema=pozos", {"Wells"}),
        ("?tema=pozos&tema=buses", {"Wells", "Buses"}),
        ("?pais=BR", {"Buses"}),
        ("?pais=br", {"Buses"}),
        ("?anio=1974&anio=2001", {"Buses", "Rain"}),
        ("?nivel=2", {"Buses"}),
        ("?costo=none", {"Rain"}),
        ("?tema=agua&costo=none", {"Rain"}),
        ("?tema=agua&nivel=2", set()),
        ("?tema=%00&anio=x&nivel=9&costo=free&pais=../&pagina=-1", {"Rain", "Wells", "Buses"}),
    ]:
        assert titles(client, query) == found, query


def test_the_number_found_and_the_count_of_each_value_are_said(client, shelf):
    page = client.get(f"{LIST}?tema=agua").content.decode()

    assert re.search(r'role="status">2 ', page)
    assert re.search(r'id="f-tema-agua"[^>]*checked> Agua <small>2</small>', page)
    # What another theme would find beside it, and what each cost would within it.
    assert re.search(r'id="f-tema-buses"[^>]*> Buses <small>1</small>', page)
    assert 'id="f-costo-none"' in page
    assert 'id="f-costo-over_2m"' not in page


def test_each_chosen_value_can_be_taken_off(client, shelf):
    page = client.get(f"{LIST}?tema=agua&costo=none").content.decode()

    assert 'class="chip on" href="/experiencias/?costo=none"' in page
    assert 'class="chip on" href="/experiencias/?tema=agua"' in page


def test_a_row_says_where_when_how_far_and_how_dear(client, team):
    publish(team, title="Compost", start_year=2019)

    page = client.get(LIST).content.decode()

    for words in ("Sucre (Norte, Altazara)", "2019", "N1", 'class="ladder"', 'class="cycle'):
        assert words in page, words


def test_htmx_gets_the_list_and_the_counts_without_the_page(client, shelf):
    response = client.get(f"{LIST}?tema=agua", headers={"HX-Request": "true"})

    page = response.content.decode()
    assert "<html" not in page
    assert "Rain" in page
    assert 'hx-swap-oob="innerHTML"' in page
    assert "HX-Request" in response["Vary"]
    assert client.get(f"{LIST}?tema=agua").content.count(b'id="facetas"') == 1


def test_without_javascript_the_form_sends_itself_to_the_same_address(client, shelf):
    assert f'action="{LIST}"' in client.get(LIST).content.decode()


def test_an_empty_library_invites_and_a_narrow_one_offers_a_way_back(client, team):
    assert "/experiencias/nueva/" in client.get(LIST).content.decode()
    publish(team)

    assert f'href="{LIST}"' in client.get(f"{LIST}?tema=nothing").content.decode()


def test_drafts_and_withdrawn_cases_are_not_in_it(client, team, author):
    CaseFactory(title="Draft one", registered_by=author)
    gone = publish(team, title="Gone one")
    actions.unpublish(gone, team, "x")
    for person in (author, team):
        client.force_login(person)
        assert titles(client) == set()


def test_no_string_breaks_it(client, shelf):
    for name in ("tema", "red", "pais", "anio", "nivel", "costo", "pagina"):
        for text in ["a'b", 'a"b', "\x00", "x" * 10_000, "٣", "²", *HOSTILE[:30]]:
            assert client.get(LIST, {name: text}).status_code == 200, (name, text)
        many = {name: [str(n) for n in range(3000)]}
        assert client.get(LIST, many).status_code in (200, 400), name


# --- Networks ----------------------------------------------------------------------


@pytest.fixture
def index(home):
    return found_networks(home)


@pytest.fixture
def open_one(index):
    return create_network(index, NetworkPage(title="Agua viva", slug="agua", purpose="x"))


@pytest.fixture
def closed_one(index):
    return create_network(
        index,
        NetworkPage(
            title="Xochiquetzal",
            slug="secreta",
            purpose="x",
            visibility="members",
            joining="invitation",
        ),
    )


def test_the_cases_of_a_network_stand_under_its_header(client, team, open_one):
    publish(team, title="Inside", rows__networks=[open_one])
    publish(team, title="Outside")

    page = client.get("/redes/agua/experiencias/").content.decode()

    assert titles(client, address="/redes/agua/experiencias/") == {"Inside"}
    assert "Agua viva" in page
    assert 'href="/redes/agua/experiencias/" aria-current="page"' in page
    assert 'name="red" id=' not in page
    assert 'id="f-red' not in page


def test_a_closed_network_shows_its_cases_to_its_members_alone(client, team, closed_one, member):
    publish(team, title="Told by them", rows__networks=[closed_one])
    address = "/redes/secreta/experiencias/"

    for stranger in (None, member):
        if stranger:
            client.force_login(stranger)
        assert client.get(address).status_code == 404
        assert "Xochiquetzal" not in client.get(LIST).content.decode()
        assert titles(client, "?red=secreta") == set()
    closed_one.memberships.create(user=member)
    member.groups.add(closed_one.circle)
    assert titles(client, address=address) == {"Told by them"}


# --- What it costs --------------------------------------------------------------------


def test_it_costs_the_same_with_20_and_2000_cases(
    client, home, open_one, django_assert_max_num_queries
):
    themes = [ThemeFactory() for _number in range(5)]
    making = {
        "author": MemberFactory(),
        "place": make_municipality(),
        "themes": themes,
        "networks": [open_one],
    }
    addresses = [LIST, f"{LIST}?tema={themes[0].slug}&nivel=1", "/redes/agua/experiencias/"]

    def costs():
        told = []
        for address in addresses:
            client.get(address)
            with django_assert_max_num_queries(8) as queries:
                response = client.get(address)
            assert len(gzip.compress(response.content)) < 12_000
            assert not response.cookies
            assert b"csrfmiddlewaretoken" not in response.content
            told.append(len(queries))
        return told

    crowd_of_cases(20, **making)
    few = costs()
    CaseNetwork.objects.all().delete()
    Case.objects.all().delete()
    crowd_of_cases(2000, **making)

    assert costs() == few


def test_the_newest_cases_of_a_network_stand_on_its_front_page(client, team, open_one):
    for number in range(4):
        publish(team, title=f"Told {number}", rows__networks=[open_one])

    page = client.get("/redes/agua/").content.decode()

    newest = page[page.index('id="parte-experiencias"') :].partition("</section>")[0]
    assert "Told 3" in newest
    assert "Told 0" not in newest
    assert '<a href="/redes/agua/experiencias/">' in page


def test_a_municipality_shows_what_it_did(client, team):
    case = publish(team, title="Compost")

    assert case.title in client.get(case.lead_municipality.get_absolute_url()).content.decode()
