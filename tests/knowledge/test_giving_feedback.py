"""What others say of a case: who may, who reads it, what stays protected."""

import gzip
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from community.actions.moderation import dismiss, hide, show
from community.models import Notification, Report
from knowledge import actions
from knowledge.actions.feedback import (
    answer_feedback,
    receive_lessons,
)
from knowledge.feedback_kinds import FEEDBACK_TARGET_DAYS, FeedbackKind
from knowledge.kinds import ShownAs
from knowledge.models import Case, Contributor, Feedback
from tests.factories import MemberFactory
from tests.knowledge.feedback import at, browser_of, kinds_told, say
from tests.knowledge.transfers import official, repeat, town
from tests.knowledge.workspace import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]

EVERYBODY = AnonymousUser()


def sent_by_form(case, person, **changes):
    told = {"kind": "risk", "part": "problema", "text": "It may flood.", "shown_as": "person"}
    return browser_of(person).post(at(case, "retroalimentacion", "nueva"), {**told, **changes})


# --- Giving it ------------------------------------------------------------------------


def test_a_member_speaks_of_a_part_and_the_authors_hear_of_it(published, member, author):
    link = f"{at(published, 'retroalimentacion', 'nueva')}?parte=problema&amp;"
    page = browser_of(member).get(at(published)).content.decode()
    assert link.split("&")[0].removeprefix("/en") in page.replace("/en/", "/")
    form = browser_of(member).get(link.split("&")[0]).content.decode()
    assert '<option value="problema" selected' in form
    assert str(FEEDBACK_TARGET_DAYS) in form

    response = sent_by_form(published, member)

    made = Feedback.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.case, made.part, made.kind) == (published, "problema", "risk")
    assert (made.author, made.version) == (member, published.versions.get())
    assert made.answer_by == timezone.localdate() + timedelta(days=FEEDBACK_TARGET_DAYS)
    assert "feedback_received" in kinds_told(author)
    assert "feedback_received" not in kinds_told(member)
    shown = words(browser_of().get(at(published, "retroalimentacion")))
    assert "It may flood." in shown
    assert member.display_name in shown
    with translation.override("en"):
        assert "To be answered by" in shown


@pytest.mark.parametrize("kind", FeedbackKind.values)
def test_each_kind_can_be_given(published, member, kind):
    assert sent_by_form(published, member, kind=kind).status_code == 302
    assert Feedback.objects.get().kind == kind


def test_visitors_read_and_sign_in_to_speak(published):
    response = sent_by_form(published, None)
    assert response.status_code == 302
    assert "/retroalimentacion/nueva/" in response.url
    assert not Feedback.objects.exists()
    assert browser_of().get(at(published, "retroalimentacion")).status_code == 200


def test_nobody_speaks_of_a_draft_or_a_withdrawn_case(draft, author, member):
    address = f"/experiencias/{draft.key}/retroalimentacion/nueva/"
    assert browser_of(author).get(address).status_code == 404
    with pytest.raises(PermissionDenied):
        say(draft, member)


