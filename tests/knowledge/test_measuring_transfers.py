"""What shows that something was done, what it gave and what it cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from knowledge.actions.following_transfers import (
    add_proof,
    inherit_indicators,
    write_row,
)
from knowledge.forms.following import CostForm, IndicatorForm
from knowledge.transfer_kinds import TransferAudience, TransferStage
from tests.factories import MemberFactory
from tests.knowledge.followed import address, measured_case, milestone
from tests.knowledge.transfers import repeat, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def case(author, team):
    return measured_case(author, team)


@pytest.fixture
def transfer(case, adopter, keeper):
    return repeat(case, adopter, keeper, stage=TransferStage.UNDER_WAY)


# --- Documents ----------------------------------------------------------------------------------


def test_a_document_shows_that_it_was_done_and_opens_for_its_readers_alone(
    client, transfer, keeper
):
    row = milestone(transfer)
    client.force_login(keeper)
    file = SimpleUploadedFile("acta de acuerdo.pdf", PDF)

    response = client.post(address("proof", transfer, row.key), {"file": file})

    assert response.status_code == 302
    [proof] = row.proofs.all()
    assert (proof.title, proof.added_by) == ("Acta de acuerdo", keeper)
    text = client.get(address("following", transfer)).content.decode()
    assert proof.file.url in text
    client.logout()
    assert client.get(proof.file.url).status_code == 200
    transfer.visibility = TransferAudience.TEAM
    transfer.save()
    assert client.get(proof.file.url).status_code == 404
    client.force_login(keeper)
    assert client.get(proof.file.url).status_code == 200
    assert client.get(f"/media/transfer_files/{transfer.pk}/otra.pdf").status_code == 404
    assert client.get("/media/transfer_files/x/otra.pdf").status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a file"),
        ({"file": SimpleUploadedFile("acta.pdf", b"MZ not a pdf")}, "not what its name says"),
        ({"file": SimpleUploadedFile("acta.exe", b"MZ")}, "kind that is not accepted"),
        ({"url": "no address"}, "whole address"),
    ],
)
def test_a_document_that_is_none_is_refused(client, transfer, keeper, data, words):
    client.force_login(keeper)

    response = client.post(address("proof_new", transfer), data)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not transfer.proofs.exists()


def test_all_the_files_of_a_transfer_have_a_limit(transfer, keeper, settings):
    settings.CASE_FILES_BYTES = len(PDF) + 10
    add_proof(transfer, keeper, file=SimpleUploadedFile("a.pdf", PDF))

    with pytest.raises(Exception, match="weigh"):
        add_proof(transfer, keeper, file=SimpleUploadedFile("b.pdf", PDF))
    add_proof(transfer, keeper, url="https://example.org/acta")

    assert transfer.proofs.count() == 2


def test_removing_a_document_asks_once_and_deletes_its_file(
    client, transfer, keeper, django_capture_on_commit_callbacks
):
    proof = add_proof(transfer, keeper, file=SimpleUploadedFile("a.pdf", PDF))
    storage, name = proof.file.storage, proof.file.name
    client.force_login(keeper)

    assert client.get(address("proofs_drop", transfer, proof.key)).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("proofs_drop", transfer, proof.key))

    assert not transfer.proofs.exists()
    assert not storage.exists(name)


# --- What it gave ---------------------------------------------------------------------------------


def test_it_measures_what_the_origin_measured(client, transfer, keeper):
    assert inherit_indicators(transfer) == 2
    assert inherit_indicators(transfer, keeper) == 0
    with pytest.raises(PermissionDenied):
        inherit_indicators(transfer, MemberFactory())

    compost = transfer.indicators.get(name="Compost")
    assert (compost.unit, compost.baseline) == ("toneladas", None)
    text = client.get(address("following", transfer)).content.decode()
    assert "At the origin: from 0 to 12" in text


def test_figures_in_another_unit_are_kept_in_that_of_the_origin(client, transfer, keeper):
    inherit_indicators(transfer)
    compost = transfer.indicators.get(name="Compost")
    client.force_login(keeper)
    page = address("indicator", transfer, compost.key)
    data = {"measured_unit": "kg", "baseline": "0", "result": "3500", "source": "Balanza"}

    assert client.post(page, data).status_code == 302

    compost.refresh_from_db()
    assert (compost.result, compost.unit, compost.measured_unit) == (
        Decimal("3.5"),
        "toneladas",
        "kg",
    )
    assert compost.is_measured
    assert [event.verb for event in transfer.events.all()] == ["measured"]
    assert 'value="3500"' in client.get(page).content.decode()
    client.post(page, data)
    compost.refresh_from_db()
    assert compost.result == Decimal("3.5")
    assert transfer.events.count() == 1


def test_what_cannot_be_converted_is_refused_and_kept_on_the_screen(client, transfer, keeper):
    inherit_indicators(transfer)
    compost = transfer.indicators.get(name="Compost")
    client.force_login(keeper)

    response = client.post(
        address("indicator", transfer, compost.key),
        {"measured_unit": "litros", "result": "3500", "source": "Balanza"},
    )

    assert response.status_code == 422
    assert "measures volume" in " ".join(response.context["form"].errors["measured_unit"])
    assert "3500" in response.content.decode()
    compost.refresh_from_db()
    assert compost.result is None


def test_figures_out_of_order_or_too_large_are_refused(transfer, keeper):
    def write(**data):
        return write_row(transfer, "indicators", None, IndicatorForm, data, keeper)

    plain = {"name": "Own", "direction": "up"}
    assert "result_year" in write(**plain, baseline_year="2024", result_year="2023").errors
    assert "result" in write(**plain, unit="t", result="9" * 17).errors
    assert "measured_unit" in write(**plain, measured_unit="kg", result="1").errors
    assert "result" in write(**plain, unit="t", measured_unit="g", result="1").errors
    assert not write(**plain, unit="t", result="1").errors


def test_what_an_inherited_indicator_is_called_stays_the_origins(transfer, keeper):
    inherit_indicators(transfer)
    compost = transfer.indicators.get(name="Compost")

    data = {"name": "Something else", "unit": "kg", "direction": "down", "result": "2"}
    write_row(transfer, "indicators", compost.key, IndicatorForm, data, keeper)

    compost.refresh_from_db()
    assert (compost.name, compost.unit, compost.direction) == ("Compost", "toneladas", "up")
    assert compost.result == 2


# --- What it cost ------------------------------------------------------------


def test_costs_are_told_in_dollars_and_for_each_inhabitant(client, transfer, keeper):
    client.force_login(keeper)
    page = address("cost_new", transfer)
    data = {"concept": "Bins", "kind": "investment", "year": "2019"}

    client.post(page, {**data, "amount": "3281622,19", "currency": "cop"})
    client.post(page, {**data, "amount": "500", "currency": "USD"})

    text = client.get(address("following", transfer)).content.decode()
    assert "<b>1,500</b>" in text
    assert "0.15" in text
    assert "World Bank" in text


def test_without_population_it_says_what_is_missing(client, transfer, keeper, adopter):
    adopter.territory.population = adopter.territory.population_year = None
    adopter.territory.save()
    data = {
        "concept": "Bins",
        "kind": "investment",
        "year": "2019",
        "amount": "5",
        "currency": "USD",
    }
    write_row(transfer, "costs", None, CostForm, data, keeper)

    text = client.get(address("following", transfer)).content.decode()

    assert "the population of the municipality is not known" in text


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"year": "2999"}, "year"), ({"amount": "-1"}, "amount"), ({"currency": "pesos"}, "currency")],
)
def test_a_cost_that_cannot_be_is_refused(transfer, keeper, changed, field):
    data = {
        "concept": "Bins",
        "kind": "investment",
        "year": "2019",
        "amount": "5",
        "currency": "USD",
    }

    form = write_row(transfer, "costs", None, CostForm, {**data, **changed}, keeper)

    assert field in form.errors
    assert not transfer.costs.exists()


# --- Speed ---------------------------------------------------------------------------------------


def test_the_page_costs_the_same_with_few_rows_and_with_many(
    client, transfer, keeper, adopter, today, django_assert_max_num_queries
):
    def fill(number):
        for order in range(number):
            row = milestone(
                transfer,
                f"Step {order}",
                due_on=today + timedelta(days=order),
                person=keeper,
                budget=10,
            )
            transfer.proofs.create(milestone=row, title="Doc", url="https://example.org/")
            transfer.indicators.create(name=f"I {order}", unit="t", baseline=1, result=2)
            transfer.costs.create(concept="Bins", amount=5, currency="COP", year=2019)
            transfer.visits.create(
                host=transfer.adopter, guest=other, topic="See it", state="agreed"
            )

    other = town("Otra")
    for number in (1, 20):
        fill(number)
        client.logout()
        with django_assert_max_num_queries(8):
            page = client.get(address("following", transfer))
        client.force_login(keeper)
        with django_assert_max_num_queries(12):
            client.get(address("following", transfer))
    assert page.status_code == 200
