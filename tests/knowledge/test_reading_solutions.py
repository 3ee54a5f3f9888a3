"""The page of a solution: what to do, with what, when not to, and what to copy."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from community.models import PageTheme
from knowledge.models import SolutionPage, SolutionResource
from knowledge.scales import CostBand
from tests.factories import (
    NetworkPageFactory,
    ResourceIndexPageFactory,
    ResourcePageFactory,
    SolutionIndexPageFactory,
    SolutionPageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

STEP = {
    "title": "Pesar siete días",
    "detail": RichText("<p>Cada día.</p>"),
    "who": "Aseo",
    "duration": "2 semanas",
    "output": "Planilla llena",
}
INSTRUMENT = {
    "kind": "ordinance",
    "title": "Ordenanza del mercado",
    "text": RichText("<p>Rige en [NOMBRE] desde <b>[FECHA]</b>.</p>"),
}


@pytest.fixture
def network(networks):
    return NetworkPageFactory(parent=networks, title="Red de Residuos", slug="residuos")


@pytest.fixture
def solutions(network):
    return SolutionIndexPageFactory(parent=network)


def read(client, page):
    response = client.get(page.get_url())
    assert response.status_code == 200
    return response.content.decode()


def test_steps_are_numbered_with_who_how_long_and_what_comes_out(client, solutions):
    html = read(client, SolutionPageFactory(parent=solutions, steps=[("step", STEP)]))

    assert '<ol class="way' in html
    for words in ("Pesar siete días", "Cada día.", "Aseo", "2 semanas", "Planilla llena"):
        assert words in html


def test_sheet_says_cost_staff_and_time(client, solutions):
    page = SolutionPageFactory(
        parent=solutions,
        cost_band=CostBand.FROM_5K,
        staff="Una persona",
        months_to_first_result=3,
    )

    html = read(client, page)

    assert str(CostBand.FROM_5K.label) in html
    assert "Una persona" in html
    assert 'class="sheet"' in html


def test_when_it_serves_and_when_not_stand_side_by_side(client, solutions):
    page = SolutionPageFactory(
        parent=solutions,
        serves_when="<ul><li>Hay terreno.</li></ul>",
        does_not_serve_when="<ul><li>Nadie recibe.</li></ul>",
    )

    html = read(client, page)

    assert html.index("halves") < html.index("Hay terreno.") < html.index("Nadie recibe.")


def test_blanks_of_the_legal_text_are_marked_and_the_text_stays_plain(client, solutions):
    page = SolutionPageFactory(parent=solutions, legal_instruments=[("instrument", INSTRUMENT)])

    html = read(client, page)

    assert '<mark class="blank">[NOMBRE]</mark>' in html
    assert '<b><mark class="blank">[FECHA]</mark></b>' in html
    assert "Ordenanza del mercado" in html
    assert "<button" not in html.partition("<copy-text")[2].partition("</copy-text>")[0]


def test_brackets_inside_a_link_are_left_alone(client, solutions):
    text = RichText('<p><a href="https://x.example/?a[b]=1">Ley</a> [AÑO]</p>')
    page = SolutionPageFactory(
        parent=solutions, legal_instruments=[("instrument", {**INSTRUMENT, "text": text})]
    )

    html = read(client, page)

    assert 'href="https://x.example/?a[b]=1"' in html
    assert '<mark class="blank">[AÑO]</mark>' in html


def test_nothing_is_promised_that_is_not_there(client, solutions):
    html = read(client, SolutionPageFactory(parent=solutions))

    for anchor in ("pasos", "derecho", "tropiezos", "recursos", "fuentes"):
        assert f'id="{anchor}"' not in html


def test_resources_of_a_closed_network_stay_out(client, networks, solutions):
    secret = NetworkPageFactory(parent=networks, slug="cerrada")
    hidden = ResourcePageFactory(parent=ResourceIndexPageFactory(parent=secret), title="Oculto")
    shown = ResourcePageFactory(
        parent=ResourceIndexPageFactory(parent=solutions.get_parent()), title="Planilla"
    )
    page = SolutionPageFactory(parent=solutions)
    for order, resource in enumerate((shown, hidden)):
        SolutionResource.objects.create(solution=page, resource=resource, sort_order=order)
    closing = PageViewRestriction.objects.create(page=secret, restriction_type="groups")
    closing.groups.add(Group.objects.create(name="circle"))

    html = read(client, page)

    assert "Planilla" in html
    assert "Oculto" not in html


def test_preview_of_a_new_solution_shows_it(client, solutions):
    page = SolutionPage(title="New", slug="new", problem="<p>Hoy</p>", steps=[("step", STEP)])

    response = page.make_preview_request()

    assert response.status_code == 200
    assert "Pesar siete días" in response.rendered_content


def test_list_of_a_network_and_of_all(client, home, networks, solutions):
    SolutionIndexPageFactory(parent=home)
    other = SolutionIndexPageFactory(parent=NetworkPageFactory(parent=networks, slug="agua"))
    SolutionPageFactory(parent=solutions, title="De residuos")
    SolutionPageFactory(parent=other, title="De agua")

    assert "De agua" not in client.get("/redes/residuos/soluciones/").content.decode()
    html = client.get("/soluciones/").content.decode()
    assert "De agua" in html
    assert "De residuos" in html
    part = client.get("/soluciones/?red=agua", headers={"HX-Request": "true"})
    assert "De agua" in part.content.decode()
    assert "De residuos" not in part.content.decode()
    assert "HX-Request" in part["Vary"]


def test_queries_do_not_grow(
    client, home, member, network, solutions, django_assert_max_num_queries
):
    SolutionIndexPageFactory(parent=home)
    library = ResourceIndexPageFactory(parent=network)
    theme = ThemeFactory()

    def write(number):
        pages = SolutionPageFactory.create_batch(
            number, parent=solutions, author=member, steps=[("step", STEP)] * number
        )
        for page in pages:
            PageTheme.objects.create(page=page, theme=theme)
            page.tags.add("mercados")
            page.save()
            resource = ResourcePageFactory(parent=library)
            SolutionResource.objects.create(solution=pages[0], resource=resource)
        return pages[0].get_url()

    def count(address, bound):
        client.get(address)
        with django_assert_max_num_queries(bound) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = [write(3), "/soluciones/", "/redes/residuos/soluciones/"]
    few = [count(address, 8) for address in addresses]
    addresses[0] = write(27)
    assert [count(address, 8) for address in addresses] == few
    client.force_login(member)
    for address in addresses:
        count(address, 12)
