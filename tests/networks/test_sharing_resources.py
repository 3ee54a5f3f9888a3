"""The library: finding a resource, reading its sheet, fetching it."""

import pytest
from django.core.files.base import ContentFile

from community.models import PageTheme, UploadedDocument
from networks import actions
from networks.models import ResourceDownloads, ResourceIndexPage, ResourcePage
from tests.factories import MemberFactory, ResourcePageFactory, ThemeFactory

pytestmark = pytest.mark.django_db

LIBRARY = "/redes/agua/recursos/"


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def add(library, title, **fields):
    theme = fields.pop("theme", None)
    page = ResourcePageFactory(parent=library, title=title, **fields)
    if theme:
        PageTheme.objects.create(page=page, theme=theme)
    return page


@pytest.fixture
def across(home, library):
    """The library of all networks at /recursos/."""
    actions.found_networks(home)
    return ResourceIndexPage.objects.child_of(home).get()


@pytest.mark.parametrize(
    "query",
    ["tipo=norm", "idioma=pt", "tema=residuos", "tema=reciclaje", "tipo=norm&tema=residuos"],
)
def test_a_filter_leaves_what_answers_it(client, library, query):
    waste = ThemeFactory(slug="residuos")
    recycling = ThemeFactory(slug="reciclaje", parent=waste)
    add(library, "Ley de residuos", kind="norm", resource_language="pt", theme=recycling)
    add(library, "Guía de caja", theme=ThemeFactory(slug="hacienda"))

    page = text(client.get(f"{LIBRARY}?{query}"))

    assert "Ley de residuos" in page
    assert "Guía de caja" not in page


@pytest.mark.parametrize("query", ["tipo=nada", "tema=%00", "idioma=../x", "tema='--", "pagina=x"])
def test_a_filter_that_is_none_shows_all(client, library, query):
    add(library, "Guía de caja")

    assert "Guía de caja" in text(client.get(f"{LIBRARY}?{query}"))


def test_nothing_found_offers_to_remove_the_filters(client, library):
    add(library, "Guía de caja")

    page = text(client.get(f"{LIBRARY}?tipo=video"))

    assert 'class="empty"' in page
    assert f'href="{LIBRARY}"' in page


def test_an_empty_library_says_what_will_be_here(client, library):
    assert 'class="empty"' in text(client.get(LIBRARY))


def test_the_library_is_read_a_page_at_a_time(client, library):
    for number in range(15):
        add(library, f"Guía {number:02}")

    first, second = text(client.get(LIBRARY)), text(client.get(f"{LIBRARY}?pagina=2"))

    assert "Guía 14" in first
    assert "Guía 00" not in first
    assert "Guía 00" in second
    assert "Guía 00" in text(client.get(f"{LIBRARY}?pagina=9999"))


def test_htmx_gets_the_list_alone(client, library):
    add(library, "Guía de caja")

    response = client.get(LIBRARY, headers={"HX-Request": "true"})

    assert "<html" not in text(response)
    assert "Guía de caja" in text(response)
    assert "HX-Request" in response["Vary"]


def test_a_page_of_the_history_is_whole(client, library):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert "<html" in text(client.get(LIBRARY, headers=headers))


def test_across_networks_all_are_listed_or_those_of_one(client, across, library, other_network):
    add(library, "Acta de junta")
    add(ResourceIndexPage.objects.child_of(other_network).get(), "Planilla de pesaje")

    assert "Planilla de pesaje" in text(client.get("/recursos/"))
    assert "Acta de junta" in text(client.get("/recursos/"))
    assert "Planilla de pesaje" not in text(client.get("/recursos/?red=agua"))


def test_the_sheet_says_what_it_is(client, library):
    add(
        library,
        "Ley 388",
        slug="ley",
        kind="norm",
        year=1997,
        made_by="Congreso",
        licence="cc-by-4.0",
    )

    page = text(client.get(f"{LIBRARY}ley/"))

    for fact in ("norm", "1997", "Congreso", "creativecommons.org/licenses/by/4.0"):
        assert fact in page


def test_the_sheet_leads_to_resources_about_the_same(client, library):
    theme = ThemeFactory()
    add(library, "Una", slug="una", theme=theme)
    add(library, "Otra cercana", theme=theme)
    add(library, "Otra lejana", theme=ThemeFactory())

    page = text(client.get(f"{LIBRARY}una/"))

    assert "Otra cercana" in page
    assert "Otra lejana" not in page


def test_fetching_a_link_counts_and_leads_there(client, library):
    resource = add(library, "Una", slug="una", link="https://example.org/a?b=c")

    for _time in range(3):
        response = client.get(f"/redes/descargas/{resource.pk}/")

    assert response.status_code == 302
    assert response.url == "https://example.org/a?b=c"
    assert ResourceDownloads.objects.get().count == 3
    assert "3" in text(client.get(f"{LIBRARY}una/"))


def test_only_the_stored_address_is_followed(client, library):
    resource = add(library, "Una")

    response = client.get(f"/redes/descargas/{resource.pk}/?next=https://evil.example/")

    assert response.url == resource.link


def test_asking_whether_it_is_there_does_not_count(client, library):
    resource = add(library, "Una")

    client.head(f"/redes/descargas/{resource.pk}/")

    assert not ResourceDownloads.objects.exists()


def test_a_file_is_fetched_through_the_checked_address(client, library, network):
    document = UploadedDocument.objects.create(
        title="Acta", file=ContentFile(b"Acta", name="acta.txt"), collection=network.collection
    )
    resource = add(library, "Acta", link="", file=document)

    response = client.get(f"/redes/descargas/{resource.pk}/")

    assert response.url == document.url


def test_fetching_from_a_closed_network_is_for_members(client, closed_network, member):
    section = ResourceIndexPage.objects.child_of(closed_network).get()
    address = f"/redes/descargas/{ResourcePageFactory(parent=section).pk}/"
    assert client.get(address).status_code == 404

    actions.appoint_coordinator(closed_network, member)
    client.force_login(member)

    assert client.get(address).status_code == 302


def test_a_resource_that_was_withdrawn_is_not_fetched(client, library):
    resource = add(library, "Una")
    resource.unpublish()

    assert client.get(f"/redes/descargas/{resource.pk}/").status_code == 404


def test_publishing_a_new_version_keeps_the_count(client, library):
    resource = actions.publish_entry(
        library, ResourcePageFactory.build(slug="una"), by=MemberFactory()
    )
    client.get(f"/redes/descargas/{resource.pk}/")

    resource.title = "Otra versión"
    resource.save_revision().publish()

    assert ResourcePage.objects.get().times_fetched == 1
