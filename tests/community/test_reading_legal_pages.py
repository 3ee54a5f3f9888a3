"""The terms and the privacy notice, in force and former."""

import json

import pytest

from community.models import LegalPage
from tests.factories import LegalPageFactory


def written(text):
    return json.dumps([{"type": "paragraph", "value": f"<p>{text}</p>"}])


@pytest.fixture
def terms(home):
    page = LegalPageFactory(parent=home, title="Términos", slug="terminos", body=written("Uno."))
    page.save_revision().publish()
    return page


def publish(page, version, text):
    page = LegalPage.objects.get(pk=page.pk)
    page.version, page.body = version, written(text)
    page.save_revision().publish()


def read(client, address):
    return client.get(address).content.decode()


def test_a_legal_page_says_version_controller_and_contact(client, terms, settings):
    settings.LEGAL_CONTROLLER = "Fundación Cabildo"
    settings.LEGAL_CONTACT_EMAIL = "datos@town.example"

    html = read(client, "/terminos/")

    assert "<dd>1.0</dd>" in html
    assert "Fundación Cabildo" in html
    assert "mailto:datos@town.example" in html


def test_names_in_braces_are_filled_in(client, terms, settings):
    settings.LEGAL_CONTROLLER = "Fundación <Cabildo>"
    publish(terms, "1.0", "Responde {{controller}}, no {{nobody}}.")

    assert "Responde Fundación &lt;Cabildo&gt;, no {{nobody}}." in read(client, "/terminos/")


def test_former_versions_can_still_be_read(client, terms):
    publish(terms, "2.0", "Dos.")

    assert "Dos." in read(client, "/terminos/")
    former = read(client, "/terminos/?version=1.0")
    assert "Uno." in former
    assert "Dos." not in former


def test_a_version_that_never_was_shows_the_one_in_force(client, terms):
    assert "Uno." in read(client, "/terminos/?version=9")
