"""What transfers leave in a person's calendar and in the archive of their data."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from knowledge.archive_of_following import documents, milestones, visits
from knowledge.models import TransferMilestone
from knowledge.transfer_kinds import TransferStage
from networks.actions.calendar_keys import key_of
from networks.event_links import calendar_token
from tests.factories import MemberFactory
from tests.knowledge.transfers import official, repeat, town

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(db):
    return official(town("Vega"), "quien-lleva")


@pytest.fixture
def transfer(published, keeper):
    government = keeper.affiliations.get().organization
    return repeat(published, government, keeper, stage=TransferStage.UNDER_WAY)


def entries(client, person):
    token = calendar_token(person.pk, key_of(person).number)
    response = client.get(reverse("events:personal_calendar", args=[token]))
    read = Calendar.from_ical(response.content)
    return {str(each["summary"]): each for each in read.walk("VEVENT")}


def test_milestones_and_visits_stand_in_the_calendar_of_who_has_to_do_with_them(
    client, transfer, keeper, author
):
    today = timezone.localdate()
    day = today + timedelta(days=5)
    row = TransferMilestone.objects.create(transfer=transfer, title="Agree", due_on=day)
    TransferMilestone.objects.create(transfer=transfer, title="Done", due_on=day, state="done")
    transfer.visits.create(
        host=town("Loma"),
        guest=transfer.adopter,
        topic="See the plant",
        state="agreed",
        starts_on=day,
        ends_on=day + timedelta(days=1),
    )

    told = entries(client, keeper)

    assert set(told) == {"Agree", "See the plant"}
    assert told["Agree"]["dtstart"].dt == day
    assert told["Agree"]["dtend"].dt == day + timedelta(days=1)
    assert told["See the plant"]["dtend"].dt == day + timedelta(days=2)
    assert str(told["Agree"]["uid"]).startswith(f"hito-{row.key}@")
    assert str(told["Agree"]["url"]).endswith(f"/replicas/{transfer.pk}/seguimiento/")
    assert set(entries(client, author)) == {"See the plant"}
    assert entries(client, MemberFactory()) == {}
    transfer.stage, transfer.stop_reason = TransferStage.SUSPENDED, "no_funds"
    transfer.save()
    assert set(entries(client, keeper)) == {"See the plant"}


def test_ones_archive_holds_ones_posts_documents_and_visits(transfer, keeper):
    row = TransferMilestone.objects.create(transfer=transfer, title="Agree", person=keeper)
    transfer.proofs.create(milestone=row, title="Acta", url="https://x.org/", added_by=keeper)
    transfer.visits.create(
        host=town("Loma"), guest=transfer.adopter, topic="Plant", asked_by=keeper
    )

    assert [each["title"] for each in milestones(keeper).rows] == ["Agree"]
    assert [each["url"] for each in documents(keeper).rows] == ["https://x.org/"]
    [visit] = visits(keeper).rows
    assert (visit["topic"], visit["guest.name"]) == ("Plant", transfer.adopter.name)
    for part in (milestones, documents, visits):
        stranger = part(MemberFactory())
        assert list(stranger.rows) == []
        assert all(stranger.columns.values())
