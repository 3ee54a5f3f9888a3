"""What an editor does in the admin."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from tests.factories import (
    CaseFactory,
    MemberFactory,
    NetworkPageFactory,
    ResourceIndexPageFactory,
    ResourcePageFactory,
    SolutionIndexPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, db):
    editor = MemberFactory(is_superuser=True)
    client.force_login(editor)
    return editor


def test_publishing_a_solution_with_a_step_and_a_resource(client, editor, networks):
    network = NetworkPageFactory(parent=networks, slug="agua")
    section = SolutionIndexPageFactory(parent=network)
    library = ResourceIndexPageFactory(parent=network)
    resource = ResourcePageFactory(parent=library, title="Planilla")
    case = CaseFactory(title="Abono en el mercado", code="XA-2026-0001", live=True)
    address = reverse("wagtailadmin_pages:add", args=["knowledge", "solutionpage", section.pk])
    assert client.get(address).status_code == 200

    step = {"title": "Pesar", "detail": rich_text("<p>Cada día.</p>"), "who": "", "output": ""}
    response = client.post(
        address,
        nested_form_data(
            {
                "title": "Separar",
                "slug": "separar",
                "summary": "",
                "problem": rich_text("<p>Pesa mucho.</p>"),
                "serves_when": rich_text(""),
                "does_not_serve_when": rich_text(""),
                "steps": streamfield([("step", {**step, "duration": ""})]),
                "cost_band": "5k_20k",
                "staff": "",
                "months_to_first_result": "3",
                "staff_months": "2.5",
                "means_note": "Sin obras.",
                "legal_instruments": streamfield([]),
                "case_links": inline_formset([{"case": case.pk, "note": "Muestra el pesaje."}]),
                "pitfalls": streamfield([("pitfall", "Empezar tarde.")]),
                "page_themes": inline_formset([]),
                "tags": "",
                "resource_links": inline_formset([{"resource": resource.pk}]),
                "sources": streamfield([]),
                "cover_alt": "",
                "author": "",
                "published_on": "2026-03-17",
                "review_on": "",
                "comments": inline_formset([]),
                "action-publish": "1",
            }
        ),
    )

    assert response.status_code == 302, response.context["form"].errors
    html = client.get("/redes/agua/soluciones/separar/").content.decode()
    told = ("Pesar", "Cada día.", "Empezar tarde.", "Planilla", "Abono en el", "Muestra el pesaje.")
    for words in told:
        assert words in html
