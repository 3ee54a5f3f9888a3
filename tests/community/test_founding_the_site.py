"""A fresh installation is not empty."""

import re

import pytest
from django.core.management import call_command
from wagtail import hooks
from wagtail.models import Collection, Page, Site

from community.actions.site import FIRST_PAGES, as_block, found_site
from community.models import HomePage, LegalText, StandardPage

pytestmark = pytest.mark.django_db

ADDRESSES = ["/", "/acerca/", "/ayuda/", "/contacto/", "/privacidad/", "/terminos/"]


@pytest.fixture(scope="module")
def founded(lasting):
    with lasting():
        as_wagtail_leaves_it()
        yield found_site()


def as_wagtail_leaves_it():
    """A welcome page and a nameless site, which the tests' own home page has taken the place of."""
    HomePage.objects.all().delete()
    welcome = Page(title="Welcome to your new Wagtail site!", slug="home")
    Page.objects.get(depth=1).add_child(instance=welcome)
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": welcome})


@pytest.mark.parametrize("address", [*ADDRESSES, "/accesibilidad/"])
def test_every_first_page_answers(client, settings, founded, address):
    settings.LEGAL_CONTACT_EMAIL = "hola@town.example"

    response = client.get(address)

    assert response.status_code == 200
    assert "{{" not in response.content.decode()


def test_the_welcome_page_of_wagtail_is_gone(founded):
    assert list(Page.objects.filter(depth=2)) == [founded.page_ptr]
    assert Site.objects.get().root_page == founded.page_ptr
    assert Site.objects.get().site_name == "Cabildo"


def test_founding_twice_changes_nothing_and_keeps_what_editors_wrote(founded):
    page = StandardPage.objects.get(slug="ayuda")
    page.title = "Ayuda y preguntas"
    page.save_revision().publish()
    before = Page.objects.count()

    call_command("found_site", verbosity=0)

    assert Page.objects.count() == before
    assert HomePage.objects.count() == 1
    assert StandardPage.objects.get(slug="ayuda").title == "Ayuda y preguntas"


def test_a_page_that_somebody_deleted_comes_back(founded):
    StandardPage.objects.get(slug="ayuda").delete()

    found_site()

    assert StandardPage.objects.filter(slug="ayuda").exists()


def test_legal_texts_are_kept_in_their_first_version(founded):
    kinds = {text.kind: text.version for text in LegalText.objects.all()}
    assert kinds == {"privacy": "1.0", "terms": "1.0"}
    assert "<h2>" in LegalText.objects.get(kind="terms").body


def test_apps_above_add_their_own_under_the_home_page(founded):
    called = []

    with hooks.register_temporarily("found_site", called.append):
        found_site()

    assert called == [founded]


def test_a_table_is_kept_as_lines_of_cells():
    table = {"caption": "Who", "header": ["A", "B"], "rows": [["1", "2"], ["3", "4"]]}

    block = as_block({"type": "table", "value": table})

    assert block["value"] == {"caption": "Who", "header": "A | B", "rows": "1 | 2\n3 | 4"}


def test_both_roots_have_a_spanish_name():
    found_site()

    assert Page.objects.get(depth=1).title == "Todo el sitio"
    assert Collection.get_first_root_node().name == "Todo el sitio"


def test_first_pages_lead_only_to_addresses_that_exist(client, db):
    found_site()
    written = FIRST_PAGES.read_text()

    for address in set(re.findall(r'href=\\"(/[^\\"]*)\\"', written)):
        assert client.get(address).status_code in (200, 302), address
