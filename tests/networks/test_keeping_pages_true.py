"""Who answers for a page, when they are asked whether it holds, and what readers see of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from community.actions.members import close_account
from community.models import Notification, Organization
from community.waiting import waiting_for
from networks import actions
from networks.models import ResourceIndexPage, ResourcePage, a_year_after
from networks.permissions import may_confirm
from tests.community.belonging import works
from tests.factories import ResourcePageFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def publish(library, owner, **fields):
    entry = ResourcePage(
        kind="guide", link="https://example.org/guide", title="Guía", slug="guia", **fields
    )
    return actions.publish_entry(library, entry, by=owner)


def test_what_says_no_day_is_looked_at_again_in_a_year(library, coordinator):
    entry = publish(library, coordinator)

    assert entry.review_on == a_year_after(TODAY)
    assert entry.get_latest_revision_as_object().review_on == entry.review_on
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_stale_and_due_are_told_apart_by_the_day(library):
    days = {"past": -1, "today": 0, "soon": 30, "later": 31}
    for name, distance in days.items():
        ResourcePageFactory(
            parent=library, slug=name, review_on=TODAY + timedelta(days=distance), live=True
        )
    ResourcePageFactory(parent=library, slug="draft", live=False, review_on=TODAY)

    def named(pages):
        return [page.slug for page in pages]

    assert named(ResourcePage.objects.stale(TODAY)) == ["past"]
    assert named(ResourcePage.objects.review_due(TODAY)) == ["today", "soon"]


def test_its_owner_is_asked_once_before_and_once_on_the_day(library, coordinator, work):
    entry = publish(library, coordinator, review_on=TODAY + timedelta(days=20))
    told = Notification.objects.filter(recipient=coordinator, kind="review_asked")

    assert [actions.ask_reviews(TODAY) for _ in range(2)] == [1, 0]
    assert [actions.ask_reviews(entry.review_on) for _ in range(2)] == [1, 0]
    late = entry.review_on + timedelta(days=40)
    assert actions.ask_reviews(late) == 0
    assert told.count() == 2

    actions.confirm_entry(entry, coordinator, TODAY)
    assert actions.ask_reviews(late) == 0, "the next look is in a year"


def test_where_the_owner_is_gone_the_coordinators_are_asked(library, coordinator, member):
    publish(library, member, review_on=TODAY)
    member.is_active = False
    member.save()

    actions.ask_reviews(TODAY)

    told = Notification.objects.filter(kind="review_asked")
    assert [notice.recipient for notice in told] == [coordinator]


def test_only_who_owns_it_or_answers_for_it_may_say_that_it_holds(client, library, everybody):
    owner = everybody["member"]
    entry = publish(library, owner, review_on=TODAY - timedelta(days=3))
    address = reverse("networks:confirm", args=[entry.pk])
    may = {"member", "coordinator", "unit"}

    assert client.get(address).status_code == 302, "a visitor signs in"
    for role, person in everybody.items():
        client.force_login(person)
        assert may_confirm(person, entry) == (role in may), role
        assert client.get(address).status_code == (200 if role in may else 403), role
    with pytest.raises(PermissionDenied):
        actions.confirm_entry(entry, everybody["stranger"], TODAY)


def test_one_click_sets_the_next_day_and_readers_see_it(client, library, coordinator):
    entry = publish(library, coordinator, review_on=TODAY - timedelta(days=3))
    draft = entry.get_latest_revision_as_object()
    draft.title = "Guía nueva"
    draft.save_revision(user=coordinator)
    assert 'class="late"' in client.get(entry.url).content.decode()
    assert any("Guía" in matter.title for matter in waiting_for(coordinator))

    client.force_login(coordinator)
    client.post(reverse("networks:confirm", args=[entry.pk]))

    client.logout()
    page = client.get(entry.url).content.decode()
    assert 'class="late"' not in page
    assert date_format(TODAY, "DATE_FORMAT") in page
    entry.refresh_from_db()
    entry.latest_revision.publish(user=coordinator, skip_permission_checks=True)
    entry.refresh_from_db()
    assert entry.title == "Guía nueva"
    assert entry.reviewed_on == TODAY, "a draft from before does not bring the old day back"
    assert entry.review_on == a_year_after(TODAY)


def test_whom_to_ask_stands_on_the_page_until_the_account_is_closed(
    client, library, coordinator, member
):
    entry = publish(library, coordinator, contact=member, contact_email="agua@town.example")

    page = client.get(entry.url).content.decode()
    assert "mailto:agua@town.example" in page
    assert member.display_name in page

    close_account(member, keep_name=True)
    assert member.display_name not in client.get(entry.url).content.decode()


def test_whoever_edits_signs_for_the_own_organizations_and_its_page_lists_it(
    client, library, coordinator, closed_network
):
    town = Organization.objects.create(name="Acueducto del Norte", kind="agency", is_listed=True)
    other = Organization.objects.create(name="Otra agencia", kind="agency", is_listed=True)
    works(coordinator, town)
    client.force_login(coordinator)
    form = client.get(
        reverse("wagtailadmin_pages:add", args=["networks", "resourcepage", library.pk])
    )
    offered = form.context["form"].fields["organization"].queryset
    assert town in offered
    assert other not in offered

    for section, title in (
        (library, "Guía abierta"),
        (ResourceIndexPage.objects.child_of(closed_network).get(), "Guía cerrada"),
    ):
        ResourcePageFactory(
            parent=section, title=title, on_behalf_of="organization", organization=town
        )
    page = Client().get(town.get_absolute_url()).content.decode()
    assert "Guía abierta" in page
    assert "Guía cerrada" not in page
