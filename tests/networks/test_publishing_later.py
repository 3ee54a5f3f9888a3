"""Drafts, dates on which a page goes out, previews, and two who write at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks import StreamValue
from wagtail.models import Revision

from community.actions.following import follow
from community.actions.site import publish_scheduled
from community.models import Activity, Notification, User
from networks import actions
from networks.models import NetworkPage, ResourcePage
from networks.publications import entry_models
from tests.factories import MemberFactory
from tests.networks.test_coordinating import add_url, edit_url, fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(network):
    person = MemberFactory(display_name="Rosa Ibarra")
    actions.appoint_coordinator(network, person)
    return person


@pytest.fixture
def admin(client, coordinator):
    client.force_login(coordinator)
    return client


def test_a_draft_published_later_is_told_to_streams_and_followers(
    admin, library, network, member, work
):
    follow(network, member)
    admin.post(add_url(library), fields())
    resource = ResourcePage.objects.get()
    assert not resource.live
    news = Activity.objects.filter(verb=Activity.Verb.PUBLISHED, page=resource.pk)
    assert not news.exists()

    response = admin.post(edit_url(resource), fields(**{"action-publish": "1"}))
    admin.post(edit_url(resource), fields(**{"action-publish": "1"}))
    work()

    assert response.status_code == 302
    assert news.count() == 1
    assert Notification.objects.filter(recipient=member, kind="followed").count() == 1
    resource.refresh_from_db()
    assert resource.review_on is not None


def test_closing_a_network_in_the_editor_closes_it(client, network):
    client.force_login(MemberFactory(is_superuser=True))
    told = {
        "title": network.title,
        "slug": network.slug,
        "summary": "",
        "purpose": "To work.",
        "welcome": "null",
        "kind": "thematic",
        "visibility": "members",
        "joining": "invitation",
        "cover_alt": "",
        "page_themes-TOTAL_FORMS": "0",
        "page_themes-INITIAL_FORMS": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }

    assert client.post(edit_url(network), told).status_code == 302

    assert NetworkPage.objects.get(pk=network.pk).visibility == "members"
    assert Client().get(network.url).status_code == 404


def test_what_has_a_date_goes_out_on_it_and_is_news_then(admin, library, coordinator):
    hour = timezone.now() + timedelta(days=3)
    later = {
        "go_live_at": f"{timezone.localtime(hour):%Y-%m-%d %H:%M}",
        "expire_at": f"{timezone.localtime(hour + timedelta(days=9)):%Y-%m-%d %H:%M}",
        "published_on": f"{timezone.localdate():%Y-%m-%d}",
    }
    response = admin.post(add_url(library), fields(**later, **{"action-publish": "1"}))
    assert response.status_code == 302
    resource = ResourcePage.objects.get()
    news = Activity.objects.filter(verb=Activity.Verb.PUBLISHED, page=resource.pk)

    publish_scheduled()
    resource.refresh_from_db()
    assert not resource.live
    assert not news.exists()

    Revision.objects.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    for revision in resource.revisions.all():
        revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
        revision.save()
    publish_scheduled()
    publish_scheduled()
    resource.refresh_from_db()
    assert resource.live
    assert resource.published_on == timezone.localdate(hour), "the day on which it goes out"
    assert [each.actor for each in news] == [coordinator]

    ResourcePage.objects.update(expire_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled()
    assert not ResourcePage.objects.get().live


def test_every_kind_of_entry_is_previewed_on_a_phone_too(admin, network):
    for model in entry_models():
        section = network.get_children().type(model.allowed_parent_page_models()[0]).get()
        app, name = model._meta.app_label, model._meta.model_name
        address = reverse("wagtailadmin_pages:preview_on_add", args=[app, name, section.pk])
        form = admin.get(reverse("wagtailadmin_pages:add", args=[app, name, section.pk]))
        data = {
            **written(form.context["form"]),
            **fields(title="Ensayo"),
            **HEADING,
            **AT_SOME_TIME,
        }

        assert admin.post(address, data).json()["is_valid"], model
        shown = admin.get(address)
        assert shown.status_code == 200, model
        assert "Ensayo" in shown.content.decode(), model
        assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"], model
        assert 390 in {size["device_width"] for size in model().preview_sizes}, model


# What an event needs besides.
AT_SOME_TIME = {
    "time_zone": "America/Caracas",
    "starts_at": "2030-01-10 10:00",
    "ends_at": "2030-01-10 12:00",
    "place": "Casa comunal",
}


TEXT = (
    '{"blocks":[{"key":"a","text":"Fugas","type":"unstyled","depth":0,"inlineStyleRanges":[],'
    '"entityRanges":[]}],"entityMap":{}}'
)


HEADING = {
    "body-count": "1",
    "body-0-type": "heading",
    "body-0-value": "Uno",
    "body-0-deleted": "",
    "body-0-order": "0",
    "body-0-id": "",
}


def written(form):
    """What a form holds before anybody types, as its browser sends it."""
    told = {}
    for bound in form:
        value = bound.value()
        if isinstance(bound.field.widget, DraftailRichTextArea):
            told[bound.html_name] = TEXT
        elif isinstance(value, StreamValue):
            told[f"{bound.html_name}-count"] = "0"
        elif isinstance(value, str | int) and not isinstance(value, bool):
            told[bound.html_name] = value
    for formset in form.formsets.values():
        told |= {f"{formset.prefix}-TOTAL_FORMS": "0", f"{formset.prefix}-INITIAL_FORMS": "0"}
    return told


def test_what_is_no_entry_is_previewed_too(network, networks, home):
    for page in (home, networks, network, *network.get_children()):
        assert page.specific.make_preview_request().status_code == 200, page.specific_class
        assert 390 in {size["device_width"] for size in page.specific.preview_sizes}, page


def test_two_who_edit_one_page_see_each_other(admin, library, coordinator, colleague):
    admin.post(add_url(library), fields())
    resource = ResourcePage.objects.get()
    second = Client()
    second.force_login(colleague)
    for browser in (admin, second):
        assert browser.get(edit_url(resource)).status_code == 200

    def ping(browser, session, **told):
        names = ["wagtailcore", "page", resource.pk, session]
        answer = browser.post(reverse("wagtailadmin_editing_sessions:ping", args=names), told)
        assert answer.status_code == 200
        return answer.json()

    mine = ping(admin, 0, is_editing="1")
    theirs = ping(second, 0)
    assert [each["user"] for each in theirs["other_sessions"]] == ["Inés Paredal"]
    assert theirs["other_sessions"][0]["is_editing"]
    assert "Inés Paredal" in theirs["html"]
    back = ping(admin, mine["session_id"])
    assert [each["user"] for each in back["other_sessions"]] == ["Rosa Ibarra"]

    seen = resource.latest_revision
    second.post(edit_url(resource), fields(title="Otro título"))
    newer = ping(
        admin,
        mine["session_id"],
        revision_id=seen.pk,
        revision_created_at=seen.created_at.isoformat(),
    )
    assert newer["other_sessions"][0]["revision_id"] is not None, "what they saved is announced"


def test_what_is_said_beside_a_draft_reaches_those_who_work_on_it(
    admin, library, coordinator, colleague, other_coordinator, mailoutbox
):
    admin.post(add_url(library), fields())
    resource = ResourcePage.objects.get()
    second = Client()
    second.force_login(colleague)
    said = {
        "comments-TOTAL_FORMS": "1",
        "comments-0-id": "",
        "comments-0-text": "Falta la fuente.",
        "comments-0-contentpath": "title",
        "comments-0-position": "",
        "comments-0-resolved": "",
        "comments-0-deleted": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    assert second.post(edit_url(resource), fields(**said)).status_code == 302

    told = Notification.objects.filter(kind="draft_commented")
    assert [(each.recipient, each.facts["words"]) for each in told] == [
        (coordinator, "Falta la fuente.")
    ]
    assert mailoutbox == [], "the mail goes out in the background"
    assert not User.objects.filter(pk=other_coordinator.pk, notifications__in=told).exists()
