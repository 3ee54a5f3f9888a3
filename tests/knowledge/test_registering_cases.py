"""From the first line of a case to its first version, and whom each step is told."""

from datetime import timedelta

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Revision

from community.actions.members import municipal_government, set_affiliation
from knowledge import actions
from knowledge.actions.writing import token_of
from knowledge.levels import missing_for
from knowledge.models import Case, CaseEvent, CaseSequence, CaseVersion
from tests.factories import CaseFactory, MemberFactory, NetworkPageFactory, make_municipality

pytestmark = pytest.mark.django_db


class TitleForm(forms.ModelForm):
    class Meta:
        model = Case
        fields = ["title", "summary"]


class ProblemForm(forms.ModelForm):
    class Meta:
        model = Case
        fields = ["problem"]
        widgets = {"problem": forms.Textarea}


def write(case, user, title, **options):
    data = {"title": title, "summary": "Said again."}
    return actions.save_draft(case, TitleForm, TitleForm.Meta.fields, data, user, **options)


def verbs(case):
    return [event.verb for event in case.events.order_by("pk")]


# --- Writing -------------------------------------------------------------------------


def test_visitors_register_nothing():
    with pytest.raises(PermissionDenied):
        actions.register(AnonymousUser(), title="A case")


def test_a_new_case_is_a_draft_that_no_reader_sees(author):
    case = actions.register(author, title="A case")

    assert not Case.objects.visible_to(AnonymousUser()).exists()
    assert not Case.objects.visible_to(author).exists()
    assert list(Case.objects.written_by(author)) == [case]
    assert case.code is None


def test_what_the_author_writes_is_the_draft_and_stands_in_lists(draft, author):
    write(draft, author, "Compost for everybody")

    draft.refresh_from_db()
    assert draft.title == "Compost for everybody"
    assert draft.draft().title == "Compost for everybody"


def test_one_sitting_is_one_revision(draft, author):
    before = Revision.objects.for_instance(draft).count()

    for number in range(5):
        write(draft, author, f"Title {number}")

    assert Revision.objects.for_instance(draft).count() <= before + 1


def test_rows_of_the_record_survive_the_saving_of_another_section(draft, author):
    keys = {link.key for link in draft.case_themes.all()}

    for number in range(3):
        write(draft, author, f"Title {number}")

    again = Case.objects.get(pk=draft.pk)
    assert {link.key for link in again.draft().case_themes.all()} == keys
    assert {link.key for link in again.case_themes.all()} == keys


def test_two_people_in_the_same_section_lose_nothing(draft, author, team):
    seen = token_of(draft.draft(), TitleForm.Meta.fields)
    write(draft, author, "First", seen=seen)

    with pytest.raises(actions.ConflictError) as conflict:
        write(draft, team, "Second", seen=seen)

    assert conflict.value.current.title == "First"


def test_two_people_in_two_sections_do_not_meet(draft, author, team):
    seen = token_of(draft.draft(), ProblemForm.Meta.fields)
    write(draft, author, "First")

    form = actions.save_draft(
        draft, ProblemForm, ["problem"], {"problem": "<p>New.</p>"}, team, seen=seen
    )

    assert form.is_valid()
    newest = Case.objects.get(pk=draft.pk).draft()
    assert (newest.title, newest.problem) == ("First", "<p>New.</p>")


def test_strangers_write_in_nobodys_draft(draft, member):
    with pytest.raises(PermissionDenied):
        write(draft, member, "Mine now")


def test_a_form_with_a_fault_writes_nothing(draft, author):
    form = write(draft, author, "x" * 101)

    assert form.errors["title"]
    draft.refresh_from_db()
    assert draft.title == "Compost in the market"


# --- Sending -------------------------------------------------------------------------


def test_sending_gives_a_code_of_country_year_and_number(draft, author):
    sent = actions.send(draft, author)

    assert sent.code == f"XA-{timezone.localdate().year}-0001"
    assert sent.state == Case.State.SENT


