"""What a case rests on and where it is shown: its sources, a row each, and its networks."""

import pytest

from knowledge.models import Attachment, CaseNetwork
from networks.actions import appoint_coordinator
from tests.factories import CaseFactory
from tests.knowledge.workspace import at, newest, save, source, words
from tests.networks.conftest import make_network

pytestmark = pytest.mark.django_db

FOR_MEMBERS = {"visibility": "members", "joining": "invitation"}


@pytest.fixture
def browser(client, author):
    client.force_login(author)
    return client


def test_sources_are_added_changed_and_removed(browser, draft):
    rows = {**source(0, title="First", year="2020"), **source(1, title="Second")}
    save(browser, draft, "documentos", **rows, **{"attachments-TOTAL_FORMS": "3"})
    first = Attachment.objects.get(title="First")

    save(
        browser,
        draft,
        "documentos",
        **{"attachments-0-title": "First of all", "attachments-1-DELETE": "on"},
    )

    assert [(row.title, row.key) for row in newest(draft).attachments.all()] == [
        ("First of all", first.key)
    ]
    assert Attachment.objects.get().pk == first.pk


def test_a_source_without_a_name_is_asked_for_it_and_the_rest_stays(browser, draft):
    page = save(
        browser, draft, "documentos", **source(0, title="", url="https://example.org/a.pdf")
    )

    assert "Say what it is called." in words(page)
    assert "https://example.org/a.pdf" in page.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "no address", "ftp:///", "https://" + "a" * 600]
)
def test_what_is_no_address_is_said(browser, draft, url):
    page = save(browser, draft, "documentos", **source(0, title="A", url=url))

    assert page.status_code == 200
    assert page.context["form"].row_sets[0].forms[0].errors["url"]


def test_more_rows_than_fit_are_refused_with_a_sentence(browser, draft):
    rows = {}
    for number in range(41):
        rows |= source(number, title=f"Source {number}")

    page = save(browser, draft, "documentos", **rows, **{"attachments-TOTAL_FORMS": "41"})

    assert "40" in words(page)
    assert page.context["form"].row_sets[0].non_form_errors()


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
