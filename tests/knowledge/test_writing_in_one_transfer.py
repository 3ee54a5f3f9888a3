"""Two people who have the same form of a transfer open: nobody writes over the other unseen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from community.actions.members import municipal_government
from knowledge.actions import transfer_stages, transfers
from knowledge.actions.following_transfers import RowChangedError
from knowledge.transfer_kinds import TransferStage
from tests.knowledge.followed import address
from tests.knowledge.transfers import measured, official, repeat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]


@pytest.fixture
def transfer(published, adopter, keeper):
    return repeat(published, adopter, keeper, reason="Ours")


def opened(client, person, place):
    """What the form said when somebody opened it."""
    client.force_login(person)
    return client.get(place).context["seen"]


DESCRIBED = {"relation": "adapted", "agreement": "none", "visibility": "public", "reason": "Ours"}


def test_a_stale_form_opens_to_nobody_what_was_closed_meanwhile(client, transfer, keeper, adopter):
    place = address("describe", transfer)
    seen = opened(client, keeper, place)
    transfers.describe(
        transfer, official(adopter, "colega"), visibility="team", reason="They spoke to the press"
    )

    page = client.post(place, {**DESCRIBED, "reason": "More of it", "seen": seen})
    words = page.content.decode()
    transfer.refresh_from_db()
    assert (transfer.visibility, transfer.reason) == ("team", "They spoke to the press")
    assert "Somebody else saved this part while you were writing" in words
    assert "More of it" in words
    assert page.context["stored"] == {
        "reason": "They spoke to the press",
        "visibility": "Only the team, the origin and who accompanies it",
    }
    assert "They spoke to the press" in words

    again = {**DESCRIBED, "visibility": "team", "reason": "Both", "seen": page.context["seen"]}
    assert client.post(place, again).status_code == 302
    transfer.refresh_from_db()
    assert (transfer.visibility, transfer.reason) == ("team", "Both")


def test_a_file_of_a_stale_form_is_asked_for_again(
    client, transfer, keeper, adopter, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    place = address("describe", transfer)
    seen = opened(client, keeper, place)
    transfers.describe(transfer, official(adopter, "colega"), agreement="letter")
    file = SimpleUploadedFile("convenio.pdf", b"%PDF-1.4\n%%EOF")
    page = client.post(place, {**DESCRIBED, "agreement": "signed", "seen": seen, "file": file})
    assert "Choose the file again" in page.content.decode()
    transfer.refresh_from_db()
    assert (transfer.agreement, bool(transfer.agreement_file)) == ("letter", False)


def test_a_stale_stage_overwrites_no_newer_lessons(client, transfer, keeper, adopter):
    place = address("stage", transfer)
    seen = opened(client, keeper, place)
    colleague = official(adopter, "colega")
    transfer_stages.move(transfer, colleague, TransferStage.UNDER_WAY, lessons="Begin small.")

    page = client.post(place, {"stage": "studying", "lessons": "Ask first.", "seen": seen})
    transfer.refresh_from_db()
    assert (transfer.stage, transfer.lessons) == ("under_way", "Begin small.")
    assert page.context["stored"] == {"stage": "under way", "lessons": "Begin small."}
    assert "Ask first." in page.content.decode()
    again = {"stage": "under_way", "lessons": "Both.", "seen": page.context["seen"]}
    assert client.post(place, again).status_code == 302
    transfer.refresh_from_db()
    assert transfer.lessons == "Both."


def test_what_is_refused_stays_stale(client, transfer, keeper, adopter):
    """A mistake in a stale form does not make it a fresh one."""
    place = address("stage", transfer)
    seen = opened(client, keeper, place)
    transfer_stages.move(transfer, keeper, TransferStage.UNDER_WAY, lessons="Begin small.")
    page = client.post(place, {"stage": "no-such", "lessons": "Mine", "seen": seen})
    assert page.context["seen"] == seen
    page = client.post(place, {"stage": "under_way", "lessons": "Mine", "seen": seen})
    assert page.context["stored"] == {"lessons": "Begin small."}


def test_who_says_the_same_as_another_is_not_disturbed(client, transfer, keeper, adopter):
    place = address("stage", transfer)
    seen = opened(client, keeper, place)
    transfer_stages.move(transfer, official(adopter, "colega"), TransferStage.STUDYING)
    assert client.post(place, {"stage": "studying", "seen": seen}).status_code == 302
    assert transfer.events.filter(verb="stage").count() == 1


def test_two_of_the_origin_answer_and_the_second_sees_the_first(
    client, transfer, author, published
):
    place = address("origin", transfer)
    seen = opened(client, author, place)
    colleague = official(municipal_government(published.lead_municipality), "origen")
    transfers.answer_as_origin(transfer, colleague, "confirmed", support=["visit"], note="Come.")

    page = client.post(place, {"answer": "declined", "note": "Not theirs.", "seen": seen})
    transfer.refresh_from_db()
    assert (transfer.origin_answer, transfer.origin_note) == ("confirmed", "Come.")
    assert page.context["stored"]["note"] == "Come."
    assert "Not theirs." in page.content.decode()
    again = {"answer": "confirmed", "note": "Both.", "seen": page.context["seen"]}
    assert client.post(place, again).status_code == 302
    transfer.refresh_from_db()
    assert (transfer.origin_note, transfer.support) == ("Both.", [])


def test_the_actions_themselves_refuse_what_was_read_before(transfer, keeper, author):
    measured(transfer)
    for act in (
        lambda: transfers.describe(transfer, keeper, reason="Mine", seen="older"),
        lambda: transfer_stages.move(transfer, keeper, TransferStage.STUDYING, seen="older"),
        lambda: transfers.answer_as_origin(transfer, author, "confirmed", seen="older"),
    ):
        with pytest.raises(RowChangedError):
            act()
    transfer.refresh_from_db()
    assert (transfer.reason, transfer.stage, transfer.origin_answer) == (
        "Ours",
        "interested",
        "pending",
    )
