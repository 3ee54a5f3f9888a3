"""What one coordinator writes, another publishes, where the network wants it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowState

from community.models import Notification
from community.waiting import waiting_for
from networks import actions
from networks.models import NetworkPage, ResourceIndexPage, ResourcePage
from tests.factories import MemberFactory
from tests.networks.test_coordinating import add_url, edit_url, fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def careful(network):
    """The network, which wants that somebody else reads."""
    network.reviews_before_publishing = True
    network.save_revision().publish(skip_permission_checks=True)
    return NetworkPage.objects.get(pk=network.pk)


@pytest.fixture
def colleague(network):
    person = MemberFactory(display_name="Rosa Ibarra")
    actions.appoint_coordinator(network, person)
    return person


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def hand_in(library, author):
    response = browser_of(author).post(add_url(library), fields(**{"action-submit": "1"}))
    assert response.status_code == 302
    return ResourcePage.objects.get()


def decide(person, page, decision, reason=""):
    told = {
        "action-workflow-action": "1",
        "workflow-action-name": decision,
        "workflow-action-extra-data": f'{{"comment": "{reason}"}}' if reason else "{}",
    }
    browser_of(person).post(edit_url(page), fields(**told))
    page.refresh_from_db()
    return page


def told(kind):
    return [notice.recipient for notice in Notification.objects.filter(kind=kind)]


def test_nobody_publishes_the_own_text_by_any_door(careful, library, coordinator, colleague):
    browser = browser_of(coordinator)
    form = browser.get(add_url(library)).content.decode()
    assert 'name="action-publish"' not in form
    assert 'name="action-submit"' in form

    browser.post(add_url(library), fields(**{"action-publish": "1"}))
    draft = ResourcePage.objects.get()
    browser.post(edit_url(draft), fields(**{"action-publish": "1"}))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    browser.post(f"{bulk}?id={draft.pk}", {"next": "/admin/"})
    revert = reverse(
        "wagtailadmin_pages:revisions_revert", args=[draft.pk, draft.latest_revision_id]
    )
    browser.post(revert, fields(**{"action-publish": "1"}))
    draft.refresh_from_db()
    assert not draft.live

    page = hand_in_again(draft, coordinator)
    decide(coordinator, page, "approve")
    assert not page.live, "not the own one, handed in or not"


def hand_in_again(page, author):
    browser_of(author).post(edit_url(page), fields(**{"action-submit": "1"}))
    page.refresh_from_db()
    return page


def test_a_colleague_reads_and_publishes_it(careful, library, coordinator, colleague, mailoutbox):
    page = hand_in(library, coordinator)
    assert told("entry_handed_in") == [colleague]
    assert "Guía de tarifas" in [matter.title for matter in waiting_for(colleague)]
    assert "Guía de tarifas" not in [matter.title for matter in waiting_for(coordinator)]
    assert 'name="action-publish"' not in browser_of(colleague).get(edit_url(page)).content.decode()

    decide(colleague, page, "approve")

    assert page.live
    assert told("entry_approved") == [coordinator]
    assert waiting_for(colleague) == []
    assert mailoutbox == [], "Wagtail itself mails nobody"


def test_it_is_given_back_with_a_reason_and_handed_in_again(
    careful, library, coordinator, colleague
):
    page = hand_in(library, coordinator)
    browser_of(coordinator).post(edit_url(page), fields(title="Cambiada a escondidas"))
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Guía de tarifas", (
        "nobody writes meanwhile"
    )

    decide(colleague, page, "reject", "Falta la fuente.")

    assert not page.live
    notice = Notification.objects.get(kind="entry_returned")
    assert (notice.recipient, notice.facts["reason"]) == (coordinator, "Falta la fuente.")
    assert [matter.said for matter in waiting_for(coordinator)] == ["Falta la fuente."]
    hand_in_again(page, coordinator)
    assert decide(colleague, page, "approve").live


def test_others_neither_read_nor_publish_it(careful, library, coordinator, everybody):
    page = hand_in(library, coordinator)

    for role in ("stranger", "member", "other_coordinator"):
        decide(everybody[role], page, "approve")
        assert not page.live, role
        assert browser_of(everybody[role]).get(edit_url(page)).status_code in (302, 403, 404), role
    assert decide(everybody["unit"], page, "approve").live


def test_where_one_coordinates_alone_the_unit_reads(careful, library, coordinator, with_groups):
    hand_in(library, coordinator)

    assert told("entry_handed_in") == [with_groups["unit"]]


def test_another_network_goes_on_as_before(careful, other_network, other_coordinator):
    section = ResourceIndexPage.objects.child_of(other_network).get()

    browser_of(other_coordinator).post(add_url(section), fields(**{"action-publish": "1"}))

    assert ResourcePage.objects.get().live


def test_when_it_is_wanted_no_longer_what_waits_is_a_draft_again(careful, library, coordinator):
    page = hand_in(library, coordinator)
    careful.reviews_before_publishing = False
    careful.save_revision().publish(skip_permission_checks=True)

    assert not WorkflowState.objects.active().exists()
    browser_of(coordinator).post(edit_url(page), fields(**{"action-publish": "1"}))
    page.refresh_from_db()
    assert page.live
