"""The three steps of the plan of a transfer, and two people who write the same one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from knowledge.actions import transfer_plans as actions
from knowledge.actions import transfers
from knowledge.models import Step, TransferEvent, TransferMilestone
from knowledge.transfer_calendar import days_of, generated, months_after, spread
from tests.knowledge.transfers import at, official, opened, repeat, told_whole, town
from tests.knowledge.whole import fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]


@pytest.fixture
def transfer(author, team, adopter, keeper):
    return transfers.begin(told_whole(author, team), keeper, adopter)


def test_first_it_is_asked_whether_it_fits(client, transfer, keeper):
    client.force_login(keeper)
    page = client.get(at(transfer, "fit")).content.decode()
    row = transfer.fit_answers.first()
    assert row.condition.capitalize() in page
    assert "indispensable" in page
    assert "Since day 0." in page

    data = opened(client, transfer, "fit")
    data |= {
        "competence": "yes",
        "in_plan": "no",
        "in_plan_how": "In the budget of next year.",
        f"{row.key.hex}-answer": "partly",
        f"{row.key.hex}-how": "With the neighbours.",
        "next": "1",
    }
    answer = client.post(at(transfer, "fit"), data)
    assert answer.url == at(transfer, "changes")
    transfer.refresh_from_db()
    row.refresh_from_db()
    assert (transfer.competence, transfer.in_plan) == ("yes", "no")
    assert (row.answer, row.how) == ("partly", "With the neighbours.")
    assert transfer.plan_number == 2
    assert transfer.events.first().verb == TransferEvent.Verb.PLANNED
    shown = client.get(transfer.get_absolute_url()).content.decode()
    assert "With the neighbours." in shown


def test_what_should_stay_asks_why_before_one_drops_or_changes_it(client, transfer, keeper):
    client.force_login(keeper)
    row, other = transfer.adaptations.all()
    for change, sentence in (
        ("drop", "Say why you leave it out"),
        ("change", "Say why you change"),
    ):
        data = opened(client, transfer, "changes")
        data |= {f"{row.key.hex}-change": change, f"{other.key.hex}-change": "keep"}
        answer = client.post(at(transfer, "changes"), data)
        assert answer.status_code == 200
        assert sentence in answer.content.decode()
    row.refresh_from_db()
    assert row.change == ""

    data |= {f"{row.key.hex}-reason": "One bin fits on our trucks."}
    assert client.post(at(transfer, "changes"), data).status_code == 302
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.change, row.reason) == ("change", "One bin fits on our trucks.")
    assert other.change == "keep"


def test_one_adds_what_is_ones_own_and_takes_it_out_again(client, transfer, keeper):
    client.force_login(keeper)
    data = opened(client, transfer, "changes")
    fresh = data["row"][-1]
    data[f"{fresh}-component"] = "A song for the truck"
    client.post(at(transfer, "changes"), data)
    added = transfer.adaptations.get(origin_key=None)
    assert (added.component, added.change, added.key.hex) == ("A song for the truck", "add", fresh)

    # The same form once more makes no second one.
    client.post(at(transfer, "changes"), data)
    assert transfer.adaptations.filter(origin_key=None).count() == 1
    data = opened(client, transfer, "changes") | {f"{fresh}-gone": "on", f"{fresh}-component": ""}
    client.post(at(transfer, "changes"), data)
    assert not transfer.adaptations.filter(origin_key=None).exists()


def test_what_is_of_the_origin_is_never_taken_out(client, transfer, keeper):
    client.force_login(keeper)
    row = transfer.adaptations.first()
    data = opened(client, transfer, "changes") | {f"{row.key.hex}-gone": "on"}
    client.post(at(transfer, "changes"), data)
    assert transfer.adaptations.filter(pk=row.pk).exists()


def test_a_reason_for_nothing_is_asked_what_it_is_for(client, transfer, keeper):
    client.force_login(keeper)
    data = opened(client, transfer, "changes")
    data[f"{data['row'][-1]}-reason"] = "Because."
    assert "Say what it is" in client.post(at(transfer, "changes"), data).content.decode()


# --- Milestones -------------------------------------------------------------------


def test_the_milestones_come_from_the_steps_and_the_calendar(client, transfer, keeper):
    client.force_login(keeper)
    answer = client.post(at(transfer, "calendar"), {"starts_on": "2026-01-31"})

    assert answer.url == at(transfer, "plan")
    rows = list(transfer.milestones.all())
    by_kind = {row.kind: row.due_on for row in rows if row.kind != "step"}
    assert by_kind == {
        "plan": date(2026, 4, 30),
        "middle": date(2027, 1, 31),
        "close": date(2027, 7, 31),
        "sharing": date(2028, 1, 31),
    }
    steps = [row for row in rows if row.kind == "step"]
    assert [(row.title, row.post) for row in steps] == [
        ("Weigh 0", "Cleaning"),
        ("Weigh 1", "Cleaning"),
    ]
    # They begin when the plan stands, and go on as long as the origin needed: twelve months.
    assert steps[0].starts_on == date(2026, 4, 30)
    assert steps[0].due_on == steps[1].starts_on
    assert steps[1].due_on == date(2027, 4, 30)
    assert all(row.origin_key for row in steps)
    assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
    transfer.refresh_from_db()
    assert transfer.starts_on == date(2026, 1, 31)


def test_when_the_beginning_moves_what_is_open_moves_with_it(transfer, keeper):
    actions.make_calendar(transfer, keeper, date(2026, 1, 1))
    first = transfer.milestones.get(kind="plan")
    TransferMilestone.objects.filter(pk=first.pk).update(state="done")
    number = actions.make_calendar(transfer, keeper, date(2026, 1, 11))

    assert number == 5
    first.refresh_from_db()
    assert first.due_on == date(2026, 4, 1)
    assert transfer.milestones.get(kind="close").due_on == date(2027, 7, 1) + timedelta(days=10)


def test_lengths_of_steps_are_read_in_words(author):
    assert days_of("2 semanas") == 14
    assert days_of("1 mes y 10 días") == 40
    assert days_of("1,5 años") == 547.5
    assert days_of("três meses") is None
    assert months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)
    stretches = spread([30, None, 60], date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=135))
    assert [(each.due_on - each.starts_on).days for each in stretches] == [30, 45, 60]
    assert spread([], date(2026, 1, 1), date(2026, 2, 1)) == []


def test_a_long_step_is_cut_and_none_is_lost(draft):
    whole = fill(draft, 0)
    whole.steps = [Step(what="Pesar " * 40, who="x" * 160, output="y" * 280)]
    (row,) = [each for each in generated(whole, date(2026, 1, 1)) if each.kind == "step"]
    assert len(row.title) <= 160
    assert row.title.endswith("…")


def test_milestones_are_written_with_post_dates_and_budget(client, transfer, keeper):
    client.force_login(keeper)
    actions.make_calendar(transfer, keeper, date(2026, 1, 1))
    data = opened(client, transfer, "plan")
    row = transfer.milestones.get(kind="plan")
    fresh = data["row"][-1]
    data |= {
        f"{row.key.hex}-post": "Secretary of planning",
        f"{row.key.hex}-budget": "1.250,50",
        f"{row.key.hex}-currency": "XAP",
        f"{fresh}-title": "Visit the market",
        f"{fresh}-due_on": "2026-02-01",
    }
    assert client.post(at(transfer, "plan"), data).status_code == 302
    row.refresh_from_db()
    assert (row.post, str(row.budget), row.currency) == ("Secretary of planning", "1250.50", "XAP")
    assert transfer.milestones.get(title="Visit the market").currency == "USD"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts_on": "2026-05-01", "due_on": "2026-04-01"}, "due before it begins"),
        ({"due_on": "2025-12-31"}, "before the plan begins"),
        ({"due_on": "soon"}, "Enter a valid date"),
        ({"title": "", "due_on": "2026-05-01"}, "Say what is to be done"),
        ({"budget": "much"}, "Write a number"),
        ({"currency": "pesos"}, "at most 3"),
    ],
)
def test_dates_out_of_order_and_other_slips_are_told_and_lose_nothing(
    client, transfer, keeper, typed, sentence
):
    client.force_login(keeper)
    actions.make_calendar(transfer, keeper, date(2026, 1, 1))
    number = transfer.milestones.count()
    data = opened(client, transfer, "plan")
    fresh = data["row"][-1]
    data[f"{fresh}-title"] = "Visit the market"
    data[f"{fresh}-post"] = "Kept words"
    data |= {f"{fresh}-{name}": value for name, value in typed.items()}
    page = client.post(at(transfer, "plan"), data).content.decode()

    assert sentence in page
    assert "Kept words" in page
    assert transfer.milestones.count() == number


def test_a_beginning_out_of_all_reason_is_refused(client, transfer, keeper):
    client.force_login(keeper)
    answer = client.post(at(transfer, "calendar"), {"starts_on": "9999-12-31"})
    assert "between 1990 and 2090" in answer.content.decode()
    assert not transfer.milestones.exists()


# --- Two people ---------------------------------------------------------------------


def test_two_people_in_the_same_step_see_both_texts(client, transfer, keeper, adopter):
    colleague = official(adopter, "colega")
    row = transfer.fit_answers.first()
    how = f"{row.key.hex}-how"
    client.force_login(keeper)
    mine = opened(client, transfer, "fit") | {how: "With the neighbours."}
    client.force_login(colleague)
    theirs = opened(client, transfer, "fit") | {how: "With the university."}
    client.post(at(transfer, "fit"), theirs)

    client.force_login(keeper)
    answer = client.post(at(transfer, "fit"), mine)
    page = answer.content.decode()
    assert "Somebody else changed this step" in page
    assert "With the neighbours." in page
    assert "With the university." in page
    row.refresh_from_db()
    assert row.how == "With the university."

    # Sent again as the page has it, it takes the place of the other.
    form = answer.context["form"]
    again = {**mine, "seen": form.data["seen"], "shown": form.data["shown"]}
    assert client.post(at(transfer, "fit"), again).status_code == 302
    row.refresh_from_db()
    assert row.how == "With the neighbours."


def test_who_writes_another_step_is_not_disturbed(client, transfer, keeper, adopter):
    client.force_login(keeper)
    mine = opened(client, transfer, "fit") | {"competence": "yes"}
    actions.make_calendar(transfer, keeper, date(2026, 1, 1))
    assert client.post(at(transfer, "fit"), mine).status_code == 302
    transfer.refresh_from_db()
    assert transfer.competence == "yes"
    assert transfer.starts_on == date(2026, 1, 1)


def test_a_row_that_somebody_removed_comes_back_with_what_was_typed(client, transfer, keeper):
    client.force_login(keeper)
    own = transfer.adaptations.create(component="A song", change="add", sort_order=9)
    mine = opened(client, transfer, "changes") | {f"{own.key.hex}-reason": "Children like it."}
    own.delete()
    transfer.plan_number += 1
    transfer.save()
    answer = client.post(at(transfer, "changes"), mine)
    assert "Children like it." in answer.content.decode()

    form = answer.context["form"]
    client.post(
        at(transfer, "changes"),
        {**mine, "seen": form.data["seen"], "shown": form.data["shown"]},
    )
    assert transfer.adaptations.get(origin_key=None).reason == "Children like it."


def test_the_action_itself_refuses_an_older_plan(transfer, keeper):
    with pytest.raises(actions.PlanChangedError):
        actions.keep_plan(transfer, keeper, seen=7, fields={"competence": "no"})


# --- Who may ------------------------------------------------------------------------


def test_who_may_write_the_plan(client, transfer, keeper, adopter, author, member, team, unit):
    named = transfer.team.create(post="Cleaning", person=official(town("Lejos"), "experta")).person
    colleague = official(adopter, "colega")
    for name in ("fit", "changes", "plan", "stage", "describe", "team"):
        client.logout()
        assert client.get(at(transfer, name)).status_code == 302
        for person, code in ((member, 403), (author, 403), (team, 403), (unit, 403), (keeper, 200)):
            client.force_login(person)
            assert client.get(at(transfer, name)).status_code == code, (name, person)
    for person in (named, colleague):
        client.force_login(person)
        assert client.get(at(transfer, "plan")).status_code == 200
    with pytest.raises(PermissionDenied):
        actions.keep_plan(transfer, member, seen=1, fields={})
    transfer.visibility = "team"
    transfer.save()
    client.force_login(member)
    assert client.get(at(transfer, "plan")).status_code == 404


def test_the_team_is_a_list_of_posts(client, transfer, keeper, adopter):
    colleague = official(adopter, "colega")
    client.force_login(keeper)
    data = {"post-0": "Director of cleaning", "person-0": colleague.pk, "post-1": "Treasurer"}
    assert client.post(at(transfer, "team"), data).status_code == 302
    assert [(row.post, row.person) for row in transfer.team.all()] == [
        ("Director of cleaning", colleague),
        ("Treasurer", None),
    ]
    assert colleague.notifications.filter(kind="transfer_named").exists()

    page = client.post(at(transfer, "team"), {"post-0": "", "person-0": colleague.pk})
    assert "Say which post" in page.content.decode()
    client.post(at(transfer, "team"), {"post-0": "", "post-1": "Treasurer"})
    assert [row.post for row in transfer.team.all()] == ["Treasurer"]


def test_two_people_who_change_the_team_see_what_the_other_saved(client, transfer, keeper):
    client.force_login(keeper)
    was = client.get(at(transfer, "team")).context["form"]["shown"].value()
    actions.keep_team(transfer, keeper, [(None, "Treasurer", None)])
    mine = {"post-0": "Director of cleaning", "shown": was}
    answer = client.post(at(transfer, "team"), mine)
    page = answer.content.decode()
    assert "Somebody else changed the team" in page
    assert "Treasurer" in page
    assert "Director of cleaning" in page
    again = mine | {"shown": answer.context["form"]["shown"].value()}
    assert client.post(at(transfer, "team"), again).status_code == 302
    assert transfer.team.get().post == "Director of cleaning"


def test_only_colleagues_can_be_named(client, transfer, keeper, member):
    client.force_login(keeper)
    client.post(at(transfer, "team"), {"post-0": "Treasurer", "person-0": member.pk})
    assert not transfer.team.exists()


def test_a_calendar_is_for_today_when_nothing_was_said(client, transfer, keeper):
    client.force_login(keeper)
    page = client.get(at(transfer, "plan"))
    assert page.context["calendar"].initial["starts_on"] == timezone.localdate()


def test_a_transfer_without_rows_of_the_origin_has_its_steps_all_the_same(
    client, published, adopter, keeper
):
    bare = repeat(published, adopter, keeper)
    client.force_login(keeper)
    assert "names no condition" in client.get(at(bare, "fit")).content.decode()
    for name in ("changes", "plan"):
        assert client.get(at(bare, name)).status_code == 200
    assert actions.make_calendar(bare, keeper, date(2026, 1, 1)) == 4
