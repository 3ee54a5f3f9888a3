"""Milestones, documents, results and costs of a transfer, by whoever repeats it."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from community.models import Facilitation
from community.permissions import FACILITATORS
from knowledge.actions.following_transfers import (
    RowChangedError,
    finish_milestone,
    pass_on,
    token_of,
    write_row,
)
from knowledge.following import FollowUp, line_of
from knowledge.forms.following import MilestoneForm
from knowledge.models import TransferMember, TransferMilestone
from knowledge.permissions_of_following import can_change_milestones, can_follow_up
from knowledge.transfer_kinds import TransferAudience, TransferMilestoneState, TransferStage
from networks.models import Membership
from territories.models import TerritoryGroup
from tests.factories import MemberFactory, NetworkPageFactory
from tests.knowledge.conftest import somebody_of
from tests.knowledge.followed import address, measured_case, milestone
from tests.knowledge.transfers import official, repeat, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def case(author, team):
    return measured_case(author, team)


@pytest.fixture
def transfer(case, adopter, keeper):
    return repeat(case, adopter, keeper, stage=TransferStage.UNDER_WAY)


def told(row, **changed):
    """What the form of a milestone sends."""
    facts = {
        "title": row.title,
        "state": row.state,
        "percent": str(row.percent),
        "currency": "USD",
        "starts_on": row.starts_on or "",
        "due_on": row.due_on or "",
    }
    return {**facts, **changed}


def facilitator_of(government):
    person = somebody_of(FACILITATORS, "facilita")
    zone = TerritoryGroup.objects.create(name="Zona", kind="zone")
    zone.territories.add(government.territory)
    Facilitation.objects.create(user=person, zone=zone)
    return person


# --- Who may ---------------------------------------------------------------------------------


def test_those_who_repeat_it_follow_it_and_others_read_it(
    client, transfer, adopter, author, team, unit
):
    """Visitor, member, adopter, origin, coordinator of another network, facilitator, team, unit."""
    colleague, named = official(adopter, "colega"), MemberFactory(handle="puesto")
    TransferMember.objects.create(transfer=transfer, post="Director", person=named)
    coordinator, elsewhere = MemberFactory(handle="coordina"), official(town("Otra"), "otra")
    network = NetworkPageFactory(title="Otra red")
    Membership.objects.create(network=network, user=coordinator, role="coordinator")
    facilitator = facilitator_of(adopter)
    writers = [transfer.kept_by, colleague, named, facilitator]
    readers = [MemberFactory(), author, coordinator, elsewhere, team, unit]
    row = milestone(transfer)
    pages = [address("milestone", transfer, row.key), address("cost_new", transfer)]

    for person in writers:
        assert can_follow_up(person, transfer), person
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [200, 200], person
    for person in readers:
        assert not can_follow_up(person, transfer), person
        client.force_login(person)
        assert client.get(address("following", transfer)).status_code == 200
        assert [client.get(page).status_code for page in pages] == [403, 403], person
        assert client.post(address("finish", transfer, row.key)).status_code == 403
    client.logout()
    assert not can_follow_up(AnonymousUser(), transfer)
    assert client.get(address("following", transfer)).status_code == 200
    assert client.get(pages[0]).status_code == 302
    row.refresh_from_db()
    assert row.state == TransferMilestoneState.PENDING


def test_what_only_the_team_reads_is_not_there_for_others(client, transfer):
    row = milestone(transfer, "Unheard")
    transfer.visibility = TransferAudience.TEAM
    transfer.save()
    pages = [
        address("following", transfer),
        address("milestone", transfer, row.key),
        address("proof_new", transfer),
        address("visit_ask", transfer),
    ]
    client.force_login(MemberFactory())

    assert [client.get(page).status_code for page in pages] == [404] * 4
    assert "Compost" not in client.get(reverse("transfers:board")).content.decode()

    client.force_login(transfer.kept_by)
    assert client.get(pages[0]).status_code == 200


def test_somebody_suspended_notes_nothing(transfer, keeper):
    keeper.suspended_at = timezone.now()
    keeper.save()
    keeper.refresh_from_db()

    assert not can_follow_up(keeper, transfer)


# --- Milestones --------------------------------------------------------------------------------


def test_a_milestone_is_marked_as_done_and_stands_in_the_history(client, transfer, keeper, today):
    row = milestone(transfer)
    client.force_login(keeper)

    for _time in range(2):
        response = client.post(address("finish", transfer, row.key))

    assert response.url.endswith(f"#fila-{row.key}")
    row.refresh_from_db()
    assert (row.state, row.percent, row.done_on) == ("done", 100, today)
    [event] = transfer.events.all()
    assert (event.verb, event.actor, event.note) == ("milestone", keeper, row.title)


def test_done_means_all_of_it_and_begun_is_not_pending(transfer, keeper, today):
    row = milestone(transfer)

    form = write_row(
        transfer, "milestones", row.key, MilestoneForm, told(row, percent="30"), keeper
    )
    assert not form.errors
    row.refresh_from_db()
    assert (row.state, row.percent) == ("in_progress", 30)

    write_row(transfer, "milestones", row.key, MilestoneForm, told(row, state="done"), keeper)
    row.refresh_from_db()
    assert (row.percent, row.done_on) == (100, today)

    write_row(transfer, "milestones", row.key, MilestoneForm, told(row, state="pending"), keeper)
    row.refresh_from_db()
    assert row.done_on is None


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"starts_on": "2026-05-02", "due_on": "2026-05-01"}, "due_on", "before it begins"),
        ({"state": "done", "done_on": "2099-01-01"}, "done_on", "still to come"),
        (
            {"state": "done", "starts_on": "2026-05-02", "done_on": "2026-05-01"},
            "done_on",
            "before it began",
        ),
        ({"percent": "101"}, "percent", "from 0 to 100"),
        ({"percent": "half"}, "percent", "from 0 to 100"),
        ({"title": ""}, "title", "Say what is to be done"),
        ({"due_on": "31/02/2026"}, "due_on", "no day of the calendar"),
        ({"budget": "1.234"}, "budget", "thousands or decimals"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_loses_nothing(
    client, transfer, keeper, changed, field, words
):
    row = milestone(transfer)
    client.force_login(keeper)

    data = told(row, note="Long story", **changed)
    response = client.post(address("milestone", transfer, row.key), data)

    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors[field])
    assert "Long story" in response.content.decode()
    row.refresh_from_db()
    assert row.note == ""


def test_two_who_write_the_same_milestone_see_both_texts(client, transfer, keeper):
    row = milestone(transfer)
    client.force_login(keeper)
    page = client.get(address("milestone", transfer, row.key))
    seen = page.context["seen"]
    TransferMilestone.objects.filter(pk=row.pk).update(note="Written meanwhile")

    data = told(row, note="Mine", seen=seen)
    response = client.post(address("milestone", transfer, row.key), data)

    assert response.status_code == 422
    text = response.content.decode()
    assert "Written meanwhile" in text
    assert "Mine" in text
    row.refresh_from_db()
    assert row.note == "Written meanwhile"
    again = client.post(
        address("milestone", transfer, row.key), {**data, "seen": response.context["seen"]}
    )
    assert again.status_code == 302
    row.refresh_from_db()
    assert row.note == "Mine"


def test_a_reminder_that_goes_out_meanwhile_is_no_conflict(transfer, keeper, today):
    row = milestone(transfer)
    form = MilestoneForm(instance=row, transfer=transfer)
    seen = token_of(row, form.names())
    TransferMilestone.objects.filter(pk=row.pk).update(reminded_on=today)

    write_row(
        transfer, "milestones", row.key, MilestoneForm, told(row, note="x"), keeper, seen=seen
    )
    TransferMilestone.objects.filter(pk=row.pk).update(title="Other")
    with pytest.raises(RowChangedError):
        write_row(transfer, "milestones", row.key, MilestoneForm, told(row), keeper, seen=seen)


def test_a_new_day_is_reminded_of_anew_and_changes_the_plan(transfer, keeper, today):
    row = milestone(transfer, due_on=today, reminded_on=today, warned_on=today)
    number = transfer.plan_number

    write_row(transfer, "milestones", row.key, MilestoneForm, told(row, note="x"), keeper)
    transfer.refresh_from_db()
    assert transfer.plan_number == number

    later = told(row, due_on=today + timedelta(days=30))
    write_row(transfer, "milestones", row.key, MilestoneForm, later, keeper)
    row.refresh_from_db()
    transfer.refresh_from_db()
    assert (row.reminded_on, row.warned_on) == (None, None)
    assert transfer.plan_number == number + 1


def test_of_what_stopped_the_milestones_stay_as_they_were(client, transfer, keeper):
    row = milestone(transfer)
    transfer.stage, transfer.stop_reason = TransferStage.ABANDONED, "no_funds"
    transfer.save()
    client.force_login(keeper)

    assert not can_change_milestones(keeper, transfer)
    assert client.post(address("finish", transfer, row.key)).status_code == 403
    assert client.get(address("milestone", transfer, row.key)).status_code == 403
    assert client.get(address("cost_new", transfer)).status_code == 200
    with pytest.raises(PermissionDenied):
        finish_milestone(transfer, row.key, keeper)


def test_only_people_of_the_municipality_hold_a_post(transfer, keeper, adopter):
    colleague, stranger = official(adopter, "colega"), MemberFactory()
    row = milestone(transfer)

    form = write_row(
        transfer, "milestones", row.key, MilestoneForm, told(row, person=stranger.pk), keeper
    )
    assert "person" in form.errors
    form = write_row(
        transfer, "milestones", row.key, MilestoneForm, told(row, person=colleague.pk), keeper
    )
    assert not form.errors


def test_readers_see_the_post_and_not_who_holds_it(client, transfer, keeper):
    milestone(transfer, post="Directora de aseo", person=keeper)

    text = client.get(address("following", transfer)).content.decode()

    assert "Directora de aseo" in text
    assert keeper.display_name not in text


def test_another_transfers_milestone_is_not_found_under_this_one(client, transfer, case, keeper):
    other = repeat(case, town("Otra"))
    row = milestone(other)
    client.force_login(keeper)

    assert client.get(address("milestone", transfer, row.key)).status_code == 404
    assert client.get(address("milestone", transfer, uuid.uuid4())).status_code == 404
    assert client.get(f"/replicas/{2**80}/seguimiento/").status_code == 404


def test_open_milestones_pass_to_whoever_takes_over(transfer, keeper, adopter):
    heir = official(adopter, "heredera")
    mine, done = milestone(transfer, person=keeper), milestone(transfer, person=keeper)
    TransferMilestone.objects.filter(pk=done.pk).update(state="done")

    assert pass_on(adopter, keeper, heir) == 1

    mine.refresh_from_db()
    done.refresh_from_db()
    assert (mine.person, done.person) == (heir, keeper)


# --- The line -----------------------------------------------------------------------------------


def test_the_line_lays_milestones_between_the_first_day_and_the_last(transfer, today):
    first = milestone(transfer, starts_on=today - timedelta(days=50), due_on=today)
    last = milestone(
        transfer, "Close", starts_on=today, due_on=today + timedelta(days=50), percent=50
    )
    nameless = milestone(transfer, "Some day")

    line = line_of([nameless, last, first], today)

    assert [mark.row for mark in line.marks] == [first, last, nameless]
    assert [(mark.x, mark.width, mark.done) for mark in line.marks] == [
        ("0.0", "50.0", "0.0"),
        ("50.0", "50.0", "25.0"),
        ("", "", ""),
    ]
    assert line.today == "50.0"


def test_a_plan_of_one_day_is_drawn_too(transfer, today):
    line = line_of([milestone(transfer, due_on=today)], today)

    [mark] = line.marks
    assert mark.is_drawn
    assert float(mark.x) + float(mark.width) <= 100


def test_it_is_late_from_the_day_after_and_what_was_cancelled_counts_for_nothing(transfer, today):
    milestone(transfer, "Today", due_on=today)
    milestone(transfer, "Late", due_on=today - timedelta(days=1))
    milestone(transfer, "Done", due_on=today - timedelta(days=9), state="done")
    milestone(transfer, "Not any more", due_on=today - timedelta(days=9), state="cancelled")

    told = FollowUp(transfer)

    assert [row.title for row in told.late] == ["Late"]
    assert (told.done, told.total, told.percent) == (1, 3, 33)
    assert told.next.title == "Today"
    transfer.stage = TransferStage.SUSPENDED
    assert FollowUp(transfer).late == []
    assert [mark.state for mark in FollowUp(transfer).line.marks].count("late") == 0
    assert FollowUp(transfer).line.today == ""
