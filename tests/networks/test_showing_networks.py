"""The index of networks, the front of one and its members."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import Activity, User
from networks import actions
from networks.models import Membership, NetworkPage
from tests.conftest import make_home
from tests.factories import MemberFactory, NetworkIndexPageFactory, ResourcePageFactory
from tests.networks.conftest import make_network

pytestmark = pytest.mark.django_db


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def publish(library, title, by, at=None):
    page = ResourcePageFactory.build(title=title, slug=title.lower().replace(" ", "-"))
    return actions.publish_entry(library, page, by=by, at=at)


def further(page):
    """What the link to older activity asks for; nothing at the end."""
    found = re.search(r'href="(\?antes=[^"]+)"', page)
    return found and found[1]


def open_person(name, **fields):
    return MemberFactory(display_name=name, profile_audience=User.Audience.EVERYONE, **fields)


def test_the_index_lists_networks_with_their_last_sign_of_life(client, networks, network, library):
    make_network(networks, "callada")
    publish(library, "Guía de tarifas", open_person("Inés Paredal"))

    page = text(client.get("/redes/"))

    assert page.index("Red de agua") < page.index("Red de callada")
    assert "Guía de tarifas" in page


def test_the_index_shows_one_kind_when_asked(client, networks):
    make_network(networks, "tema", kind=NetworkPage.Kind.THEMATIC)
    make_network(networks, "sector", kind=NetworkPage.Kind.SECTORAL)

    page = text(client.get("/redes/?tipo=sectoral"))

    assert "Red de sector" in page
    assert "Red de tema" not in page


def test_a_kind_that_is_none_shows_all(client, network):
    assert "Red de agua" in text(client.get("/redes/?tipo=%00nada"))


def test_the_empty_index_says_what_will_be_here(client, db):
    NetworkIndexPageFactory(parent=make_home())

    assert 'class="empty"' in text(client.get("/redes/"))


def test_the_front_tells_who_published_what(client, network, library):
    publish(library, "Guía de tarifas", open_person("Inés Paredal", handle="ines"))

    page = text(client.get("/redes/agua/"))

    assert "Guía de tarifas" in page
    assert "Inés Paredal" in page


def test_arrivals_of_a_day_are_told_together(client, network):
    for name in ("Ana", "Luis", "Eva"):
        actions.join(network, open_person(name))
    actions.join(network, MemberFactory(display_name="Reservada"))

    page = text(client.get("/redes/agua/"))

    assert page.count('<time class="day"') == 1
    assert "Eva" in page
    assert "Ana" not in page
    assert "Reservada" not in page


def test_who_keeps_the_profile_among_members_is_counted_and_not_named(client, signed_in, network):
    actions.join(network, MemberFactory(display_name="Reservada"))
    assert "Reservada" in text(signed_in.get("/redes/agua/"))

    signed_in.logout()

    assert "Reservada" not in text(client.get("/redes/agua/"))


def test_a_hidden_page_takes_its_line_along(client, network, library):
    publish(library, "Guía de tarifas", MemberFactory()).unpublish()

    assert "Guía de tarifas" not in text(client.get("/redes/agua/"))


def test_activity_goes_on_another_sheet(client, network):
    now = timezone.now()
    for days in range(40):
        Activity.objects.create(
            actor=MemberFactory(),
            verb=Activity.Verb.JOINED,
            network_id=network.pk,
            at=now - timedelta(days=days),
        )

    sheets = [text(client.get("/redes/agua/"))]
    while further(sheets[-1]):
        sheets.append(text(client.get(f"/redes/agua/{further(sheets[-1])}")))

    # The oldest but one is that the network was opened, today.
    assert [sheet.count('<time class="day"') for sheet in sheets] == [19, 20, 1]


def test_a_sheet_that_is_none_is_no_error(client, network):
    for mark in ("0", "-1", "x", "9" * 30, "٣-٣", f"{'9' * 17}-1", f"1-{'9' * 18}", "%00"):
        assert client.get(f"/redes/agua/?antes={mark}").status_code == 200, mark


def test_tabs_lead_to_each_section_and_count_what_is_public(client, network, library):
    ResourcePageFactory(parent=library)
    ResourcePageFactory(parent=library, live=False)

    page = text(client.get("/redes/agua/recursos/"))

    tab = f'href="/redes/agua/recursos/" aria-current="page">{library.title} <small>1</small>'
    assert tab in page


def test_a_visitor_meets_links_and_no_forms_that_write(client, network):
    page = text(client.get("/redes/agua/"))

    assert 'href="/redes/agua/unirse/"' in page
    assert 'method="post"' not in page
    assert "csrfmiddlewaretoken" not in page


def test_the_newest_of_each_section_comes_first(client, network, library):
    publish(library, "Vieja", MemberFactory(), timezone.now() - timedelta(days=90))
    publish(library, "Nueva", MemberFactory(), timezone.now() - timedelta(days=3))

    [part] = [part for part in network.outline.parts if part.page.pk == library.pk]

    assert [page.title for page in part.newest] == ["Nueva", "Vieja"]


def test_a_member_meets_the_way_out(signed_in, network, member):
    actions.join(network, member)

    assert 'action="/redes/agua/salir/"' in text(signed_in.get("/redes/agua/"))


def test_coordinators_are_shown_to_whoever_may_see_them(client, network, coordinator):
    assert "Inés Paredal" not in text(client.get("/redes/agua/"))

    User.objects.filter(pk=coordinator.pk).update(profile_audience=User.Audience.EVERYONE)

    assert "Inés Paredal" in text(client.get("/redes/agua/"))


def test_members_shows_open_profiles_and_counts_all(client, network, coordinator):
    actions.join(network, open_person("Ana Abierta"))

    page = text(client.get("/redes/agua/miembros/"))

    assert "Ana Abierta" in page
    assert "Inés Paredal" not in page
    assert "2" in page


def test_members_see_each_other_coordinators_first(signed_in, network, coordinator):
    actions.join(network, MemberFactory(display_name="Aída"))

    page = text(signed_in.get("/redes/agua/miembros/"))

    assert page.index("Inés Paredal") < page.index("Aída")


def test_closed_accounts_do_not_count(client, network):
    actions.join(network, open_person("Cerrada"))
    User.objects.filter(display_name="Cerrada").update(is_active=False)

    page = text(client.get("/redes/agua/miembros/"))

    assert "Cerrada" not in page
    assert "<small>0</small>" in page


def test_nobody_is_listed_after_leaving(signed_in, network, member):
    other = open_person("Fugaz")
    actions.join(network, other)
    actions.leave(network, other)

    assert "Fugaz" not in text(signed_in.get("/redes/agua/miembros/"))


def test_a_draft_can_be_previewed(client, network, coordinator):
    client.force_login(coordinator)
    network.purpose = "Un propósito nuevo."
    network.save_revision()

    page = text(client.get(f"/admin/pages/{network.pk}/view_draft/"))

    assert "Un propósito nuevo." in page


def warm(client, address):
    """Fill what the process remembers for good: content types, the addresses of sites."""
    assert client.get(address).status_code == 200


def queries(client, address, counted):
    warm(client, address)
    with counted() as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.fixture
def counted():
    return lambda: CaptureQueriesContext(connection)


PAGES = [
    "/redes/",
    "/redes/agua/",
    "/redes/agua/miembros/",
    "/redes/agua/recursos/",
    "/redes/agua/recursos/primera/",
    "/recursos/",
]


def crowd(networks, network, library, number):
    for n in range(number):
        person = open_person(f"Persona {number} {n}")
        actions.join(network, person)
        entry = ResourcePageFactory.build(title=f"Guía {number} {n}", slug=f"guia-{number}-{n}")
        actions.publish_entry(library, entry, by=person)
        make_network(networks, f"red-{number}-{n}") if n < 3 else None


@pytest.fixture
def first(home, networks, network, library, coordinator):
    """The resource at /redes/agua/recursos/primera/, with themes, tags and an author."""
    actions.found_networks(home)
    entry = ResourcePageFactory.build(title="Primera", slug="primera")
    entry.tags.add("uno", "dos")
    return actions.publish_entry(library, entry, by=coordinator)


@pytest.mark.parametrize("address", PAGES)
def test_pages_cost_a_visitor_at_most_eight_queries(client, first, address, counted):
    assert queries(client, address, counted) <= 8


@pytest.mark.parametrize("address", PAGES)
def test_pages_cost_a_member_at_most_twelve_queries(
    signed_in, member, network, first, address, counted
):
    actions.join(network, member)
    cache.clear()

    assert queries(signed_in, address, counted) <= 12


def test_pages_cost_the_same_with_much_on_them(client, networks, network, library, first, counted):
    crowd(networks, network, library, 4)
    before = {address: queries(client, address, counted) for address in PAGES}

    crowd(networks, network, library, 16)

    assert {address: queries(client, address, counted) for address in PAGES} == before
    assert max(before.values()) <= 8


def test_members_of_no_network_do_not_exist(client, networks):
    assert client.get("/redes/ninguna/miembros/").status_code == 404
    assert not Membership.objects.exists()
