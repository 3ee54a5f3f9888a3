"""What a transfer may be: what its forms offer, what the database and the acts refuse."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from community.models import Organization
from knowledge.actions import transfer_plans
from knowledge.actions import transfers as actions
from knowledge.actions.following_transfers import MOST_ROWS, inherit_indicators
from knowledge.actions.transfer_stages import move
from knowledge.forms.transfers import AnswerForm, StageForm
from knowledge.models import Adaptation, Transfer, TransferIndicator, TransferMilestone
from knowledge.permissions_of_transfers import adopters_for, can_adopt_for
from knowledge.scales import InterruptionReason
from knowledge.transfer_kinds import StopReason, TransferStage
from tests.knowledge.followed import address, measured_case
from tests.knowledge.transfers import official, repeat, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]


def choices(form, name):
    return [value for value, _label in form.fields[name].choices if value]


# --- What is offered ---------------------------------------------------------------------


def test_it_may_be_at_each_stage_and_stops_for_a_reason_of_the_list():
    form = StageForm()
    assert choices(form, "stage") == [
        "interested",
        "studying",
        "planned",
        "under_way",
        "with_results",
        "consolidated",
        "suspended",
        "abandoned",
    ]
    reasons = choices(form, "reason")
    assert reasons == StopReason.values
    assert set(InterruptionReason.values) | {"legal", "no_support"} == set(reasons)


def test_the_origin_may_answer_call_receive_a_visit_and_give_documents_and_training():
    offered = choices(AnswerForm(), "support")
    assert {"answers", "call", "host_visit", "documents", "training"} <= set(offered)


def test_conditions_and_components_are_answered_in_the_words_of_the_plan(client, transfer, keeper):
    depot = transfer.fit_answers.create(condition="A depot", origin_key=uuid.uuid4())
    bins = transfer.adaptations.create(component="Bins", origin_key=uuid.uuid4())
    client.force_login(keeper)
    fit = client.get(address("fit", transfer)).context["form"]
    for name in ("competence", "in_plan", f"{depot.key.hex}-answer"):
        assert choices(fit, name) == ["yes", "partly", "no"], name
    changes = client.get(address("changes", transfer)).context["form"]
    assert choices(changes, f"{bins.key.hex}-change") == ["keep", "change", "drop"]


# --- Who repeats ---------------------------------------------------------------------------


def test_only_municipal_governments_repeat(published, adopter):
    union = Organization.objects.create(name="Union", kind="ngo", territory=adopter.territory)
    person = official(union, "gremio")
    assert not can_adopt_for(person, union)
    assert not adopters_for(person).exists()
    with pytest.raises(PermissionDenied):
        actions.begin(published, person, union)


def test_two_colleagues_at_the_same_moment_make_one(transfer, adopter, monkeypatch):
    nothing = Transfer.objects.none()
    monkeypatch.setattr(type(nothing), "going_on", lambda self: nothing)
    with pytest.raises(ValidationError, match="repeating this experience already"):
        actions.begin(transfer.origin_case, official(adopter, "colega"), adopter)
    assert Transfer.objects.get() == transfer


def test_the_same_said_another_day_leads_to_the_one_that_goes_on(transfer, keeper, adopter):
    then = timezone.now() - timedelta(days=1)
    Transfer.objects.filter(pk=transfer.pk).update(created_at=then)
    with pytest.raises(ValidationError, match="go on with that one"):
        actions.begin(transfer.origin_case, keeper, adopter)


def test_one_learns_from_who_repeated_the_same_openly(published, transfer, keeper, adopter):
    port = town("Puerto Claro")
    closed = repeat(published, port, visibility="team")
    for teacher in (transfer, closed):
        with pytest.raises(ValidationError, match="Choose another municipality"):
            actions.describe(transfer, keeper, learned_from=teacher)
    Transfer.objects.filter(pk=closed.pk).update(visibility="public")
    actions.describe(transfer, keeper, learned_from=closed)
    transfer.refresh_from_db()
    assert transfer.learned_from == closed


# --- What the database knows -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Adaptation, {"component": "Bins", "adaptability": "fixed", "change": "drop"}),
        (
            TransferMilestone,
            {"title": "Bins", "starts_on": date(2026, 5, 2), "due_on": date(2026, 5, 1)},
        ),
    ],
)
def test_the_database_knows_no_such_row(transfer, model, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(transfer=transfer, **fields)


def test_the_database_knows_one_transfer_of_a_case_and_an_adopter_at_a_time(
    published, transfer, keeper, adopter
):
    with pytest.raises(IntegrityError), transaction.atomic():
        repeat(published, adopter)
    move(transfer, keeper, TransferStage.ABANDONED, reason="no_funds", note="Nothing was left.")
    assert repeat(published, adopter).pk


# --- What is measured --------------------------------------------------------------------------


def test_an_own_indicator_stands_beside_those_of_the_origin(client, author, team, keeper, adopter):
    transfer = repeat(measured_case(author, team), adopter, keeper)
    inherit_indicators(transfer)
    client.force_login(keeper)
    told = {"name": "Rats seen", "unit": "a week", "direction": "down", "baseline": "9"}
    assert client.post(address("indicator_new", transfer), told).status_code == 302
    assert client.post(address("indicator_new", transfer), {"unit": "t"}).status_code == 422
    rows = list(transfer.indicators.values_list("name", "origin_key"))
    assert [name for name, _key in rows] == ["Compost", "Stalls that sort", "Rats seen"]
    assert [key is None for _name, key in rows] == [False, False, True]


def test_sixty_of_a_kind_is_the_most_and_a_sentence_says_so(client, transfer, keeper):
    rows = [TransferIndicator(transfer=transfer, name=f"{n}") for n in range(MOST_ROWS)]
    TransferIndicator.objects.bulk_create(rows)
    client.force_login(keeper)
    place = address("indicator_new", transfer)
    words = "There are 60 already, and no more fit."
    assert words in client.get(place, follow=True).content.decode()
    page = client.post(place, {"name": "One more", "direction": "up"})
    assert words in page.content.decode()
    assert "One more" in page.content.decode()
    assert transfer.indicators.count() == MOST_ROWS


# --- The origin, the teacher, the team ---------------------------------------------------------


def test_help_offered_later_stands_in_the_history_and_the_same_again_does_not(transfer, author):
    for answer, support in (
        ("confirmed", ["call"]),
        ("confirmed", ["call"]),
        ("confirmed", ["call", "training"]),
        ("declined", ["call"]),
    ):
        actions.answer_as_origin(transfer, author, answer, support=support, note="So.")
    verbs = list(transfer.events.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["confirmed", "offered", "declined"]
    transfer.refresh_from_db()
    # Who declines it helps with nothing.
    assert transfer.support == []


def test_one_says_at_the_beginning_from_whom_one_learned(published, transfer, adopter, keeper):
    port = town("Puerto Claro")
    pilot = official(port, "puerto")
    Transfer.objects.filter(pk=transfer.pk).update(visibility="team")
    with pytest.raises(ValidationError, match="Choose another municipality"):
        actions.begin(published, pilot, port, learned_from=transfer)
    Transfer.objects.filter(pk=transfer.pk).update(visibility="public")
    begun = actions.begin(published, pilot, port, learned_from=transfer)
    assert begun.learned_from == transfer


def test_whoever_is_named_for_a_post_is_told_once(transfer, adopter, keeper):
    colleague = official(adopter, "colega")
    transfer_plans.keep_team(transfer, keeper, [(None, "Cleaning", colleague)])
    row = transfer.team.get()
    posts = [(row, "Cleaning and parks", colleague), (None, "Keeper", keeper)]
    transfer_plans.keep_team(transfer, keeper, posts)
    assert colleague.notifications.filter(kind="transfer_named").count() == 1
    assert not keeper.notifications.filter(kind="transfer_named").exists()