def test_somebody_suspended_does_not_speak(published, member):
    member.suspended_at = timezone.now()
    member.save()
    with pytest.raises(PermissionDenied):
        say(published, member)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": " "}, "required"),
        ({"text": "x" * 4001}, "4000"),
        ({"kind": "nonsense"}, "nonsense"),
        ({"part": "nonsense"}, "nonsense"),
        ({"shown_as": "network"}, "network"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_lost(published, member, changes, said):
    response = sent_by_form(published, member, source="The council's act 14", **changes)
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert "council&#x27;s act 14" in page
    assert not Feedback.objects.exists()


def test_a_file_is_judged_by_its_content_and_read_by_who_reads_the_feedback(published, member):
    lying = SimpleUploadedFile("informe.pdf", b"MZ this is a program")
    refused = sent_by_form(published, member, attached=lying)
    assert "is not what its name says" in words(refused)
    assert "Choose the files again" in words(refused)
    many = [SimpleUploadedFile(f"{n}.txt", b"words") for n in range(4)]
    assert "Up to 3 files find room" in words(sent_by_form(published, member, attached=many))
    assert not Feedback.objects.exists()

    sent_by_form(published, member, attached=SimpleUploadedFile("acta.txt", b"words"))

    made = Feedback.objects.get()
    [kept] = made.files.all()
    assert browser_of().get(kept.file.url).status_code == 200
    Feedback.objects.update(hidden_at=timezone.now())
    assert browser_of().get(kept.file.url).status_code == 404
    assert browser_of(member).get(kept.file.url).status_code == 200


def test_the_same_button_pressed_twice_says_it_once(published, member):
    assert say(published, member) == say(published, member)
    assert Feedback.objects.count() == 1


def test_on_behalf_only_of_where_they_work(published, member):
    theirs, other = town("Peñalba"), town("Vado")
    person = official(theirs, "clara")
    assert say(published, person, organization=theirs).signature == "Clara, Alcaldía de Peñalba"
    with pytest.raises(PermissionDenied):
        say(published, person, organization=other, text="Another")
    form = browser_of(member).get(at(published, "retroalimentacion", "nueva")).content.decode()
    assert 'name="organization"' not in form
    assert 'value="organization"' not in form


def test_too_much_in_an_hour_waits_and_keeps_the_words(published, member, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "feedback": "1/h/user"}
    sent_by_form(published, member)
    page = sent_by_form(published, member, text="A second thought").content.decode()
    assert "A second thought" in page
    assert Feedback.objects.count() == 1


# --- Protected ------------------------------------------------------------------------


def test_a_protected_name_is_known_to_the_team_that_works_on_it_alone(
    published, author, member, unit
):
    theirs = town("Peñalba")
    person = official(theirs, "clara")
    made = say(published, person, shown_as=ShownAs.ORGANIZATION, organization=theirs)
    other = say(published, person, shown_as=ShownAs.NOBODY, text="And who keeps it?")

    for reader in (None, member, author):
        page = browser_of(reader).get(at(published, "retroalimentacion")).content.decode()
        assert "Clara" not in page, reader
        assert "clara" not in page.replace("declara", ""), reader
        assert "Alcaldía de Peñalba" in page
    assert "Clara" in words(browser_of(unit).get(at(published, "retroalimentacion")))
    mine = words(browser_of(person).get(made.get_absolute_url()))
    assert "that it is you" in mine or "usted" in mine
    for notice in Notification.objects.filter(recipient=author):
        assert "Clara" not in str(notice.facts)
        assert "Clara" not in notice.title
    assert other.signature == "Somebody who is not named"


def test_only_the_organization_needs_an_organization(published, member):
    with pytest.raises(ValidationError) as refused:
        say(published, member, shown_as=ShownAs.ORGANIZATION)
    assert "organization" in refused.value.message_dict


def test_who_is_protected_in_the_case_is_not_named_by_feedback(draft, author, team):
    draft.contributors = [Contributor(person=author, shown_as=ShownAs.NOBODY)]
    draft.save()
    actions.send(draft, author)
    actions.publish(draft, team)
    case = Case.objects.get(pk=draft.pk)
    form = browser_of(author).get(at(case, "retroalimentacion", "nueva"))
    assert "Your name is kept in this experience" in words(form)
    assert say(case, author).shown_as == ShownAs.NOBODY
    made = say(case, MemberFactory(), text="Why?")
    assert answer_feedback(made, author, disposition="answered", answer="So.").answered_by is None


# --- Who reads it -------------------------------------------------------------------------


def test_of_a_withdrawn_case_its_authors_the_team_and_the_giver_read_it(
    published, author, team, member
):
    made = say(published, MemberFactory())
    actions.unpublish(published, team, "They asked.")
    for person, sees in ((EVERYBODY, False), (member, False), (author, True), (team, True)):
        assert Feedback.objects.visible_to(person).exists() is sees, person
    assert Feedback.objects.visible_to(made.author).exists()


def test_first_words_wait_for_who_moderates(published, author, unit, member):
    new = MemberFactory(vouched_at=None)
    made = say(published, new)
    assert made.is_waiting
    assert "feedback_received" not in kinds_told(author)
    assert not Feedback.objects.visible_to(EVERYBODY).exists()
    assert not Feedback.objects.visible_to(author).exists()
    assert Feedback.objects.visible_to(new).exists()
    assert Report.objects.get().thing == made
    dismiss(made, unit)
    made.refresh_from_db()
    assert not made.is_waiting
    assert "feedback_received" in kinds_told(author)


def test_what_is_reported_is_hidden_and_shown_again(published, author, unit, member):
    made = say(published, MemberFactory())
    page = browser_of(member).get(at(published, "retroalimentacion")).content.decode()
    with translation.override("en"):
        assert reverse("moderation:report", args=["retroalimentacion", made.pk]) in page
    hide(made, unit, "It insults.")
    for reader in (EVERYBODY, member, author):
        assert not Feedback.objects.visible_to(reader).exists()
    assert browser_of(member).get(made.get_absolute_url()).status_code == 404
    show(Feedback.objects.get(), unit)
    assert Feedback.objects.visible_to(EVERYBODY).exists()


# --- Lessons of transfers -----------------------------------------------------------------


def lessons_of(case, visibility="public", lessons="Begin on market day."):
    government = town("Peñalba")
    person = official(government, "clara")
    transfer = repeat(case, government, person, visibility=visibility, lessons=lessons)
    receive_lessons(transfer, person)
    return transfer, person


def test_the_lessons_of_a_transfer_arrive_as_feedback(published, author):
    transfer, person = lessons_of(published)
    made = Feedback.objects.get()
    assert (made.kind, made.transfer, made.author) == ("lesson", transfer, person)
    assert made.organization == transfer.adopter
    assert made.version == transfer.origin_version
    assert "feedback_received" in kinds_told(author)
    receive_lessons(transfer, person)
    assert Feedback.objects.count() == 1
    transfer.lessons = "Begin on market day, with two trucks."
    receive_lessons(transfer, person)
    assert Feedback.objects.get().text == transfer.lessons
    answer_feedback(Feedback.objects.get(), author, disposition="accepted")
    transfer.lessons = "And tell the school."
    receive_lessons(transfer, person)
    assert Feedback.objects.count() == 2


def test_without_lessons_nothing_arrives(published):
    lessons_of(published, lessons="  ")
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("visibility", "visitor", "stranger"),
    [("team", False, False), ("members", False, True), ("public", True, True)],
)
def test_lessons_are_read_by_who_reads_the_transfer(
    published, member, team, author, visibility, visitor, stranger
):
    transfer, person = lessons_of(published, visibility)
    told = {
        EVERYBODY: visitor,
        member: stranger,
        person: True,
        team: True,
    }
    for reader, sees in told.items():
        assert Feedback.objects.visible_to(reader).exists() is sees, reader
    page = browser_of().get(at(published)).content.decode()
    assert ("1 item of feedback" in page) is visitor
    assert (
        "Begin on market day" in words(browser_of(member).get(at(published, "retroalimentacion")))
    ) is stranger
    sees = type(transfer).objects.visible_to(author).filter(pk=transfer.pk).exists()
    assert ("feedback_received" in kinds_told(author)) is sees
    transfer.delete()
    assert not Feedback.objects.exists()


