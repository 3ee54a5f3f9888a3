"""A resource says which solutions and experiences use it, to who may open them."""

import pytest
from django.conf import settings

from community.models import PageTheme
from knowledge.models import Attachment, SolutionIndexPage, SolutionResource
from networks import actions
from tests.factories import CaseFactory, ResourcePageFactory, SolutionPageFactory, ThemeFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/redes/agua/recursos/guia/"


def solution_with(network, resource, title):
    section = SolutionIndexPage.objects.child_of(network).get()
    page = SolutionPageFactory(parent=section, title=title)
    SolutionResource.objects.create(solution=page, resource=resource)


def case_with(address, title, **fields):
    case = CaseFactory(title=title, **fields)
    Attachment.objects.create(case=case, title="Guía", url=address)


def test_the_page_and_the_editor_say_where_a_resource_is_used(
    client, library, network, closed_network, coordinator, django_assert_max_num_queries
):
    resource = ResourcePageFactory(parent=library, slug="guia", link="https://example.org/guia")
    other = ResourcePageFactory(parent=library, title="Del mismo tema")
    theme = ThemeFactory()
    for page in (resource, other):
        PageTheme.objects.create(page=page, theme=theme)
    live = {"live": True, "state": "published"}
    case_with(
        f"{settings.WAGTAILADMIN_BASE_URL}/redes/agua/recursos/guia/", "Uno", code="A-1", **live
    )
    case_with("https://example.org/guia", "Dos", code="A-2", **live)
    case_with("https://example.org/guia", "Borrador")
    case_with("https://example.org/otra", "Otra cosa", code="A-3", **live)
    solution_with(network, resource, "Solución abierta")
    solution_with(closed_network, resource, "Solución cerrada")

    client.get(PAGE)
    with django_assert_max_num_queries(8):
        page = client.get(PAGE).content.decode()

    assert "Used in 3 experiences and solutions" in page
    for title in ("Uno", "Dos", "Solución abierta", "Del mismo tema"):
        assert f">{title}</a>" in page, title
    for title in ("Borrador", "Otra cosa", "Solución cerrada"):
        assert title not in page, title
    assert 'href="/en/redes/agua/soluciones/' in page

    client.force_login(coordinator)
    editor = client.get(f"/admin/pages/{resource.pk}/edit/").content.decode()
    assert all(title in editor for title in ("Uno", "Dos", "Solución abierta"))
    assert "Solución cerrada" not in editor
    actions.appoint_coordinator(closed_network, coordinator)
    client.force_login(coordinator)
    assert "Used in 4 experiences and solutions" in client.get(PAGE).content.decode()
