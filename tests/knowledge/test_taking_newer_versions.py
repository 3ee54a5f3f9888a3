"""A transfer and a newer version of what it repeats: what changed is seen, taken over or not."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from knowledge import actions as of_cases
from knowledge.actions import transfers as actions
from knowledge.actions.transfer_stages import move
from knowledge.actions.transfer_versions import take_newer
from knowledge.models import Case, Condition, CoreComponent, Indicator
from knowledge.renewing import renewal_of
from knowledge.transfer_kinds import TransferStage
from tests.knowledge.followed import address
from tests.knowledge.transfers import at, opened, told_whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]


@pytest.fixture
def transfer(author, team, adopter, keeper):
    return actions.begin(told_whole(author, team, 4), keeper, adopter)


@pytest.fixture
def decided(transfer):
    """The second and third component have an answer, and so has the second condition."""
    rows = list(transfer.adaptations.all())
    for row, change, reason in ((rows[1], "change", "Ours are smaller."), (rows[2], "drop", "")):
        row.adaptability, row.change, row.reason = "optional", change, reason
        row.save()
    fit = transfer.fit_answers.all()[1]
    fit.answer = "yes"
    fit.save()
    return transfer


def publish_again(case, team, change):
    draft = Case.objects.get(pk=case.pk).draft()
    change(draft)
    draft.save()
    draft.save_revision(user=team, clean=False)
    of_cases.publish(Case.objects.get(pk=case.pk), team)


def other_rows(draft):
    """The first row says something else, the second and the last are gone, one is new."""
    rows = list(draft.core_components.all())
    rows[0].name = "Three bins"
    draft.core_components = [rows[0], rows[2], CoreComponent(name="A scale", adaptability="fixed")]
    conditions = list(draft.enabling_conditions.all())
    draft.enabling_conditions = conditions[1:]
    measures = list(draft.indicators.all())
    measures[0].unit, measures[1].unit = "kg a week", "kg a week"
    draft.indicators = [*measures[:2], Indicator(name="Smell", unit="%")]


def words_of(rows, *names):
    return list(rows.values_list(*names))


def test_its_keeper_sees_what_changed_and_takes_it_over(client, decided, keeper, team, author):
    transfer = decided
    first = transfer.indicators.first()
    first.result, first.baseline, first.source = 3, 9, "Scales"
    first.save()
    client.force_login(keeper)
    assert "there is version" not in client.get(transfer.get_absolute_url()).content.decode()
    publish_again(transfer.origin_case, team, other_rows)

    page = client.get(transfer.get_absolute_url()).content.decode()
    assert "It repeats version 1 of the experience, and there is version 2." in page
    page = client.get(address("newer_version", transfer)).content.decode()
    for words in ("A scale", "Smell", "You left these out without a reason", "?de=1&amp;a=2"):
        assert words in page
    assert "Tell the origin what you think of the new version" in page
    shown = renewal_of(transfer)
    names = words_of(transfer.adaptations, "component")
    assert [(each.name, str(each.kind)) for each in shown.new] == [
        ("A scale", "component"),
        ("Smell", "indicator"),
    ]
    assert [each.name for each in shown.asked_again] == [names[2][0]]
    assert [each.name for each in shown.kept] == [names[1][0]]
    assert len(shown.gone) == 4

    assert client.post(address("newer_version", transfer), {"number": "2"}).status_code == 302
    transfer.refresh_from_db()
    assert (transfer.origin_version.number, transfer.plan_number) == (2, 2)
    assert set(words_of(transfer.adaptations, "component", "change", "reason")) == {
        ("Three bins", "", ""),
        (names[1][0], "change", "Ours are smaller."),
        (names[2][0], "", ""),
        ("A scale", "", ""),
    }
    assert "yes" in [answer for (answer,) in words_of(transfer.fit_answers, "answer")]
    assert transfer.fit_answers.count() == 3
    # What was measured stays in the unit it was noted in; what was not follows the origin.
    units = dict(words_of(transfer.indicators, "name", "unit"))
    assert units == {"Waste 0": "t a week", "Waste 1": "kg a week", "Smell": "%"}
    first.refresh_from_db()
    assert first.result == 3
    event = transfer.events.first()
    assert (event.verb, event.value, event.actor) == ("renewed", "2", keeper)
    page = client.get(transfer.get_absolute_url()).content.decode()
    assert "went on with a newer version: version 2" in page
    assert "there is version" not in page


def test_twice_is_as_once_and_staying_changes_nothing(client, transfer, keeper, team):
    publish_again(transfer.origin_case, team, other_rows)
    client.force_login(keeper)
    client.get(address("newer_version", transfer))
    transfer.refresh_from_db()
    assert transfer.origin_version.number == 1
    take_newer(transfer, keeper, 2)
    take_newer(transfer, keeper, 2)
    assert transfer.events.filter(verb="renewed").count() == 1


def test_a_version_that_is_the_newest_no_more_is_not_taken(client, transfer, keeper, team):
    for title in ("Compost in two markets", "Compost in three markets"):
        publish_again(transfer.origin_case, team, lambda draft, title=title: rename(draft, title))
    client.force_login(keeper)
    page = client.post(address("newer_version", transfer), {"number": "2"}).content.decode()
    assert "That is not the newest version any more" in page
    assert "Its conditions, components and indicators are the same." in page
    transfer.refresh_from_db()
    assert transfer.origin_version.number == 1
    with pytest.raises(ValidationError):
        take_newer(transfer, keeper, 2)


def rename(draft, title):
    draft.title = title


def test_who_may_take_it_over(client, transfer, keeper, team, author, member):
    publish_again(transfer.origin_case, team, other_rows)
    place = address("newer_version", transfer)
    assert client.get(place).status_code == 302
    for person, code in ((member, 403), (author, 403), (team, 403), (keeper, 200)):
        client.force_login(person)
        assert client.get(place).status_code == code, person
        if code == 403:
            assert (
                "there is version" not in client.get(transfer.get_absolute_url()).content.decode()
            )
            with pytest.raises(PermissionDenied):
                take_newer(transfer, person, 2)
    move(transfer, keeper, TransferStage.SUSPENDED, reason="conflict")
    assert client.get(place).status_code == 403
    assert "there is version" not in client.get(transfer.get_absolute_url()).content.decode()


def test_a_step_that_is_open_meanwhile_shows_both_texts(client, decided, keeper, team):
    client.force_login(keeper)
    form = client.get(address("changes", decided)).context["form"]
    data = {bound.html_name: bound.value() or "" for bound in form}
    data["row"] = [line.key for line in form.lines]
    publish_again(decided.origin_case, team, other_rows)
    take_newer(decided, keeper, 2)
    page = client.post(address("changes", decided), data).content.decode()
    assert "Somebody else changed this step while you were writing" in page


# --- What was noted stays, and what has other words is told ---------------------------


def no_indicators(draft):
    draft.indicators = []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("method", "survey"),
        ("baseline_year", 2020),
        ("result_year", 2022),
        ("measured_unit", "kg a week"),
    ],
)
def test_an_indicator_in_which_little_was_noted_stays(transfer, keeper, team, name, value):
    row = transfer.indicators.first()
    setattr(row, name, value)
    row.save()
    publish_again(transfer.origin_case, team, no_indicators)
    take_newer(transfer, keeper, 2)
    assert [getattr(each, name) for each in transfer.indicators.all()] == [value]


def other_words(draft):
    conditions = list(draft.enabling_conditions.all())
    conditions[0].weight = "helpful"
    conditions[1].condition = Condition.objects.last()
    draft.enabling_conditions = conditions
    components = list(draft.core_components.all())
    components[0].name = "Three bins"
    draft.core_components = components


def test_what_is_only_worded_otherwise_is_shown(client, transfer, keeper, team):
    publish_again(transfer.origin_case, team, other_words)
    client.force_login(keeper)
    page = client.get(address("newer_version", transfer)).content.decode()
    first, last = Condition.objects.first().name, Condition.objects.last().name
    assert "What is worded otherwise now" in page
    assert f"{first} (indispensable) → {first} (helpful)" in page
    assert f"{first} → {last}" in page
    assert "Two bins 0 → Three bins" in page
    assert "are the same." not in page


def other_unit(draft):
    rows = list(draft.indicators.all())
    rows[0].unit = "kg a week"
    draft.indicators = rows


def test_an_indicator_that_was_measured_stays_under_its_words(client, transfer, keeper, team):
    row = transfer.indicators.first()
    row.result = 3
    row.save()
    publish_again(transfer.origin_case, team, other_unit)
    client.force_login(keeper)
    page = client.get(address("newer_version", transfer)).content.decode()
    assert "Waste 0 (t a week) → Waste 0 (kg a week)" in page
    assert "yours stays as you noted it" in page


@pytest.mark.parametrize("name", ["fit", "changes"])
def test_a_step_whose_rows_have_other_words_is_not_saved_unseen(
    client, transfer, keeper, team, name
):
    client.force_login(keeper)
    data = opened(client, transfer, name)
    publish_again(transfer.origin_case, team, other_weights)
    take_newer(transfer, keeper, 2)
    answer = client.post(at(transfer, name), data)
    assert "Somebody else changed this step" in answer.content.decode()

    form = answer.context["form"]
    again = {**data, "seen": form.data["seen"], "shown": form.data["shown"]}
    assert client.post(at(transfer, name), again).status_code == 302


def other_weights(draft):
    conditions = list(draft.enabling_conditions.all())
    conditions[0].weight = "helpful"
    draft.enabling_conditions = conditions
    components = list(draft.core_components.all())
    components[0].adaptability = "optional"
    draft.core_components = components


def test_what_was_typed_of_a_row_that_went_is_shown(client, transfer, keeper, team):
    row = transfer.fit_answers.first()
    client.force_login(keeper)
    data = opened(client, transfer, "fit")
    data |= {f"{row.key.hex}-answer": "partly", f"{row.key.hex}-how": "With <the> neighbours."}
    publish_again(transfer.origin_case, team, other_rows)
    take_newer(transfer, keeper, 2)
    page = client.post(at(transfer, "fit"), data).content.decode()
    assert "What you wrote about something the newer version no longer names:" in page
    assert "With &lt;the&gt; neighbours." in page
    assert page.count("What you wrote about something") == 1


def test_of_a_withdrawn_case_no_version_is_called_the_newest(client, transfer, keeper, team):
    Case.objects.filter(pk=transfer.origin_case_id).update(live=False)
    client.force_login(keeper)
    page = client.get(address("newer_version", transfer)).content.decode()
    assert "The experience has been withdrawn." in page
    assert "repeats the newest version" not in page
