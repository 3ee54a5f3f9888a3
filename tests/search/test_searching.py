"""The search page. Whatever is typed, it answers."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from search.draining import drain
from tests.factories import (
    BlogIndexPageFactory,
    NetworkPageFactory,
    PostPageFactory,
    ResourceIndexPageFactory,
    ResourcePageFactory,
)
from tests.search.hostile import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


@pytest.fixture
def water(networks):
    return NetworkPageFactory(parent=networks, title="Red de Agua", slug="agua")


@pytest.fixture
def blog(water):
    return BlogIndexPageFactory(parent=water)


def search(client, words="", **parameters):
    drain()
    response = client.get(reverse("search:search"), {"q": words, **parameters})
    assert response.status_code == 200
    return re.sub("</?mark>", "", response.content.decode())


def test_words_of_title_and_body_are_found(client, blog):
    PostPageFactory(parent=blog, title="Compostaje en mercados")
    PostPageFactory(
        parent=blog, title="Ferias", body=[("paragraph", RichText("<p>Con lombrices.</p>"))]
    )

    assert "Compostaje en mercados" in search(client, "compostaje")
    assert "Ferias" in search(client, "lombrices")


def test_a_row_says_kind_network_and_summary(client, blog):
    PostPageFactory(parent=blog, title="Páramos", summary="Quién los cuida.")

    html = search(client, "páramos")

    assert "Quién los cuida." in html
    assert "Red de Agua" in html


def test_drafts_and_closed_networks_are_not_found(client, member, water, blog):
    PostPageFactory(parent=blog, title="Compostaje secreto", live=False)
    PostPageFactory(parent=blog, title="Compostaje de la red")
    circle = Group.objects.create(name="circle")
    closing = PageViewRestriction.objects.create(page=water, restriction_type="groups")
    closing.groups.add(circle)

    html = search(client, "compostaje")
    assert "Compostaje secreto" not in html
    assert "Compostaje de la red" not in html
    assert "Red de Agua" not in html

    member.groups.add(circle)
    client.force_login(member)
    html = search(client, "compostaje")
    assert "Compostaje de la red" in html
    assert "Compostaje secreto" not in html


def test_filters_by_kind_and_network(client, networks, blog):
    other = NetworkPageFactory(parent=networks, title="Otra", slug="otra")
    PostPageFactory(parent=blog, title="Agua: una crónica")
    library = ResourceIndexPageFactory(parent=other)
    ResourcePageFactory(parent=library, title="Agua: una guía")

    assert "una guía" in search(client, "agua")
    assert "una crónica" not in search(client, "agua", tipo="recurso")
    assert "una guía" not in search(client, "agua", red="agua")
    assert "una crónica" in search(client, "agua", red="agua", tipo="publicacion")


def test_unknown_filters_are_ignored(client, blog):
    PostPageFactory(parent=blog, title="Agua: una crónica")

    assert "una crónica" in search(client, "agua", tipo="nada", red="\0", pagina="x")


def test_results_come_in_pages_that_keep_the_filters(client, blog):
    for number in range(25):
        PostPageFactory(parent=blog, title=f"Agua {number}")

    html = search(client, "agua", tipo="publicacion")

    assert html.count('<li class="record"') == 20
    assert "q=agua&amp;tipo=publicacion&amp;pagina=2" in html
    assert search(client, "agua", tipo="publicacion", pagina=2).count('<li class="record"') == 5


def test_htmx_gets_the_results_alone(client, blog):
    PostPageFactory(parent=blog, title="Agua")

    drain()
    part = client.get("/buscar/?q=agua", headers={"HX-Request": "true"})
    whole = client.get("/buscar/?q=agua")

    assert b"<html" not in part.content
    assert b'class="record"' in part.content
    assert b"<html" in whole.content
    assert "HX-Request" in part["Vary"]
    assert "HX-Request" in whole["Vary"]


def test_words_stay_in_the_box(client, home):
    assert 'value="a&quot;b"' in search(client, 'a"b')


def test_nothing_found_says_what_to_try(client, home):
    html = search(client, "zzzzz", tipo="recurso")

    assert "zzzzz" in html
    assert 'class="empty"' in html
    assert 'href="/buscar/?q=zzzzz"' in html


def test_an_empty_box_offers_where_to_begin(client, blog):
    PostPageFactory(parent=blog)

    html = search(client, "   ")

    assert 'href="/soluciones/"' in html
    assert '<li class="record"' not in html


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_string_gives_an_error_page(client, home, words):
    response = client.get(reverse("search:search"), {"q": words})

    assert response.status_code == 200


@pytest.mark.parametrize("raw", ["%ED%A0%BD", "%00", "%FF%FE", "%", "%E2%80%AEagua"])
def test_no_bytes_give_an_error_page(client, home, raw):
    assert client.get(f"/buscar/?q={raw}&red={raw}&tipo={raw}&pagina={raw}").status_code == 200


@pytest.mark.parametrize("words", ['agua"', 'a"b', '"agua potable"', "\"'><img src=x", '"'])
def test_quotation_marks_are_no_grammar(client, home, blog, words):
    PostPageFactory(parent=blog, title="Agua potable para la sierra")

    found = search(client, words)

    assert ("Agua potable para la sierra" in found) == ("agua" in words)
