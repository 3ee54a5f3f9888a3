"""How far a transfer is: its stages, why it stops, what it leaves, who goes on with it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from community import handover
from community.actions.following import follow
from community.models import Notification
from knowledge.actions import transfer_plans, transfers
from knowledge.actions.transfer_stages import move
from knowledge.models import Transfer, TransferEvent
from knowledge.transfer_kinds import TransferStage
from tests.factories import make_state
from tests.knowledge.transfers import facilitator_of, measured, official, repeat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]
Verb = TransferEvent.Verb


@pytest.fixture
def called(monkeypatch):
    """What of other parts was asked for: the standing of which case, the lessons of which."""
    asked = []
    there = "knowledge.actions.transfer_stages"
    monkeypatch.setattr(f"{there}.renew_standing", lambda case: asked.append(("standing", case)))
    monkeypatch.setattr(
        f"{there}.receive_lessons", lambda transfer, user: asked.append(("lessons", transfer))
    )
    return asked


def test_it_goes_through_its_stages_and_history_keeps_each(transfer, keeper, called):
    with pytest.raises(ValidationError, match="at least one milestone"):
        move(transfer, keeper, TransferStage.PLANNED)
    transfer.milestones.create(title="Bins", due_on=timezone.localdate())
    for stage in (TransferStage.STUDYING, TransferStage.PLANNED, TransferStage.UNDER_WAY):
        move(transfer, keeper, stage)

    transfer.refresh_from_db()
    assert transfer.stage == "under_way"
    assert [(event.verb, event.value) for event in transfer.events.order_by("pk")] == [
        (Verb.STAGE, "studying"),
        (Verb.STAGE, "planned"),
        (Verb.STAGE, "under_way"),
    ]
    assert called == [("standing", transfer.origin_case)] * 3


def test_the_same_stage_again_is_nothing_new(transfer, keeper):
    move(transfer, keeper, TransferStage.INTERESTED)
    assert not transfer.events.exists()
    assert not Notification.objects.filter(kind="transfer_moved").exists()


def test_results_are_measured_and_leave_a_lesson(client, transfer, keeper, called):
    client.force_login(keeper)
    address = reverse("transfers:stage", args=[transfer.pk])
    page = client.post(address, {"stage": "with_results", "lessons": "Begin small."})
    assert "no measured result yet" in page.content.decode()
    assert "Begin small." in page.content.decode()
    measured(transfer, result=None)
    with pytest.raises(ValidationError, match="no measured result"):
        move(transfer, keeper, TransferStage.WITH_RESULTS, lessons="Begin small.")

    measured(transfer)
    page = client.post(address, {"stage": "with_results", "lessons": ""})
    assert "at least one lesson" in page.content.decode()
    assert client.post(address, {"stage": "with_results", "lessons": "Begin small."}).url
    transfer.refresh_from_db()
    assert transfer.lessons == "Begin small."
    assert transfer.ended_on == timezone.localdate()
    assert called == [("standing", transfer.origin_case), ("lessons", transfer)]

    # Consolidated afterwards it keeps its day, and the lesson does not arrive twice.
    Transfer.objects.filter(pk=transfer.pk).update(ended_on="2025-03-01")
    move(transfer, keeper, TransferStage.CONSOLIDATED)
    transfer.refresh_from_db()
    assert str(transfer.ended_on) == "2025-03-01"
    assert [what for what, _of in called].count("lessons") == 1


def test_lessons_told_on_the_way_arrive_when_it_closes(transfer, keeper, called):
    move(transfer, keeper, TransferStage.UNDER_WAY, lessons="Begin small.")
    assert ("lessons", transfer) not in called
    measured(transfer)
    move(transfer, keeper, TransferStage.WITH_RESULTS)
    assert called.count(("lessons", transfer)) == 1


def test_what_stops_says_why(client, transfer, keeper, author):
    client.force_login(keeper)
    address = reverse("transfers:stage", args=[transfer.pk])
    assert "Choose why" in client.post(address, {"stage": "suspended"}).content.decode()
    abandoned = {"stage": "abandoned", "reason": "change_of_government"}
    assert "Tell in a sentence" in client.post(address, abandoned).content.decode()

    client.post(
        address, {**abandoned, "note": "The new council stopped it.", "lessons": "Norm it."}
    )
    transfer.refresh_from_db()
    assert (transfer.stage, transfer.stop_reason) == ("abandoned", "change_of_government")
    event = transfer.events.get(verb=Verb.ABANDONED)
    assert (event.value, event.note) == ("change_of_government", "The new council stopped it.")
    # It stays, and says so to everybody.
    client.logout()
    page = client.get(transfer.get_absolute_url()).content.decode()
    assert "change of government" in page
    assert "The new council stopped it." in page
    assert Notification.objects.filter(recipient=author, kind="transfer_moved").exists()


def test_the_database_knows_no_abandoned_one_without_a_reason(transfer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.filter(pk=transfer.pk).update(stage="abandoned", stop_reason="")


def test_it_may_be_taken_up_again_unless_another_goes_on(transfer, keeper, adopter):
    move(transfer, keeper, TransferStage.SUSPENDED, reason="no_funds")
    second = repeat(transfer.origin_case, adopter, keeper)
    with pytest.raises(ValidationError, match="begun it again"):
        move(transfer, keeper, TransferStage.UNDER_WAY)

    second.delete()
    move(transfer, keeper, TransferStage.UNDER_WAY)
    transfer.refresh_from_db()
    assert (transfer.stop_reason, transfer.ended_on) == ("", None)
    assert transfer.events.first().verb == Verb.RESUMED


def test_followers_hear_of_what_matters_and_of_nothing_they_may_not_read(
    transfer, keeper, member, author, work
):
    for follower in (member, author, keeper):
        follow(transfer, follower)
    move(transfer, keeper, TransferStage.STUDYING)
    work()
    assert not Notification.objects.filter(recipient=member).exists()
    move(transfer, keeper, TransferStage.UNDER_WAY)
    # In the background, and who hears of it as one of the origin hears once.
    assert not Notification.objects.filter(recipient=member).exists()
    work()
    told = Notification.objects.get(recipient=member)
    assert (told.kind, told.facts["verb"]) == ("followed", "transfer_under_way")
    assert transfer.title in told.title
    heard = Notification.objects.filter(recipient=author).exclude(kind__startswith="case_")
    assert [each.kind for each in heard] == ["transfer_moved"]
    assert not Notification.objects.filter(recipient=keeper).exists()

    transfers.describe(transfer, keeper, visibility="team")
    move(transfer, keeper, TransferStage.SUSPENDED, reason="conflict")
    work()
    assert Notification.objects.filter(recipient=member).count() == 1
    assert Notification.objects.filter(recipient=author, kind="transfer_moved").count() == 2


def test_who_may_move_it(transfer, keeper, member, author, team):
    for person in (member, author, team):
        with pytest.raises(PermissionDenied):
            move(transfer, person, TransferStage.STUDYING)
    near = facilitator_of(make_state())
    move(transfer, near, TransferStage.STUDYING)
    transfer.refresh_from_db()
    assert transfer.stage == "studying"


def test_a_suspended_account_moves_nothing(transfer, keeper):
    keeper.suspended_at = timezone.now()
    keeper.save()
    with pytest.raises(PermissionDenied):
        move(transfer, type(keeper).objects.get(pk=keeper.pk), TransferStage.STUDYING)


# --- Who reads it, what was agreed --------------------------------------------------


def test_who_reads_it_is_said_in_its_history_and_changes_what_it_proves(
    transfer, keeper, monkeypatch
):
    asked = []
    monkeypatch.setattr("knowledge.actions.transfers.renew_standing", asked.append)
    transfers.describe(transfer, keeper, visibility="members")
    assert asked == [transfer.origin_case]
    assert transfer.events.first().verb == Verb.SHOWN


def test_the_file_of_the_agreement_is_judged_by_its_content(
    client, transfer, keeper, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(keeper)
    address = reverse("transfers:describe", args=[transfer.pk])
    told = {"relation": "full", "agreement": "signed", "visibility": "public", "reason": "Kept."}
    fake = SimpleUploadedFile("convenio.pdf", b"MZ not a document")
    page = client.post(address, {**told, "file": fake}).content.decode()
    assert "is not what its name says" in page
    assert "Kept." in page

    text = SimpleUploadedFile("convenio.txt", b"Los alcaldes acuerdan.")
    client.post(address, {**told, "file": text})
    transfer.refresh_from_db()
    if transfer.agreement_file:
        assert transfer.agreement_file.name.startswith(f"transfer_files/{transfer.pk}/")
        assert transfer.agreement == "signed"
        client.post(address, {**told, "agreement": "none", "without_file": "on"})
        transfer.refresh_from_db()
        assert not transfer.agreement_file


# --- Who goes on with it --------------------------------------------------------------


def test_what_somebody_leaves_goes_to_the_next_holder(transfer, keeper, adopter):
    heir = official(adopter, "heredera")
    transfer.team.create(post="Cleaning", person=keeper)
    assert handover.pass_on(adopter, keeper, heir) == 1

    transfer.refresh_from_db()
    assert (transfer.started_by, transfer.kept_by) == (keeper, heir)
    assert transfer.team.get().person == heir
    assert transfer.events.first().verb == Verb.PASSED_ON


def test_what_waits_for_somebody_may_be_taken_over(client, transfer, keeper, adopter, member):
    handover.pass_on(adopter, keeper, None)
    transfer.refresh_from_db()
    assert transfer.kept_by is None
    colleague = official(adopter, "colega")
    client.force_login(colleague)
    assert "nobody keeps it" in client.get(transfer.get_absolute_url()).content.decode()
    client.post(reverse("transfers:take_over", args=[transfer.pk]))
    transfer.refresh_from_db()
    assert transfer.kept_by == colleague
    with pytest.raises(PermissionDenied):
        transfer_plans.take_over(transfer, member)
    with pytest.raises(ValidationError):
        transfer_plans.take_over(transfer, keeper)


def test_an_heir_receives_what_waited(transfer, keeper, adopter):
    handover.pass_on(adopter, keeper, None)
    heir = official(adopter, "heredera")
    leaver = official(adopter, "otra")
    handover.pass_on(adopter, leaver, heir)
    transfer.refresh_from_db()
    assert transfer.kept_by == heir
