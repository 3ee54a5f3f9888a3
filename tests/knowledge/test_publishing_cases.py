"""Publishing a case, what its versions keep, withdrawing and scheduling."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.forms import modelform_factory
from django.utils import timezone
from wagtail.models import Revision

from community.actions.mail_preferences import choose
from knowledge import actions
from knowledge.models import Case, CaseEvent, CaseVersion
from knowledge.permissions import can_publish
from tests.factories import CaseFactory, NetworkPageFactory, make_state, make_territory
from tests.knowledge.conftest import ProblemForm, verbs, write

pytestmark = pytest.mark.django_db

TOMORROW = timezone.now() + timedelta(days=1)


# --- Publishing --------------------------------------------------------------------------


def test_publishing_shows_it_and_keeps_a_version(sent, unit):
    version = actions.publish(sent, unit, note="First version.")

    assert list(Case.objects.visible_to(AnonymousUser())) == [sent]
    assert (version.number, version.note, version.level) == (1, "First version.", 1)
    assert version.names["municipality"] == "Sucre (Norte, Altazara)"
    assert verbs(sent) == ["sent", "published"]


def test_what_was_never_sent_is_not_published(draft, team):
    with pytest.raises(PermissionDenied):
        actions.publish(draft, team)


def test_what_its_author_wrote_since_sending_it_waits_until_they_send_it(published, author, team):
    write(published, author, "Half a thought")
    published.refresh_from_db()
    assert not can_publish(team, published)
    with pytest.raises(PermissionDenied):
        actions.publish(published, team)

    actions.send(published, author)

    assert actions.publish(published, team).number == 2


def test_what_the_team_writes_in_a_published_case_is_published_at_once(published, team, unit):
    write(published, unit, "Said better")

    assert actions.publish(published, team).number == 2


def test_another_municipality_has_not_confirmed_it(sent, author, team):
    actions.confirm(sent, team)
    actions.publish(sent, team)
    move(sent, author)
    actions.send(sent, author)
    assert not Case.objects.get(pk=sent.pk).is_told_by_a_third_party

    actions.publish(sent, team)

    assert Case.objects.get(pk=sent.pk).is_told_by_a_third_party


def test_a_draft_that_is_moved_elsewhere_loses_its_confirmation(sent, author, team):
    actions.confirm(sent, team)
    actions.return_to_author(sent, team, "Which town?")

    move(sent, author)

    assert Case.objects.get(pk=sent.pk).is_told_by_a_third_party


def move(case, author):
    elsewhere = make_territory("municipality", "Bolívar", "xa-bolivar", make_state())
    data = {"lead_municipality": elsewhere.pk}
    form = modelform_factory(Case, fields=["lead_municipality"])
    actions.save_draft(Case.objects.get(pk=case.pk), form, ["lead_municipality"], data, author)


def test_publishing_twice_makes_one_version(published, team):
    actions.publish(published, team)

    assert published.versions.count() == 1


def test_a_draft_of_a_published_case_changes_nothing_for_readers(published, author):
    write(published, author, "Second thoughts")

    published.refresh_from_db()
    assert published.title == "Compost in the market"
    assert published.draft().title == "Second thoughts"
    assert published.live


def test_a_version_stays_as_it_was_whatever_comes_after(published, author, team):
    write(published, author, "Second thoughts")
    actions.send(published, author)
    second = actions.publish(published, team)

    first = published.versions.get(number=1)
    assert second.number == 2
    assert first.as_case().title == "Compost in the market"
    assert [link.theme_id for link in first.as_case().case_themes.all()]
    assert Case.objects.get(pk=published.pk).title == "Second thoughts"


def test_a_version_outlives_revision_theme_and_network(sent, team):
    network = NetworkPageFactory()
    case = CaseFactory(rows__networks=[network])
    actions.send(case, case.registered_by)
    version = actions.publish(case, team)

    network.delete()
    case.case_themes.get().theme.delete()
    Revision.objects.for_instance(case).delete()

    kept = CaseVersion.objects.get(pk=version.pk)
    assert kept.as_case().title == case.title
    assert kept.names["networks"][0]["title"] == network.title
    assert len(kept.names["themes"]) == 1


def test_what_belongs_to_the_whole_case_is_not_turned_back_by_publishing(sent, team):
    Case.objects.filter(pk=sent.pk).update(validity_note="Since then.", sent_at=None)

    actions.publish(sent, team)

    sent.refresh_from_db()
    assert (sent.validity_note, sent.sent_at) == ("Since then.", None)


def test_there_is_no_other_door_to_the_public(sent, team):
    with pytest.raises(PermissionDenied):
        sent.latest_revision.publish(user=team)
    with pytest.raises(PermissionDenied):
        sent.publish(sent.latest_revision)
    with pytest.raises(PermissionDenied):
        sent.unpublish()
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseFactory(live=True)


def test_what_is_published_is_never_rewritten(published, team):
    with pytest.raises(PermissionDenied):
        published.save_revision(
            user=team, clean=False, overwrite_revision=published.latest_revision
        )


def test_the_lock_is_kept_when_a_text_is_read_back(draft, team):
    Case.objects.filter(pk=draft.pk).update(locked=True, locked_by=team)

    draft = Case.objects.get(pk=draft.pk)

    assert draft.latest_revision.as_object().locked


def test_the_author_is_told_of_its_publication(sent, author, team, work):
    choose(author, {"cases": "at_once"})
    work()
    mail.outbox.clear()

    actions.publish(sent, team)
    work()

    assert [message.to for message in mail.outbox] == [[author.email]]
    assert f"/experiencias/{sent.code}/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda case, team: actions.schedule(case, team, TOMORROW), "case_scheduled"),
        (actions.unschedule, "case_unscheduled"),
        (actions.confirm, "case_confirmed"),
    ],
)
def test_the_author_is_told_of_every_other_step_too(sent, author, team, work, act, kind):
    if kind == "case_unscheduled":
        actions.schedule(sent, team, TOMORROW)
    choose(author, {"cases": "at_once"})
    work()
    mail.outbox.clear()

    act(sent, team)
    work()

    assert [message.to for message in mail.outbox] == [[author.email]]
    assert sent.code in mail.outbox[0].body
    assert author.notifications.latest("pk").kind == kind


# --- Withdrawing and scheduling -------------------------------------------------------------


def test_a_withdrawn_case_is_seen_by_nobody_and_keeps_its_versions(published, team):
    actions.unpublish(published, team, "The municipality asks for it.")

    published.refresh_from_db()
    assert not Case.objects.visible_to(AnonymousUser()).exists()
    assert published.versions.count() == 1
    assert published.state == Case.State.WITHDRAWN


def test_a_withdrawn_case_comes_back_as_a_new_version(published, author, team):
    actions.unpublish(published, team, "To be corrected.")
    published.refresh_from_db()
    write(published, author, "Corrected")
    actions.send(published, author)

    version = actions.publish(published, team)

    assert version.number == 2
    assert Case.objects.get(pk=published.pk).live


def test_a_scheduled_case_appears_on_its_day_and_only_once(sent, team):
    at = timezone.now() + timedelta(days=1)
    actions.schedule(sent, team, at)

    assert actions.publish_due(timezone.now()) == 0
    assert actions.publish_due(at) == 1
    assert actions.publish_due(at) == 0
    sent.refresh_from_db()
    assert sent.live
    assert sent.versions.count() == 1


def test_a_moment_that_has_passed_is_refused(sent, team):
    with pytest.raises(ValidationError):
        actions.schedule(sent, team, timezone.now() - timedelta(minutes=1))


def test_a_schedule_can_be_taken_back(sent, team):
    at = timezone.now() + timedelta(days=1)
    actions.schedule(sent, team, at)
    actions.unschedule(sent, team)

    assert actions.publish_due(at) == 0
    assert CaseEvent.Verb.UNSCHEDULED in verbs(sent)


def test_what_became_incomplete_is_not_published_on_its_day(sent, team):
    at = timezone.now() + timedelta(days=1)
    actions.schedule(sent, team, at)
    actions.save_draft(sent, ProblemForm, ["problem"], {"problem": ""}, team)

    assert actions.publish_due(at) == 0
    sent.refresh_from_db()
    assert not sent.live
    assert sent.publish_at is None


def test_what_its_author_went_on_writing_is_not_published_on_its_day(published, author, team, unit):
    write(published, unit, "Said better")
    actions.schedule(published, team, TOMORROW)
    write(published, author, "Half a thought")

    assert actions.publish_due(TOMORROW) == 0

    published.refresh_from_db()
    assert published.title == "Compost in the market"
    assert published.publish_at is None
    assert team.notifications.latest("pk").kind == "case_not_published"


def test_what_is_published_already_gets_no_day(published, team):
    with pytest.raises(ValidationError):
        actions.schedule(published, team, TOMORROW)
    Case.objects.filter(pk=published.pk).update(publish_at=TOMORROW)

    assert actions.publish_due(TOMORROW) == 0
    assert Case.objects.get(pk=published.pk).publish_at is None


def test_the_scheduler_publishes_cases_with_the_pages(sent, team):
    actions.schedule(sent, team, timezone.now() + timedelta(days=1))
    call_command("publish_scheduled", verbosity=0)
    sent.refresh_from_db()
    assert not sent.live

    Case.objects.filter(pk=sent.pk).update(publish_at=timezone.now())
    call_command("publish_scheduled", verbosity=0)
    sent.refresh_from_db()
    assert sent.live
