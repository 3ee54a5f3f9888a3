"""Words and filters in the list of a section: what is found, counted, kept in the address."""

import pytest
from django.core.management import call_command
from django.test import Client

from blog.models import BlogIndexPage
from community.models import PageTheme
from knowledge.models import SolutionIndexPage
from networks import actions
from networks.models import ResourceFile, ResourceIndexPage, ResourcePage
from tests.crowd import crowd_of
from tests.factories import (
    MemberFactory,
    PostPageFactory,
    ResourcePageFactory,
    SolutionPageFactory,
    ThemeFactory,
)
from tests.networks.test_keeping_versions_of_files import document

pytestmark = pytest.mark.django_db
LIBRARY = "/redes/agua/recursos/"
AWAY = "https://example.org/guide"


def listing(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.context["listing"]


def titles(client, address):
    return [page.title for page in listing(client, address).page_obj]


def offered(client, address, name):
    facets = {each.name: each for each in listing(client, address).facets}
    return {option.value: option.count for option in facets[name].options}


@pytest.fixture
def shelf(library, network):
    """Four resources about two themes, one in two languages."""
    water = ThemeFactory(slug="aguas-del-lugar", name="Agua potable")
    meters = ThemeFactory(slug="medidores-del-lugar", name="Medidores", parent=water)
    told = [
        ("Ordenanza de micromedición", "norm", 2019, "cc0", water),
        ("Guía de juntas de agua", "guide", 2021, "cc-by-4.0", meters),
        ("Guía de tarifas", "guide", 2021, "cc0", None),
    ]
    for title, kind, year, licence, theme in told:
        page = ResourcePageFactory(
            parent=library, title=title, kind=kind, year=year, licence=licence
        )
        if theme:
            PageTheme.objects.create(page=page, theme=theme)
    both = ResourcePageFactory.build(slug="plan", title="Plan bilingüe", kind="template", link="")
    both.files.set(
        ResourceFile(document=document(network.collection, f"plan-{code}.txt"), language=code)
        for code in ("es", "pt")
    )
    actions.publish_entry(library, both)


def test_filters_count_what_each_would_find_with_the_others_as_they_are(client, shelf):
    assert offered(client, LIBRARY, "tipo") == {"norm": 1, "guide": 2, "template": 1}
    assert offered(client, LIBRARY, "idioma") == {"es": 4, "pt": 1}
    assert offered(client, LIBRARY, "anio") == {"2021": 2, "2019": 1}
    assert offered(client, LIBRARY, "tema") == {"aguas-del-lugar": 2}
    guides = f"{LIBRARY}?tipo=guide"
    assert offered(client, guides, "tipo") == {"norm": 1, "guide": 2, "template": 1}
    assert offered(client, guides, "licencia") == {"cc-by-4.0": 1, "cc0": 1}
    assert titles(client, f"{LIBRARY}?idioma=pt") == ["Plan bilingüe"]
    assert len(titles(client, f"{LIBRARY}?tipo=guide&tipo=norm&tema=aguas-del-lugar")) == 2
    assert titles(client, f"{LIBRARY}?anio=2019&anio=1999") == ["Ordenanza de micromedición"]
    chosen = listing(client, f"{LIBRARY}?q=guia&tipo=guide&anio=2021").chosen
    assert {each.without for each in chosen} == {
        f"{LIBRARY}?q=guia&anio=2021",
        f"{LIBRARY}?q=guia&tipo=guide",
    }


def test_words_find_without_accents_and_in_plural_in_every_section(
    client, shelf, network, searchable
):
    blog = BlogIndexPage.objects.child_of(network).get()
    solutions = SolutionIndexPage.objects.child_of(network).get()
    PostPageFactory(parent=blog, title="Micromedición en marcha")
    SolutionPageFactory(parent=solutions, title="Medir el caudal", problem="<p>Tarifas viejas</p>")
    searchable()

    assert titles(client, f"{LIBRARY}?q=micromedicion") == ["Ordenanza de micromedición"]
    assert titles(client, f"{LIBRARY}?q=guías+de+tarifa") == ["Guía de tarifas"]
    assert titles(client, f"{LIBRARY}?q=guia&anio=2019") == []
    assert offered(client, f"{LIBRARY}?q=guia", "licencia") == {"cc-by-4.0": 1, "cc0": 1}
    assert titles(client, "/redes/agua/blog/?q=micromedicion") == ["Micromedición en marcha"]
    assert titles(client, "/redes/agua/soluciones/?q=tarifa") == ["Medir el caudal"]
    page = client.get(f"{LIBRARY}?q=nada+de+esto").content.decode()
    assert "/buscar/?q=nada+de+esto&amp;red=agua" in page
    front = client.get("/redes/agua/").content.decode()
    assert '<input type="hidden" name="red" value="agua">' in front, "a box for all of it"
    for strange in ("%00", "%22%27%28", "a" * 3000, "*%3F~", "+-%26%26"):
        assert client.get(f"{LIBRARY}?q={strange}").status_code == 200, strange


def test_words_find_nothing_of_what_one_may_not_open(client, closed_network, member, searchable):
    section = ResourceIndexPage.objects.child_of(closed_network).get()
    ResourcePageFactory(parent=section, title="Secreto de la junta")
    actions.found_networks(section.get_site().root_page.specific)
    searchable()
    outside, inside = "/recursos/?q=secreto", "/redes/cerrada/recursos/?q=secreto"

    assert titles(client, outside) == []
    assert client.get(inside).status_code == 404
    actions.appoint_coordinator(closed_network, member)
    client.force_login(member)
    assert titles(client, inside) == titles(client, outside) == ["Secreto de la junta"]


def test_searching_a_library_costs_the_same_with_20_and_with_500(
    network, library, django_assert_max_num_queries
):
    visitor, member = Client(), Client()
    member.force_login(MemberFactory())

    def cost(number):
        crowd_of(ResourcePage, library, number, network=network, kind="guide", link=AWAY)
        call_command("wagtail_update_index", verbosity=0)
        costs = []
        for client, bound in ((visitor, 8), (member, 12)):
            for query in ("", "?q=resourcepage", "?q=resourcepage&tipo=guide&idioma=es&tema=x"):
                client.get(f"{LIBRARY}{query}")
                with django_assert_max_num_queries(bound) as queries:
                    assert client.get(f"{LIBRARY}{query}").status_code == 200
                costs.append(len(queries))
        return costs

    assert cost(20) == cost(480)