def test_a_code_never_changes_and_is_never_given_twice(sent, author, team):
    code = sent.code
    actions.return_to_author(sent, team, "Say how much it cost.")
    assert actions.send(sent, author).code == code

    Case.objects.filter(pk=sent.pk).delete()
    other = actions.send(CaseFactory(registered_by=author), author)

    assert other.code == f"{code[:-1]}2"
    assert CaseSequence.objects.get().last == 2


def test_what_is_missing_is_named(author):
    case = actions.register(author, title="Only a title")

    with pytest.raises(ValidationError) as refused:
        actions.send(case, author)

    missing = [error.code for error in refused.value.error_list]
    assert "problem" in missing
    assert "lead_municipality" in missing
    assert "title" not in missing
    assert missing == missing_for(case)


def test_only_the_author_sends(draft, member, team):
    for person in (member, team):
        with pytest.raises(PermissionDenied):
            actions.send(draft, person)


def test_nobody_writes_while_it_is_in_review_but_the_team(sent, author, team):
    with pytest.raises(PermissionDenied):
        write(sent, author, "Wait, one more thing")

    assert write(sent, team, "Corrected by the team").is_valid()


def test_author_and_team_are_told_in_the_site_and_by_mail(draft, author, team, work):
    sent = actions.send(draft, author)
    work()

    assert sent.code in author.notifications.get().title
    assert {address for message in mail.outbox for address in message.to} == {
        author.email,
        team.email,
    }


# --- Told by whom ----------------------------------------------------------------------


def test_a_case_told_from_outside_says_so_until_it_is_confirmed(sent, team):
    assert sent.is_told_by_a_third_party

    actions.confirm(sent, team)

    sent.refresh_from_db()
    assert not sent.is_told_by_a_third_party


def test_a_case_told_by_its_own_municipality_is_confirmed_from_the_start(draft, author):
    set_affiliation(author, municipal_government(make_municipality()), "Secretary")

    assert not actions.send(draft, author).is_told_by_a_third_party


def test_only_the_team_confirms(sent, author, member):
    for person in (author, member):
        with pytest.raises(PermissionDenied):
            actions.confirm(sent, person)


# --- Returning -------------------------------------------------------------------------


def test_a_returned_case_carries_its_reason_and_can_be_sent_again(sent, author, team, work):
    actions.return_to_author(sent, team, "Say how much it cost.")
    work()

    assert "Say how much it cost." in mail.outbox[-1].body
    assert f"/experiencias/{sent.code}/editar/" in mail.outbox[-1].body
    assert sent.events.first().note == "Say how much it cost."
    assert write(sent, author, "Better").is_valid()
    assert actions.send(sent, author).state == Case.State.SENT


def test_nothing_is_returned_without_a_reason(sent, team):
    with pytest.raises(ValidationError):
        actions.return_to_author(sent, team, "  ")


@pytest.mark.parametrize("act", ["return", "publish", "unpublish", "schedule"])
def test_only_the_team_and_the_unit_decide(act, sent, author, member):
    acts = {
        "return": lambda person: actions.return_to_author(sent, person, "No."),
        "publish": lambda person: actions.publish(sent, person),
        "unpublish": lambda person: actions.unpublish(sent, person, "No."),
        "schedule": lambda person: actions.schedule(
            sent, person, timezone.now() + timedelta(days=1)
        ),
    }
    for person in (AnonymousUser(), member, author, MemberFactory()):
        with pytest.raises(PermissionDenied):
            acts[act](person)


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
    Case.objects.filter(pk=sent.pk).update(validity_note="Since then.", level=2)

    actions.publish(sent, team)

    sent.refresh_from_db()
    assert (sent.validity_note, sent.level) == ("Since then.", 2)


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
    work()
    mail.outbox.clear()

    actions.publish(sent, team)
    work()

    assert [message.to for message in mail.outbox] == [[author.email]]
    assert f"/experiencias/{sent.code}/" in mail.outbox[0].body


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


def test_wagtails_own_schedule_finds_nothing_to_do(sent, team):
    actions.schedule(sent, team, timezone.now() + timedelta(days=1))

    call_command("publish_scheduled")

    sent.refresh_from_db()
    assert not sent.live
