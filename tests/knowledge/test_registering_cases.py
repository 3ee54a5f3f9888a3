"""From the first line of a case to its first version, and whom each step is told."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import Revision

from community.actions.affiliations import note_confirmed
from community.actions.members import municipal_government, set_affiliation
from knowledge import actions
from knowledge.actions.writing import token_of, works_for
from knowledge.levels import missing_for
from knowledge.models import Case, CaseSequence
from tests.factories import CaseFactory, MemberFactory, make_municipality
from tests.knowledge.conftest import ProblemForm, TitleForm, write

pytestmark = pytest.mark.django_db


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
    assert not works_for(author, draft), "anybody can say so"
    note_confirmed(author.affiliations.get(), "unit", None)

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
