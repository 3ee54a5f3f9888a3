"""What happened in municipalities like the reader's first, with the reasons."""

import re

import pytest

from community.models import Affiliation
from knowledge import actions
from tests.factories import CaseFactory
from tests.knowledge.peopled import town
from tests.knowledge.transfers import official

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]
FACTS = {"area_km2": 100, "rural_share_percent": 20, "budget_usd_per_inhabitant": 90}


@pytest.fixture
def told(member):
    """One of a far municipality that is about the words, of a near one, of an unknown one."""
    member.is_superuser = True
    member.save()
    places = {
        "Ferias ferias": town("Lejos", 900_000, **FACTS),
        "Cerca de las ferias": town("Cerca", 11_000, **FACTS),
        "Otras ferias": town("Sin cifras"),
    }
    for title, place in places.items():
        case = CaseFactory(registered_by=member, title=title, lead_municipality=place.territory)
        actions.publish(actions.send(case, member), member)


def search(client, searchable, order="parecidos"):
    searchable()
    page = client.get("/buscar/", {"q": "ferias", "orden": order}).content.decode()
    return re.findall(r"<h3[^>]*>\s*<a[^>]*>(.*?)</a>", re.sub("</?mark>", "", page)), page


def test_the_nearest_come_first_with_their_reasons(client, searchable, told):
    client.force_login(official(town("Aqui", 10_000, **FACTS), "clerk"))
    titles, page = search(client, searchable)

    assert titles == ["Cerca de las ferias", "Ferias ferias", "Otras ferias"]
    assert page.count("<small>Su municipio: ") + page.count("<small>Its municipality: ") == 2
    assert 'value="parecidos" selected' in page
    assert search(client, searchable, "")[0] != titles


def test_a_visitor_gets_the_usual_order(client, searchable, told):
    usual = search(client, searchable, "")[0]

    titles, page = search(client, searchable)
    assert titles == usual
    assert 'value="parecidos"' not in page


def test_a_post_that_nobody_confirmed_gives_no_municipality(client, searchable, told):
    person = official(town("Aqui", 10_000, **FACTS), "clerk")
    Affiliation.objects.filter(user=person).update(verification="none", verified_at=None)
    client.force_login(person)

    assert search(client, searchable)[0] == search(client, searchable, "")[0]


def test_a_municipality_of_which_nothing_is_known_is_told_so(client, searchable, told):
    home = town("Nada")
    client.force_login(official(home, "clerk"))
    titles, page = search(client, searchable)

    assert titles == search(client, searchable, "")[0]
    assert f"/municipios/xa/{home.territory.code}/parecidos/" in page


def test_it_costs_two_queries_more(client, searchable, told, django_assert_max_num_queries):
    client.force_login(official(town("Aqui", 10_000, **FACTS), "clerk"))
    search(client, searchable)
    with django_assert_max_num_queries(12):
        client.get("/buscar/", {"q": "ferias", "orden": "parecidos"})
