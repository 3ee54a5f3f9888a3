"""Cases told on behalf of an organization, and who goes on with them when people leave it."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation

from blog.models import PostPage
from community.actions.affiliations import end_affiliation, hand_over, hand_over_ended
from community.actions.conversation import post_comment
from community.actions.members import close_account, municipal_government
from community.models import Affiliation, Comment, Notification
from knowledge import actions, archive
from knowledge.models import Case
from knowledge.permissions import can_edit, can_read_draft, can_send
from networks.forms import EntryForm
from tests.factories import CaseFactory, MemberFactory, make_municipality
from tests.knowledge.conftest import write
from tests.knowledge.workspace import ROOT, at, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]


@pytest.fixture(autouse=True)
def own_language():
    """The workspace is met in English; the next test finds the language it was."""
    with translation.override("es"):
        yield


@pytest.fixture
def town_hall(db):
    return municipal_government(make_municipality())


def works_at(town_hall, person, verification="unit"):
    return Affiliation.objects.create(
        user=person,
        organization=town_hall,
        verification=verification,
        verified_at=None if verification == "none" else timezone.now(),
    )


@pytest.fixture
def post(town_hall, author):
    return works_at(town_hall, author)


@pytest.fixture
def heir(town_hall):
    person = MemberFactory(display_name="Heredera")
    works_at(town_hall, person)
    return person


def test_the_form_offers_the_organizations_one_may_act_for_and_no_other(
    client, author, town_hall, home
):
    held = works_at(town_hall, author, "none")
    client.force_login(author)
    assert "on_behalf_of" not in client.get(f"{ROOT}nueva/").context["form"].fields
    client.post(f"{ROOT}nueva/", {"title": "Mine", "on_behalf_of": town_hall.pk})
    assert Case.objects.get().on_behalf_of is None

    held.verification, held.verified_at = "unit", timezone.now()
    held.save()
    form = client.get(f"{ROOT}nueva/").context["form"]
    assert list(form.fields["on_behalf_of"].queryset) == [town_hall]
    assert form["on_behalf_of"].value() == town_hall.pk
    client.post(f"{ROOT}nueva/", {"title": "Ours", "on_behalf_of": town_hall.pk})
    case = Case.objects.get(title="Ours")
    assert case.on_behalf_of == town_hall

    address = at(case, "editar", "lo-esencial")
    client.post(address, filled(client.get(address), on_behalf_of=""))
    case.refresh_from_db()
    assert case.on_behalf_of is None


def test_drafts_go_to_the_heir_and_the_credit_stays(author, heir, post, town_hall, team):
    draft = CaseFactory(registered_by=author, on_behalf_of=town_hall)
    public = CaseFactory(
        registered_by=author, on_behalf_of=town_hall, live=True, code="XA-2026-0001"
    )
    private = CaseFactory(registered_by=author)

    end_affiliation(post, author, heir)

    for case in (draft, public, private):
        case.refresh_from_db()
        assert case.registered_by == author
    assert (draft.kept_by, public.kept_by, private.kept_by) == (heir, heir, author)
    assert can_send(heir, draft)
    assert not can_read_draft(author, draft)
    assert not can_edit(author, public)
    write(draft, heir, "Gone on")
    assert set(Case.objects.written_by(author)) == {public, private}
    assert set(Case.objects.written_by(heir)) == {draft, public}
    assert Notification.objects.filter(recipient=heir, kind="handover_received").exists()


def test_without_an_heir_they_wait_for_whoever_answers_for_the_organization(
    client, author, heir, post, town_hall, unit, team
):
    draft = CaseFactory(registered_by=author, on_behalf_of=town_hall)
    close_account(author, keep_name=True)

    draft.refresh_from_db()
    left = Affiliation.objects.get(user=author)
    assert draft.kept_by is None
    assert left.waits_for_heir
    assert can_read_draft(team, draft)
    for person in (heir, team, author):
        with pytest.raises(PermissionDenied):
            hand_over(left, person, heir)
    client.force_login(unit)
    assert town_hall.name in client.get("/organizaciones/por-confirmar/").content.decode()
    client.post(f"/organizaciones/vinculos/{left.pk}/traspasar/", {"heir": heir.pk})

    draft.refresh_from_db()
    assert draft.kept_by == heir
    assert not Affiliation.objects.filter(waits_for_heir=True).exists()


def test_ones_own_data_hold_what_one_left_and_nothing_others_wrote_since(
    author, heir, post, town_hall, team
):
    draft = CaseFactory(registered_by=author, on_behalf_of=town_hall)
    write(draft, author, "As I left it")
    end_affiliation(post, author, heir)
    draft = Case.objects.get(pk=draft.pk)
    write(draft, heir, "A secret of the next government")

    def told(person):
        parts = [archive.cases(person), archive.acts(person)]
        return json.dumps([list(part.rows) for part in parts], cls=DjangoJSONEncoder)

    assert "As I left it" in told(author)
    assert "A secret" not in told(author)
    assert "A secret" in told(heir)
    draft = Case.objects.get(pk=draft.pk)
    actions.publish(actions.send(draft, heir), team)
    assert "A secret" in told(author), "what all may read"


def test_what_somebody_keeps_whose_last_day_passed_waits_too(author, post, town_hall, unit):
    draft = CaseFactory(registered_by=author, on_behalf_of=town_hall)
    post.ended_on = timezone.localdate()
    post.save()
    assert hand_over_ended() == 0, "the last day is a day like any other"
    post.ended_on -= timedelta(days=1)
    post.save()

    assert (hand_over_ended(), hand_over_ended()) == (1, 0)
    draft.refresh_from_db()
    assert draft.kept_by is None
    assert Notification.objects.filter(recipient=unit, kind="handover_waiting").count() == 1


def test_only_who_works_there_comments_in_its_name(author, heir, town_hall, post):
    case = CaseFactory(registered_by=heir, live=True, code="XA-2026-0001")
    post_comment(case, author, "We did it too.", on_behalf_of=town_hall)
    end_affiliation(post, author)

    with pytest.raises(PermissionDenied):
        post_comment(case, author, "And again.", on_behalf_of=town_hall)
    with pytest.raises(PermissionDenied):
        post_comment(case, MemberFactory(), "Me too.", on_behalf_of=town_hall)
    assert Comment.objects.get().on_behalf_of == town_hall, "what was said keeps its name"


def test_the_form_of_a_post_offers_the_organizations_of_whoever_writes_it(
    author, post, town_hall, unit
):
    class Offered(EntryForm):
        def __init__(self, user):
            self.for_user, self.instance = user, PostPage()

    assert list(Offered(author).possible_organizations()) == [town_hall]
    assert list(Offered(MemberFactory()).possible_organizations()) == []
    assert town_hall in Offered(unit).possible_organizations()
