"""What a transfer shows for what it says: documents of its milestones, measured results."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from knowledge.actions import transfer_plans
from knowledge.actions.following_transfers import (
    add_proof,
    drop_row,
    finish_milestone,
    write_row,
)
from knowledge.actions.transfer_stages import move
from knowledge.forms.following import IndicatorForm, MilestoneForm
from knowledge.models import TransferMilestone
from knowledge.transfer_kinds import TransferStage
from tests.knowledge.followed import address, milestone
from tests.knowledge.transfers import measured

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]

WITHOUT = "It is the only measured result"


def figures(row, **changed):
    """What its form sends."""
    told = {name: getattr(row, name) for name in IndicatorForm.Meta.fields}
    return {name: "" if each is None else str(each) for name, each in (told | changed).items()}


# --- Documents -------------------------------------------------------------------------


def test_a_milestone_with_documents_is_not_taken_out_of_the_plan(
    client, transfer, keeper, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    row, bare = milestone(transfer), milestone(transfer, "Buy the bins")
    text = SimpleUploadedFile("acta.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")
    proof = add_proof(transfer, keeper, milestone=row, title="Minutes", file=text)
    client.force_login(keeper)
    form = client.get(address("plan", transfer)).context["form"]
    data = {bound.html_name: bound.value() or "" for bound in form}
    data["row"] = [each.key.hex for each in (row, bare)]
    gone = {f"{each.key.hex}-gone": "on" for each in (row, bare)}

    page = client.post(address("plan", transfer), {**data, **gone, f"{bare.key.hex}-post": "Us"})
    words = page.content.decode()
    assert "It has documents that show what was done." in words
    assert 'value="Us"' in words
    assert set(transfer.milestones.all()) == {row, bare}
    assert list(row.proofs.all()) == [proof]
    assert proof.file.storage.exists(proof.file.name)
    with pytest.raises(ValidationError):
        transfer_plans.keep_plan(transfer, keeper, seen=1, fields={}, gone=[row])

    # Without the document it goes.
    drop_row(transfer, "proofs", proof.key, keeper)
    assert client.post(address("plan", transfer), {**data, **gone}).status_code == 302
    assert not transfer.milestones.exists()


# --- Results -----------------------------------------------------------------------------


@pytest.fixture
def shown(transfer, keeper):
    """It says that it has results, and has one."""
    row = measured(transfer)
    move(transfer, keeper, TransferStage.WITH_RESULTS, lessons="Begin small.")
    transfer.refresh_from_db()
    return row


def test_the_only_result_of_what_has_results_is_not_removed(client, transfer, keeper, shown):
    client.force_login(keeper)
    place = address("indicators_drop", transfer, shown.key)
    assert WITHOUT in client.post(place, follow=True).content.decode()
    assert transfer.indicators.get() == shown

    # A second one is enough, and so is to have no results any more.
    other = measured(transfer, name="Stalls")
    client.post(place)
    assert transfer.indicators.get() == other
    move(transfer, keeper, TransferStage.UNDER_WAY)
    drop_row(transfer, "indicators", other.key, keeper)
    assert not transfer.indicators.exists()


@pytest.mark.parametrize("emptied", ["baseline", "result", "source"])
def test_its_figures_are_not_emptied_either(client, transfer, keeper, shown, emptied):
    client.force_login(keeper)
    place = address("indicator", transfer, shown.key)
    page = client.post(place, figures(shown, **{emptied: "", "method": "survey"}))
    assert page.status_code == 422
    assert WITHOUT in page.content.decode()
    shown.refresh_from_db()
    assert shown.is_measured
    # Other figures are welcome.
    assert client.post(place, figures(shown, result="3")).status_code == 302


def test_it_is_not_closed_with_nothing_measured(client, transfer, keeper):
    row = milestone(transfer, "Closing", kind=TransferMilestone.Kind.CLOSE)
    client.force_login(keeper)
    page = client.post(address("finish", transfer, row.key), follow=True).content.decode()
    assert "It closes with results, and none is measured yet" in page
    told = {"title": row.title, "state": "done", "currency": "USD", "percent": "100"}
    form = write_row(transfer, "milestones", row.key, MilestoneForm, told, keeper)
    assert "none is measured yet" in str(form.errors)
    row.refresh_from_db()
    assert row.is_open

    kept = measured(transfer)
    finish_milestone(transfer, row.key, keeper)
    row.refresh_from_db()
    assert not row.is_open
    # What closed it stays, whatever its stage is.
    with pytest.raises(ValidationError, match=WITHOUT):
        drop_row(transfer, "indicators", kept.key, keeper)


def test_other_milestones_close_nothing(transfer, keeper):
    row = milestone(transfer, due_on=timezone.localdate() + timedelta(days=3))
    assert not finish_milestone(transfer, row.key, keeper).is_open
