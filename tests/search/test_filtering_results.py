"""Filters, counts, order, excerpts and ways on of the search page."""

import re

import pytest
from wagtail.rich_text import RichText

from community.models import Affiliation, Organization, PageTheme, User
from search.draining import drain
from tests.factories import (
    BlogIndexPageFactory,
    MemberFactory,
    NetworkPageFactory,
    PostPageFactory,
    ResourceIndexPageFactory,
    ResourcePageFactory,
    SolutionIndexPageFactory,
    SolutionPageFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


@pytest.fixture
def library(networks):
    """Two networks with posts, a resource and a solution about water and waste."""
    water = NetworkPageFactory(parent=networks, title="Red de Agua", slug="agua")
    waste = NetworkPageFactory(parent=networks, title="Red de Residuos", slug="residuos")
    theme = ThemeFactory(slug="riego-y-agua", name="Riego y agua")
    child = ThemeFactory(slug="fuentes", name="Fuentes", parent=theme)
    posts, section = BlogIndexPageFactory(parent=water), ResourceIndexPageFactory(parent=waste)
    solutions = SolutionIndexPageFactory(parent=water)
    pages = [
        PostPageFactory(parent=posts, title="Cuidar la cuenca", published_on="2024-05-01"),
        PostPageFactory(parent=posts, title="Pagar la cuenca", published_on="2026-05-01"),
        ResourcePageFactory(parent=section, title="Guía de la cuenca", published_on="2025-01-01"),
        SolutionPageFactory(parent=solutions, title="Comprar la cuenca", cost_band="5k_20k"),
    ]
    PageTheme.objects.create(page=pages[0], theme=child)
    PageTheme.objects.create(page=pages[2], theme=theme)
    return pages


def ask(client, query, **headers):
    drain()
    response = client.get(f"/buscar/?{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def titles(html):
    return re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", re.sub("</?mark>", "", html))


def counts(html):
    """What each filter says, by its parameter and value."""
    found = re.findall(r'name="(\w+)" value="([^"]*)" id="f-[^>]*>.*?<small>(\d+)</small>', html)
    return {(name, value): int(count) for name, value, count in found}


def test_each_value_says_how_many_there_would_be(client, library):
    said = counts(ask(client, "q=cuenca"))

    assert said["tipo", "publicacion"] == 2
    assert said["tipo", "recurso"] == 1
    assert said["red", "agua"] == 3
    assert said["tema", "riego-y-agua"] == 2
    assert said["tema", "fuentes"] == 1
    assert said["anio", "2024"] == 1
    assert said["costo", "5k_20k"] == 1


def test_values_of_a_filter_are_joined_by_or_and_filters_by_and(client, library):
    assert len(titles(ask(client, "q=cuenca&tipo=publicacion&tipo=recurso"))) == 3
    html = ask(client, "q=cuenca&tipo=publicacion&tipo=recurso&tema=riego-y-agua")
    assert set(titles(html)) == {"Cuidar la cuenca", "Guía de la cuenca"}


def test_a_filter_does_not_narrow_its_own_counts(client, library):
    said = counts(ask(client, "q=cuenca&red=agua"))

    assert said["red", "residuos"] == 1
    assert ("tipo", "recurso") not in said
    assert said["tipo", "publicacion"] == 2


def test_what_is_chosen_can_be_taken_away(client, library):
    html = ask(client, "q=cuenca&red=agua&tipo=publicacion")

    assert 'href="?q=cuenca&amp;tipo=publicacion"' in html
    assert 'href="?q=cuenca&amp;red=agua"' in html
    assert "Red de Agua" in html
    assert "Quitar todos" in html


def test_filters_alone_list_the_newest_first(client, library):
    assert titles(ask(client, "q=&tipo=publicacion")) == ["Pagar la cuenca", "Cuidar la cuenca"]


def test_the_newest_come_first_when_asked_for(client, library):
    html = ask(client, "q=cuenca&tipo=publicacion&tipo=recurso&orden=recientes")

    assert titles(html) == ["Pagar la cuenca", "Guía de la cuenca", "Cuidar la cuenca"]


def test_htmx_gets_the_filters_and_the_count_along(client, library):
    part = ask(client, "q=cuenca", **{"HX-Request": "true"})

    assert '<div id="facetas" hx-swap-oob="true">' in part
    assert re.search(r'id="anuncio" role="status" hx-swap-oob="innerHTML">\s*4 resultados', part)
    assert "<html" not in part


def test_words_found_are_marked_in_title_and_text(client, library):
    section = library[0].get_parent()
    body = "<p>{}</p><p>La gestión &amp; los <b>residuos sólidos</b> del mercado.</p>"
    PostPageFactory(
        parent=section,
        title="Residuos & mercados",
        body=[("paragraph", RichText(body.format("Antes. " * 100)))],
    )

    html = ask(client, "q=residuo+solido")

    assert "<mark>Residuos</mark> &amp; mercados" in html
    assert "&amp; los <mark>residuos</mark> <mark>sólidos</mark> del mercado." in html
    assert "… " in html


def test_markup_in_a_text_stays_text(client, library):
    PostPageFactory(
        parent=library[0].get_parent(), title="<script>alert(1)</script> cuenca", summary="<b>a</b>"
    )

    html = ask(client, "q=cuenca")

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("innovaciones municipales", "Innovación municipal"),
        ("residuo solido", "Residuos sólidos"),
        ("participacion ciudadana", "Participación ciudadana"),
        ("gestion de residuos", "Gestión integral: residuos"),
        ("ANOS", "El año del agua"),
    ],
)
def test_plural_accents_and_stop_words_do_not_matter(client, library, asked, written):
    PostPageFactory(parent=library[0].get_parent(), title=written)

    assert written in titles(ask(client, f"q={asked}"))


