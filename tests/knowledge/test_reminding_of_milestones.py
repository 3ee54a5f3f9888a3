"""Milestones are reminded of a week before their day and once it has passed, each once."""

from datetime import timedelta

import pytest
from django.core import mail

from community.models import Facilitation, MailPreference, Notification, User
from community.permissions import FACILITATORS
from community.waiting import waiting_for
from knowledge.actions.transfer_reminders import remind
from knowledge.models import TransferMilestone
from knowledge.transfer_kinds import TransferAudience, TransferStage
from territories.models import TerritoryGroup
from tests.factories import MemberFactory
from tests.knowledge.conftest import somebody_of
from tests.knowledge.transfers import official, repeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(adopter):
    return official(adopter, "quien-lleva", language="es")


@pytest.fixture
def responsible(adopter):
    return official(adopter, "responsable", language="es")


@pytest.fixture
def facilitator(adopter):
    person = somebody_of(FACILITATORS, "facilita")
    zone = TerritoryGroup.objects.create(name="Zona", kind="zone")
    zone.territories.add(adopter.territory)
    Facilitation.objects.create(user=person, zone=zone)
    return person


@pytest.fixture
def transfer(published, adopter, keeper):
    return repeat(published, adopter, keeper, stage=TransferStage.UNDER_WAY)


def milestone(transfer, title="Agree with the stalls", **fields):
    return TransferMilestone.objects.create(transfer=transfer, title=title, **fields)


def told():
    rows = Notification.objects.filter(kind__startswith="transfer_").order_by("pk")
    return [(row.kind, row.recipient.handle) for row in rows]


def test_the_responsible_the_keeper_and_the_facilitator_hear_once_before_and_once_after(
    transfer, responsible, keeper, facilitator, today
):
    day = today + timedelta(days=30)
    milestone(transfer, due_on=day, person=responsible)

    assert remind(day - timedelta(days=8)) == 0
    assert [remind(day - timedelta(days=7)) for _time in range(2)] == [3, 0]
    assert remind(day) == 0
    assert [remind(day + timedelta(days=1)) for _time in range(2)] == [3, 0]

    people = ["responsable", "quien-lleva", "facilita"]
    before, after = told()[:3], told()[3:]
    assert sorted(before) == sorted(("transfer_soon", each) for each in people)
    assert sorted(after) == sorted(("transfer_late", each) for each in people)


def test_all_that_is_due_comes_in_one_notice_and_others_hear_of_theirs_alone(
    transfer, responsible, keeper, today
):
    milestone(transfer, "First", due_on=today, person=responsible)
    milestone(transfer, "Second", due_on=today + timedelta(days=3))

    assert remind(today) == 2

    notices = {row.recipient: row.facts for row in Notification.objects.all()}
    assert notices[responsible]["milestones"].count("\n") == 0
    assert [line.split(": ")[1] for line in notices[keeper]["milestones"].splitlines()] == [
        "First",
        "Second",
    ]


def test_nobody_is_reminded_of_what_is_done_cancelled_or_stopped(transfer, today):
    milestone(transfer, due_on=today, state="done")
    milestone(transfer, due_on=today, state="cancelled")
    milestone(transfer)
    assert remind(today) == 0

    milestone(transfer, due_on=today)
    transfer.stage, transfer.stop_reason = TransferStage.SUSPENDED, "no_funds"
    transfer.save()
    assert remind(today) == remind(today + timedelta(days=1)) == 0


def test_who_may_no_longer_read_it_is_not_told(transfer, today):
    stranger = MemberFactory(handle="se-fue")
    milestone(transfer, due_on=today, person=stranger)
    transfer.visibility = TransferAudience.TEAM
    transfer.save()

    remind(today)

    assert told() == [("transfer_soon", "quien-lleva")]


def test_mail_goes_out_as_each_wants(transfer, keeper, work, today):
    milestone(transfer, due_on=today)
    remind(today)
    work()
    [message] = [each for each in mail.outbox if each.to == [keeper.email]]
    assert "Agree with the stalls" in message.body

    MailPreference.objects.create(user=keeper, source="waiting", frequency="never")
    remind(today + timedelta(days=1))
    work()
    assert [each for each in mail.outbox if each.to == [keeper.email]] == [message]
    assert Notification.objects.filter(recipient=keeper).count() == 2


def test_what_is_near_or_late_stands_on_ones_own_page(transfer, responsible, keeper, today):
    milestone(transfer, "Late", due_on=today - timedelta(days=3), person=responsible)
    milestone(transfer, "Near", due_on=today + timedelta(days=3))
    milestone(transfer, "Far", due_on=today + timedelta(days=30))

    def titles(person):
        return [(each.title, each.tone) for each in waiting_for(User.objects.get(pk=person.pk))]

    assert titles(keeper) == [("Late", "bad"), ("Near", "asks")]
    assert titles(responsible) == [("Late", "bad")]
    assert titles(MemberFactory()) == []
