"""What is hidden appears nowhere: in no row, no count, no suggestion, however old the index."""

import re

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, PageViewRestriction

from community.models import User
from search.draining import drain
from search.models import IndexChange
from tests.factories import (
    BlogIndexPageFactory,
    MemberFactory,
    NetworkPageFactory,
    PostPageFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


@pytest.fixture
def network(networks):
    return NetworkPageFactory(parent=networks, title="Red de Agua", slug="agua")


@pytest.fixture
def posts(network):
    section = BlogIndexPageFactory(parent=network)
    return [PostPageFactory(parent=section, title=f"Compostaje {number}") for number in range(25)]


def ask(client, query="q=compostaje"):
    return re.sub("</?mark>", "", client.get(f"/buscar/?{query}").content.decode())


def close(network):
    circle = Group.objects.create(name="circle")
    PageViewRestriction.objects.create(page=network, restriction_type="groups").groups.add(circle)
    return circle


def assert_nothing_of_it(html):
    assert "Compostaje" not in html
    assert "0 resultados" in html
    assert "<small>" not in html
    assert "Red de Agua" not in html


def test_an_index_that_has_not_heard_of_it_betrays_nothing(client, network, posts):
    drain()
    assert "25 resultados" in ask(client)

    close(network)
    IndexChange.objects.all().delete()

    assert_nothing_of_it(ask(client))
    assert_nothing_of_it(ask(client, "q=compostaje&red=agua"))
    assert "¿Quiso decir" not in ask(client, "q=compostajes+compostage")
    assert "¿Quiso decir" not in ask(client, "q=composteje")


def test_a_closed_network_is_there_for_its_members_alone(client, network, posts, member):
    circle = close(network)
    drain()
    assert_nothing_of_it(ask(client))
    client.force_login(MemberFactory())
    assert_nothing_of_it(ask(client))

    member.groups.add(circle)
    client.force_login(member)

    html = ask(client)
    assert "25 resultados" in html
    assert "Red de Agua" in html


def test_the_filter_of_a_closed_network_says_no_more_than_an_unknown_one(client, network, posts):
    close(network)
    drain()

    closed, unknown = ask(client, "q=zzz&red=agua"), ask(client, "q=zzz&red=nada")

    assert closed.replace("red=agua", "red=nada") == unknown


def test_what_vanished_is_filled_up_from_the_next_ones(client, posts):
    drain()
    Page.objects.filter(pk__in=[post.pk for post in posts[:4]]).update(live=False)

    html = ask(client)

    assert "21 resultados" in html
    assert html.count('<li class="record"') == 20
    assert ask(client, "q=compostaje&pagina=2").count('<li class="record"') == 1


def test_filling_up_works_beyond_what_is_confirmed_at_once(client, posts, monkeypatch):
    monkeypatch.setattr("search.finding.MOST_CONFIRMED", 5)
    monkeypatch.setattr("search.finding.CONFIRMED_AT_ONCE", 3)
    drain()
    Page.objects.filter(pk__in=[post.pk for post in posts[:4]]).update(live=False)

    html = ask(client)

    assert html.count('<li class="record"') == 20
    assert all(f"Compostaje {number}<" not in html for number in range(4))


def test_a_person_who_hides_is_gone_at_once(client, home):
    person = MemberFactory(display_name="Rosa Cuenca", profile_audience="everyone", is_listed=True)
    drain()
    assert "Rosa Cuenca" in ask(client, "q=cuenca")

    User.objects.filter(pk=person.pk).update(profile_audience="nobody")

    html = ask(client, "q=cuenca")
    assert "Rosa" not in html
    assert "<small>" not in html


def test_what_was_taken_out_of_a_text_is_not_quoted(client, posts):
    post = posts[0]
    post.summary = "Una frase imprudente sobre lombrices."
    post.save()
    drain()
    post.summary = "Nada."
    post.save()

    assert "imprudente" not in ask(client, "q=lombrices")