def test_a_misspelled_word_gets_a_suggestion(client, library):
    PostPageFactory(parent=library[0].get_parent(), title="Participación ciudadana")

    html = ask(client, "q=partisipasion")

    assert 'href="?q=participaci%C3%B3n">participación</a>' in html
    assert "1 resultado" in html


def test_suggestions_come_from_what_is_public_alone(client, library):
    PostPageFactory(parent=library[0].get_parent(), title="Expropiación secreta", live=False)

    assert "expropiación" not in ask(client, "q=expropiasion")


def test_fewer_words_are_offered(client, library):
    html = ask(client, "q=cuenca+zzzzz")

    assert 'href="?q=cuenca">cuenca</a> <span class="muted">(4)</span>' in html


def test_as_many_words_as_find_something_are_offered(client, library):
    PostPageFactory(parent=library[0].get_parent(), title="Recolección de basura en la sierra")

    html = ask(client, "q=recoleccion+de+basura+pueblo+sierra")

    assert 'href="?q=recoleccion%20basura%20sierra">' in html
    assert 'href="?q=basura">' not in html


def test_a_filter_that_leaves_nothing_can_be_widened(client, library):
    html = ask(client, "q=pagar&tipo=recurso")

    assert 'href="/buscar/?q=pagar">Buscar en todo (1)</a>' in html


def test_nothing_found_leads_on(client, library):
    html = ask(client, "q=zzzzz")

    assert 'href="/experiencias/nueva/"' in html
    assert 'href="/redes/"' in html
    assert 'href="/municipios/?q=zzzzz"' in html


# --- People -----------------------------------------------------------------------


def test_people_are_found_by_those_they_show_themselves_to(client, member, library):
    seen = MemberFactory(
        display_name="Rosa Cuenca", profile_audience=User.Audience.EVERYONE, is_listed=True
    )
    MemberFactory(
        display_name="Luis Cuenca", profile_audience=User.Audience.MEMBERS, is_listed=True
    )
    MemberFactory(display_name="Eva Cuenca", profile_audience=User.Audience.NOBODY)
    MemberFactory(
        display_name="Ida Cuenca", profile_audience="everyone", is_listed=True, verified=False
    )
    MemberFactory(
        display_name="Leo Cuenca", profile_audience="everyone", is_listed=True, is_active=False
    )
    place = Organization.objects.create(name="Municipio de Loja", kind="municipal_government")
    Affiliation.objects.create(user=seen, organization=place, post="Alcaldesa")

    html = ask(client, "q=cuenca&tipo=persona")
    assert titles(html) == ["Rosa Cuenca"]
    assert "Alcaldesa · Municipio de Loja" in " ".join(html.split())
    assert counts(html)["tipo", "persona"] == 1

    client.force_login(member)
    html = ask(client, "q=cuenca&tipo=persona")
    assert set(titles(html)) == {"Rosa Cuenca", "Luis Cuenca"}
    assert counts(html)["tipo", "persona"] == 2


def test_nobody_is_found_by_an_address(client, library):
    MemberFactory(
        email="rosa@loja.example", profile_audience=User.Audience.EVERYONE, is_listed=True
    )

    assert titles(ask(client, "q=rosa@loja.example")) == []
    assert titles(ask(client, "q=loja")) == []
