"""What a case rests on and where it is shown: its sources, a row each, and its networks."""

import pytest

from knowledge.models import CaseNetwork
from networks.actions import appoint_coordinator
from tests.factories import CaseFactory
from tests.knowledge.workspace import at, newest, save, words
from tests.networks.conftest import make_network

pytestmark = pytest.mark.django_db

FOR_MEMBERS = {"visibility": "members", "joining": "invitation"}


@pytest.fixture
def browser(client, author):
    client.force_login(author)
    return client


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "no address", "ftp:///", "https://" + "a" * 600]
)
def test_what_is_no_address_is_said(browser, draft, url):
    page = browser.post(
        at(draft, "editar", "documentos", "nuevo"), {"title": "A", "kind": "report", "url": url}
    )

    assert page.status_code == 200
    assert page.context["form"].errors["url"]
    assert not newest(draft).attachments.all()


def test_a_source_without_a_file_has_a_name_and_an_address(browser, draft):
    address = at(draft, "editar", "documentos", "nuevo")
    told = {"kind": "report", "url": "https://example.org/a.pdf", "year": "2020"}

    page = browser.post(address, {**told, "title": ""})
    assert "https://example.org/a.pdf" in page.content.decode()
    assert not newest(draft).attachments.all()

    assert browser.post(address, {**told, "title": "First"}).status_code == 302
    [row] = newest(draft).attachments.all()
    assert (row.title, row.url, row.year) == ("First", "https://example.org/a.pdf", 2020)


def test_only_networks_one_may_open_are_offered(browser, author, draft, networks):
    seen = make_network(networks, "abierta", title="Open to all")
    closed = make_network(networks, "cerrada", title="Closed", **FOR_MEMBERS)
    mine = make_network(networks, "mia", title="Mine", **FOR_MEMBERS)
    appoint_coordinator(mine, author)
    page = words(browser.get(at(draft, "editar", "lo-esencial")))

    assert "Open to all" in page
    assert "Mine" in page
    assert "Closed" not in page

    refused = save(browser, draft, "lo-esencial", networks=[closed.pk])
    assert refused.context["form"].errors["networks"]
    assert "Closed" not in words(refused)
    save(browser, draft, "lo-esencial", networks=[seen.pk, mine.pk])
    assert {link.network_id for link in newest(draft).case_networks.all()} == {seen.pk, mine.pk}


def test_a_network_closed_to_the_author_stays_where_others_put_it(browser, author, networks):
    closed = make_network(networks, "cerrada", **FOR_MEMBERS)
    case = CaseFactory(registered_by=author, rows__networks=[closed])

    save(browser, case, "lo-esencial", title="A new title")

    assert CaseNetwork.objects.filter(case=case, network=closed).exists()
