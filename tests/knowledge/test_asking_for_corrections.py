"""The right to reply: asking for a correction or withdrawal, and the answer."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from knowledge import actions
from knowledge.models import DAYS_TO_ANSWER, CorrectionRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(published):
    return actions.ask(
        published,
        None,
        kind="correction",
        text="It began in 2018.",
        name="Rosa",
        email="rosa@town.example",
    )


def test_a_request_of_anybody_reaches_the_team_with_its_day(request_, team, work):
    work()

    assert request_.answer_by == timezone.localdate() + timedelta(days=DAYS_TO_ANSWER)
    assert list(CorrectionRequest.objects.open()) == [request_]
    assert team.notifications.filter(kind="case_request").exists()
    assert request_.case.events.first().verb == "asked"


def test_what_is_not_published_takes_no_request(sent):
    with pytest.raises(PermissionDenied):
        actions.ask(sent, None, kind="correction", text="x", name="x", email="x@town.example")


def test_the_answer_is_mailed_to_whoever_has_no_account(request_, team, work):
    work()
    mail.outbox.clear()

    actions.answer_request(request_, team, disposition="accepted", answer="Corrected, thank you.")
    work()

    [message] = mail.outbox
    assert message.to == ["rosa@town.example"]
    assert "Corrected, thank you." in message.body
    assert f"/experiencias/{request_.case.code}/" in message.body


def test_the_answer_is_a_notice_to_a_member(published, team, member):
    asked = actions.ask(
        published,
        member,
        kind="withdrawal",
        text="Please.",
        name=member.display_name,
        email=member.email,
    )

    actions.answer_request(asked, team, disposition="declined", answer="It is of public interest.")

    assert member.notifications.get().kind == "case_request_answered"


def test_an_answer_is_given_once_and_with_words(request_, team):
    for wrong in (
        {"disposition": "open", "answer": "x"},
        {"disposition": "accepted", "answer": " "},
    ):
        with pytest.raises(ValidationError):
            actions.answer_request(request_, team, **wrong)
    actions.answer_request(request_, team, disposition="declined", answer="No.")

    with pytest.raises(ValidationError):
        actions.answer_request(request_, team, disposition="accepted", answer="Yes.")


def test_only_the_team_answers(request_, author, member):
    for person in (author, member):
        with pytest.raises(PermissionDenied):
            actions.answer_request(request_, person, disposition="accepted", answer="Yes.")


def test_accepting_a_confirmation_makes_the_case_the_municipalitys_own(published, team):
    asked = actions.ask(
        published,
        None,
        kind="confirmation",
        text="We confirm it.",
        name="The mayor",
        email="mayor@sucre.example",
    )
    assert published.is_told_by_a_third_party

    actions.answer_request(asked, team, disposition="accepted", answer="Thank you.")

    published.refresh_from_db()
    assert not published.is_told_by_a_third_party


def test_a_request_is_overdue_the_day_after_its_day(request_):
    open_ones = CorrectionRequest.objects

    assert not open_ones.overdue(request_.answer_by).exists()
    assert open_ones.overdue(request_.answer_by + timedelta(days=1)).exists()
