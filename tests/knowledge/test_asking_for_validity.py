"""Once a year those responsible say with one click whether an experience goes on."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from community.models import Affiliation, Notification, Organization
from knowledge import actions
from knowledge.actions.validity import ask_validity, responsible_for
from knowledge.models import Case, ValidityQuestion
from knowledge.scales import Validity
from tests.factories import CaseFactory, MemberFactory

pytestmark = pytest.mark.django_db


def long_known(case, on, days=366, **values):
    checked_on = on - timedelta(days=days)
    values = {"validity_status": Validity.CURRENT, "validity_checked_on": checked_on, **values}
    Case.objects.filter(pk=case.pk).update(**values)
    return Case.objects.get(pk=case.pk)


def works_in(case, **values):
    town, _new = Organization.objects.get_or_create(
        name="Alcaldía",
        slug="alcaldia",
        kind="municipal_government",
        territory=case.lead_municipality,
    )
    person = MemberFactory(language="es")
    Affiliation.objects.create(
        user=person, organization=town, verification="unit", verified_at=timezone.now(), **values
    )
    return person


def link(message, answer):
    """The address below the words of one answer of a mail."""
    words = {"current": "sigue vigente:|goes on:", "interrupted": "interrumpió:|interrupted:"}[
        answer
    ]
    path = re.search(rf"(?:{words})\n(\S+)", message.body)
    assert path, message.body
    return re.sub(r"^https?://[^/]+", "", path[1])


def test_it_is_asked_once_and_reminded_once_and_then_is_not_confirmed(published, author, today):
    case = long_known(published, today)
    assert ask_validity(today - timedelta(days=2))["asked"] == 0

    for _time in range(2):
        call_command("ask_validity")
    nothing = {"asked": 0, "reminded": 0, "unconfirmed": 0}
    for day in (1, 29):
        assert ask_validity(today + timedelta(days=day)) == nothing
    [question] = ValidityQuestion.objects.all()
    assert (question.person, question.asked_on) == (author, today)
    assert Notification.objects.filter(kind="case_validity").count() == 1

    month = today + timedelta(days=30)
    assert [ask_validity(month)["reminded"] for _time in range(2)] == [1, 0]
    assert ask_validity(month + timedelta(days=29))["unconfirmed"] == 0
    two = month + timedelta(days=30)
    assert [ask_validity(two)["unconfirmed"] for _time in range(2)] == [1, 0]
    case.refresh_from_db()
    assert case.validity_status == Validity.UNCONFIRMED
    assert case.events.first().verb == "validity"
    assert ask_validity(two + timedelta(days=1))["asked"] == 0
    assert ask_validity(today + timedelta(days=365))["asked"] == 1


def test_those_who_work_there_are_asked_and_only_about_what_may_go_on(published, author, today):
    case = long_known(published, today)
    assert responsible_for(case, today) == [author]
    official = works_in(case)
    works_in(case, ended_on=today - timedelta(days=1))
    assert responsible_for(case, today) == [official]

    for values in (
        {"validity_status": Validity.INTERRUPTED},
        {"start_year": 2000, "end_year": 2004, "is_ongoing": False},
        {"live": False},
        {"validity_checked_on": today - timedelta(days=200)},
    ):
        long_known(case, today, **values)
        assert ask_validity(today)["asked"] == 0, values
        long_known(case, today, end_year=None, live=True)
    long_known(case, today, validity_status=Validity.UNCONFIRMED)
    assert ask_validity(today)["asked"] == 1

    official.affiliations.all().delete()
    alone = long_known(CaseFactory(live=True, code="XA-2020-0001"), today, kept_by=None)
    Case.objects.filter(pk=alone.pk).update(registered_by=None)
    assert [ask_validity(today)["asked"] for _time in range(2)] == [0, 0]
    assert [(event.verb, event.actor) for event in alone.events.all()] == [("validity", None)]


def test_one_click_of_the_mail_answers_without_signing_in(
    client, home, published, today, work, unit
):
    case = long_known(published, today)
    first, second = works_in(case), works_in(case)
    ask_validity(today)
    work()
    letters = {message.to[0]: message for message in mail.outbox if "/vigencia/" in message.body}
    address = link(letters[first.email], "interrupted")

    page = client.get(address)
    assert page.status_code == 200
    assert first.display_name not in page.content.decode()
    assert page.content.decode().count('<button class="button" type="submit"') == 1
    case.refresh_from_db()
    assert case.validity_status == Validity.CURRENT

    assert client.post(address, {"answer": "interrupted"}).status_code == 422
    told = {"answer": "interrupted", "reason": "no_funds", "note": "The market closed in 2026."}
    assert client.post(address, told, follow=True).status_code == 200
    case.refresh_from_db()
    assert (case.validity_status, case.interruption_reason) == ("interrupted", "no_funds")
    assert case.validity_checked_on == today
    event = case.events.first()
    assert (event.verb, event.actor) == ("validity", first)
    for url in (case.get_absolute_url(), reverse("cases:version", args=[case.code, 1])):
        shown = client.get(url, follow=True).content.decode()
        assert "The market closed in 2026." in shown

    # What one has said closes the question to the others; a changed link means nothing.
    late = link(letters[second.email], "current")
    assert client.post(late, {"answer": "current"}).status_code == 200
    assert client.get(f"{late[:-4]}xyz/").status_code == 404
    case.refresh_from_db()
    assert case.validity_status == "interrupted"


def test_who_has_left_no_longer_answers_and_who_keeps_it_may_at_any_time(
    client, home, published, author, today, work, member
):
    case = long_known(published, today)
    official = works_in(case)
    ask_validity(today)
    work()
    [letter] = [message for message in mail.outbox if "/vigencia/" in message.body]
    official.affiliations.update(ended_on=date(2020, 1, 1))
    assert client.get(link(letter, "current")).status_code == 404

    address = reverse("cases:validity", args=[case.code])
    assert client.get(address).status_code == 302
    client.force_login(member)
    assert client.get(address).status_code == 403
    client.force_login(author)
    assert client.post(address, {"answer": "institutionalized"}).status_code == 302
    case.refresh_from_db()
    assert case.validity_status == Validity.INSTITUTIONALIZED
    assert not ValidityQuestion.objects.open().exists()
    actions.protect(case, author, author, "organization")
    assert not case.events.filter(actor=author).exists()
    draft = CaseFactory(registered_by=author)
    assert client.get(reverse("cases:validity", args=[draft.key])).status_code == 404