# --- Cost ---------------------------------------------------------------------------------


def test_the_list_costs_the_same_with_few_and_many(
    published, member, django_assert_max_num_queries
):
    address = at(published, "retroalimentacion")

    def count(person, most):
        client = browser_of(person)
        client.get(address)
        with django_assert_max_num_queries(most) as queries:
            body = client.get(address).content
        assert len(gzip.compress(body)) < 12_000
        return len(queries)

    for number in range(2):
        say(published, MemberFactory(), text=f"Question {number}")
    few = count(None, 8), count(member, 12)
    for number in range(30):
        say(published, MemberFactory(), text=f"Another {number} " + "words " * 60)
    assert (count(None, 8), count(member, 12)) == few


def test_the_page_of_a_case_costs_no_query_more_for_feedback(
    client, published, django_assert_max_num_queries
):
    def count():
        client.get(published.get_absolute_url())
        with django_assert_max_num_queries(8) as queries:
            client.get(published.get_absolute_url())
        return len(queries)

    none = count()
    for number in range(12):
        say(published, MemberFactory(), text=f"Question {number}")
    assert count() == none


def test_a_filter_that_means_nothing_shows_all(published, member):
    say(published, member)
    for query in ("?estado=x&tipo=y&parte=z&pagina=99", "?tipo=question", "?estado=esperan"):
        page = browser_of().get(at(published, "retroalimentacion") + query)
        assert "Who pays it?" in words(page), query
    page = browser_of().get(at(published, "retroalimentacion") + "?tipo=risk")
    assert "Who pays it?" not in words(page)


def test_one_item_and_the_form_cost_few_queries(published, member, django_assert_max_num_queries):
    made = say(published, MemberFactory())
    for person, most in ((None, 8), (member, 12)):
        client = browser_of(person)
        client.get(made.get_absolute_url())
        with django_assert_max_num_queries(most):
            assert client.get(made.get_absolute_url()).status_code == 200
    client = browser_of(member)
    address = at(published, "retroalimentacion", "nueva")
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
