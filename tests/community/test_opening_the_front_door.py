"""The home page, by what a visitor sees."""

import re

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from community.models import Activity
from knowledge.models import Case, CaseVersion, Feedback
from tests.factories import (
    CaseFactory,
    NetworkPageFactory,
    ResourceIndexPageFactory,
    ResourcePageFactory,
    SolutionIndexPageFactory,
    SolutionPageFactory,
)
from tests.knowledge.transfers import repeat, town


@pytest.fixture
def library(networks):
    network = NetworkPageFactory(parent=networks, title="Agua", slug="agua")
    return ResourceIndexPageFactory(parent=network)


def lay_out(home, *sections):
    home.body = list(sections)
    home.save_revision().publish()


def publish(library, **fields):
    page = ResourcePageFactory(parent=library, **fields)
    page.save_revision().publish()
    return page


def tell(number):
    return CaseFactory(
        title=f"Experiencia {number}",
        code=f"XA-2026-{number:04}",
        live=True,
        first_published_at=timezone.now(),
    )


def close(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)


def read(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_asks_for_the_problem(client, home):
    html = read(client)

    assert "<h1>¿Qué problema quiere resolver su municipio?</h1>" in html
    assert '<form action="/buscar/"' in html
    assert 'name="q"' in html


def test_the_wheel_counts_what_each_verb_says(client, home, networks):
    """Register, systematize, transfer, give feedback: of each what everybody may read."""
    cases = [tell(number) for number in range(4)]
    shelf = SolutionIndexPageFactory(parent=NetworkPageFactory(parent=networks))
    solutions = [SolutionPageFactory(parent=shelf) for _ in range(3)]
    first = CaseVersion.objects.create(case=cases[0], number=1, level=1, record={}, names={})
    shown = [repeat(cases[0], town(name), visibility="public") for name in ("Uno", "Dos")]
    repeat(cases[0], town("Tres"), visibility="team")
    repeat(cases[0], town("Cuatro"), visibility="public", hidden_at=timezone.now())
    told = {"case": cases[0], "version": first, "answer_by": timezone.localdate()}
    Feedback.objects.create(**told, kind="question", text="Y?")
    Feedback.objects.create(**told, kind="question", text="Espera", state="waiting")
    Feedback.objects.create(**told, kind="question", text="Oculta", hidden_at=timezone.now())

    html = read(client)

    found = re.findall(r'<li><a href="([^"]*)"><strong>([^<]*)</strong><b>(\d+)</b>', html)
    assert found == [
        ("/experiencias/", "registrar", str(len(cases))),
        ("/soluciones/", "sistematizar", str(len(solutions))),
        ("/replicas/", "transferir", str(len(shown))),
        ("/experiencias/", "retroalimentar", "1"),
    ]
    assert f"</strong><b>{len(shown)}</b>" in html

    close(shelf.get_parent())
    Case.objects.filter(pk=cases[0].pk).update(live=False)
    html = read(client)
    assert re.findall(r"</strong><b>(\d+)</b>", html) == ["3", "0", "0", "0"]


def test_the_newest_experiences_lead_to_what_municipalities_did(client, home):
    for number in range(5):
        tell(number)
    CaseFactory(title="Borrador")

    html = read(client)

    assert "Experiencia 4" in html
    assert "Experiencia 0" not in html
    assert "Borrador" not in html
    assert 'href="/experiencias/"' in html
    assert "</strong><b>5</b>" in html


def test_chosen_pages_stand_with_their_reason(client, home, library):
    page = publish(library, title="Planilla de pesaje")
    pick = {"page": page, "reason": "Siete días bastan."}
    lay_out(home, ("featured", {"heading": "Elegidas", "note": "", "pages": [pick]}))

    html = read(client)

    assert "Planilla de pesaje" in html
    assert '<p class="reason">Siete días bastan.</p>' in html


def test_chosen_pages_that_were_closed_are_not_shown(client, home, library):
    page = publish(library, title="Planilla de pesaje")
    pick = {"page": page, "reason": "Siete días bastan."}
    lay_out(home, ("featured", {"heading": "Elegidas", "note": "", "pages": [pick]}))
    close(library)

    html = read(client)

    assert "Planilla" not in html
    assert "Elegidas" not in html


def test_what_is_new_tells_publications_and_where(client, home, library):
    publish(library, title="Guía de tarifas")
    Activity.objects.update(network=library.get_parent())
    lay_out(home, ("news", {"heading": "Novedades", "limit": 6}))

    html = read(client)

    assert "Guía de tarifas" in html
    assert "Agua" in html


def test_a_call_leads_somewhere(client, home):
    call = {"heading": "¿Y usted?", "text": "Cuéntelo.", "label": "Entrar", "address": "/cuenta/"}
    lay_out(home, ("calls", [call]))

    assert '<a class="button" href="/cuenta/">Entrar</a>' in read(client)


def test_it_costs_the_same_with_more_to_tell(client, home, library, django_assert_max_num_queries):
    pick = {"page": publish(library), "reason": "Porque sí."}
    lay_out(
        home,
        ("featured", {"heading": "Elegidas", "note": "", "pages": [pick]}),
        ("networks", {"heading": "Redes", "limit": 6}),
        ("news", {"heading": "Novedades", "limit": 6}),
    )
    for number in range(8):
        publish(library)
        tell(number)
    read(client)

    with django_assert_max_num_queries(8):
        read(client)
