"""What a plan refuses: what stopped, what lies too far away; and what moving a day asks for."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from knowledge.actions import transfer_plans as actions
from knowledge.actions import transfers
from tests.knowledge.transfers import at, opened, told_whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]


@pytest.fixture
def transfer(author, team, adopter, keeper):
    return transfers.begin(told_whole(author, team), keeper, adopter)


def test_the_milestones_of_what_stopped_stay_as_they_were(client, transfer, keeper):
    actions.make_calendar(transfer, keeper, date(2026, 3, 1))
    transfer.refresh_from_db()
    client.force_login(keeper)
    data = opened(client, transfer, "plan")
    type(transfer).objects.filter(pk=transfer.pk).update(stage="suspended", stop_reason="no_funds")
    before = list(transfer.milestones.values())

    assert client.post(at(transfer, "plan"), data).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.make_calendar(transfer, keeper, date(2027, 3, 1))
    assert list(transfer.milestones.values()) == before


def test_a_milestone_that_is_moved_is_reminded_of_anew(client, transfer, keeper):
    actions.make_calendar(transfer, keeper, date(2026, 3, 1))
    today = timezone.localdate()
    transfer.milestones.update(reminded_on=today, warned_on=today)
    moved, stays = transfer.milestones.all()[:2]
    client.force_login(keeper)
    data = opened(client, transfer, "plan")
    data[f"{moved.key.hex}-due_on"] = str(moved.due_on + timedelta(days=30))

    assert client.post(at(transfer, "plan"), data).status_code == 302
    moved.refresh_from_db()
    stays.refresh_from_db()
    assert (moved.reminded_on, moved.warned_on) == (None, None)
    assert (stays.reminded_on, stays.warned_on) == (today, today)


def test_no_milestone_lies_at_the_end_of_time(client, transfer, keeper):
    actions.make_calendar(transfer, keeper, date(2026, 3, 1))
    row = transfer.milestones.last()
    client.force_login(keeper)
    data = opened(client, transfer, "plan") | {f"{row.key.hex}-due_on": "9999-12-31"}

    refused = client.post(at(transfer, "plan"), data)
    assert "between 1990 and 2090" in refused.content.decode()
