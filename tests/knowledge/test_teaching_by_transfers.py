"""What transfers teach: results side by side, what is adapted and why some stop."""

import csv
import gzip
import io
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from knowledge.models import Adaptation, Case, Indicator, TransferIndicator
from knowledge.replication import tree_of
from knowledge.teaching import MOST_PANELS, components_of, results_of, stops_of
from knowledge.transfer_kinds import TransferAudience, TransferStage
from tests.factories import MemberFactory
from tests.knowledge.many_transfers import VISITOR, many, page_of, words
from tests.knowledge.transfers import official, repeat, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]
TEAM, MEMBERS = TransferAudience.TEAM, TransferAudience.MEMBERS


# --- Results side by side ---------------------------------------------------------------


def indicator(case, **fields):
    facts = {"name": "Waste buried", "unit": "kg", "direction": "down"}
    row = Indicator(case=case, **facts | {"baseline": 100, "result": 60} | fields)
    row.key = row.key or uuid.uuid4()
    row.save()
    return row


def measure(transfer, origin=None, **fields):
    facts = {"name": "Waste buried", "unit": "kg", "direction": "down", "source": "Scale"}
    return TransferIndicator.objects.create(
        transfer=transfer, origin_key=origin.key if origin else None, **facts | fields
    )


def test_origin_and_adopters_are_drawn_on_one_scale(case):
    row = indicator(case)
    measure(repeat(case, town("Baruta")), row, baseline=200, result=50)
    measure(repeat(case, town("Chacao")), row, baseline=20, result=30)

    results = results_of(case, tree_of(case, VISITOR).direct)

    [panel] = results.panels
    assert [cell.name for cell in panel.cells][1:] == ["Baruta", "Chacao"]
    assert [cell.bars.before.width for cell in panel.cells] == ["50.0", "100.0", "10.0"]
    assert "as was sought" in panel.cells[1].change
    assert "against what was sought" in panel.cells[2].change


def test_another_unit_is_told_and_not_drawn_beside_the_others(case, client):
    row = indicator(case)
    measure(repeat(case, town("Baruta")), row, unit="bags", baseline=9000, result=1)

    [panel] = results_of(case, tree_of(case, VISITOR).direct).panels

    assert panel.cells[1].differs == "bags"
    assert panel.cells[1].bars is None
    assert panel.cells[0].bars.before.width == "100.0"
    assert "in another unit" in words(page_of(client, case))


def test_what_nobody_else_measured_has_no_panel_and_own_indicators_a_table(case, client):
    indicator(case, name="Jobs")
    measure(repeat(case, town("Baruta")), name="Songs sung", baseline=1, result=2)

    results = results_of(case, tree_of(case, VISITOR).direct)

    assert results.panels == []
    assert [cell.row.name for cell in results.own] == ["Songs sung"]
    assert "Songs sung" in words(page_of(client, case))


def test_figures_of_a_transfer_one_may_not_see_are_not_beside_the_others(case, client):
    row = indicator(case)
    measure(repeat(case, town("Baruta")), row, baseline=1, result=2)
    secret = repeat(case, town("Chacao"), visibility=TEAM)
    measure(secret, row, baseline=Decimal("777"), result=3)
    Adaptation.objects.create(transfer=secret, component="Sealed bins", change="add")

    for address in ("replicas", "replicas_table", "replicas_data"):
        response = client.get(reverse(f"cases:{address}", args=[case.reference]))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"777" not in body
        assert b"Sealed bins" not in body
        assert b"Chacao" not in body


def test_one_indicator_is_shown_with_everybody_who_measured_it(case, client):
    row = indicator(case)
    for transfer in many(case, 20):
        measure(transfer, row, baseline=10, result=5)

    few, whole = page_of(client, case), page_of(client, case, indicador=str(row.key))

    assert words(few).count('class="bars"') == 8
    assert "See the 13 more that measured it" in words(few)
    assert "20 of those that repeated it measured it. In 20 it went as was sought.<" in words(few)
    assert words(whole).count('class="bars"') == 21
    assert "The replication tree" not in words(whole)
    assert "The replication tree" in words(page_of(client, case, indicador="nonsense"))


def test_many_results_come_by_pages_on_one_scale_and_the_counts_are_of_all(case, client):
    row = indicator(case)
    transfers = many(case, 60)
    for place, transfer in enumerate(transfers):
        measure(transfer, row, baseline=10, result=20 if place < 3 else 5)
    measure(transfers[0], row, unit="bags", baseline=90_000, result=1)
    measure(transfers[1], row, baseline=1_000, result=1)

    first, second = (page_of(client, case, indicador=str(row.key), pagina=n) for n in (1, 2))

    [panel] = first.context["results"].panels
    assert (panel.number, panel.better, panel.worse) == (62, 59, 3)
    assert (panel.low, panel.high) == (0, 1_000)
    assert [len(each.context["results"].panels[0].cells) for each in (first, second)] == [51, 13]
    drawn = [
        each.context["results"].panels[0].cells[0].bars.before.width for each in (first, second)
    ]
    assert drawn == ["10.0", "10.0"]
    assert f"indicador={row.key}&amp;pagina=2" in words(first)


def test_results_of_many_are_counted_by_the_database_and_few_of_them_read(
    case, django_assert_num_queries
):
    rows = [indicator(case, name=f"Indicator {n}") for n in range(6)]
    transfers = many(case, 40)
    TransferIndicator.objects.bulk_create(
        TransferIndicator(transfer=each, name=row.name, origin_key=row.key, baseline=2, result=1)
        for each in transfers
        for row in rows
    )
    TransferIndicator.objects.bulk_create(
        TransferIndicator(transfer=each, name="Songs sung", baseline=2, result=1)
        for each in transfers
    )
    branches = tree_of(case, VISITOR).direct
    case = Case.objects.select_related("lead_municipality").get(pk=case.pk)

    with django_assert_num_queries(4):
        results = results_of(case, branches)

    assert [len(each.cells) for each in results.panels] == [8] * MOST_PANELS
    assert [each.more for each in results.panels] == [33] * MOST_PANELS
    assert len(results.others) == 3
    assert (len(results.own), results.more_own) == (8, 32)


def test_the_figures_are_a_table_too(case, client):
    row = indicator(case)
    measure(repeat(case, town("Baruta")), row, baseline=200, result=50, source="The scale")

    text = words(page_of(client, case))

    assert text.index('<ul class="multiples') > text.index("Waste buried <small")
    table = text[text.index("The same as a table") :]
    for told in ("Waste buried (kg)", "Sucre", "Baruta", "200", "50", "The scale", "as was sought"):
        assert told in table


# --- What is adapted, why some stop ---------------------------------------------------------


def test_the_component_most_often_adapted_is_named_with_how_many(case, client):
    bins, songs = uuid.uuid4(), uuid.uuid4()
    for place, change in enumerate(["change", "drop", "keep"]):
        transfer = repeat(case, town(f"Pueblo {place}"))
        Adaptation.objects.create(
            transfer=transfer, component="Bins", change=change, origin_key=bins
        )
        Adaptation.objects.create(
            transfer=transfer, component="Songs", change="keep", origin_key=songs
        )

    first, second = components_of(tree_of(case, VISITOR).direct)

    assert (first.name, first.changed, first.dropped, first.kept) == ("Bins", 1, 1, 1)
    assert second.adapted == 0
    assert "2 of the 3 that repeated it" in words(page_of(client, case))


def stop(case, name, reason, **fields):
    facts = {"stage": TransferStage.ABANDONED, "stop_reason": reason}
    return repeat(case, town(name), **facts | fields)


def test_reasons_are_counted_the_most_frequent_first(case):
    stop(case, "Baruta", "no_funds")
    stop(case, "Chacao", "no_funds", stage=TransferStage.SUSPENDED)
    stop(case, "Guacara", "legal")
    repeat(case, town("Tovar"))

    stops = stops_of(tree_of(case, VISITOR).branches)

    assert [(each.value, each.number) for each in stops] == [("no_funds", 2), ("legal", 1)]


def test_everybody_reads_why_transfers_stop(case, client, django_assert_max_num_queries):
    stop(case, "Baruta", "no_funds", stop_note="The bank said no.")
    stop(case, "Chacao", "legal")
    stop(case, "Guacara", "legal", visibility=TEAM)
    address = reverse("transfers:why_they_stop")
    client.get(address)

    with django_assert_max_num_queries(8):
        everything = words(client.get(address))

    assert "2 transfers stopped" in everything
    assert "The bank said no." in everything
    assert "Guacara" not in everything
    narrowed = words(client.get(address, {"motivo": "legal"}))
    assert "Chacao" in narrowed
    assert "The bank said no." not in narrowed
    theme = case.themes[0].slug
    assert "2 transfers stopped" in words(client.get(address, {"tema": theme}))
    assert client.get(address, {"motivo": "x" * 900, "tema": "'"}).status_code == 200


def test_the_page_of_reasons_is_as_light_with_many(case, client, django_assert_max_num_queries):
    for row in many(case, 60):
        row.stage, row.stop_reason = TransferStage.ABANDONED, "no_staff"
        row.save()
    address = reverse("transfers:why_they_stop")
    client.get(address)

    with django_assert_max_num_queries(8):
        response = client.get(address)

    assert len(gzip.compress(response.content)) < 12_000


# --- Taking it along ---------------------------------------------------------------------------


def test_the_table_and_the_data_say_what_the_page_says(case, client):
    row = indicator(case)
    first = repeat(case, town("Baruta"), relation="partial")
    measure(first, row, baseline=100, result=80)
    Adaptation.objects.create(transfer=first, component="=Bins", change="change")
    stop(case, "Chacao", "legal", learned_from=first)

    table = client.get(reverse("cases:replicas_table", args=[case.reference]))
    text = b"".join(table.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    data = client.get(reverse("cases:replicas_data", args=[case.reference])).json()

    assert [line[1] for line in lines] == ["Municipality", "Baruta", "Chacao"]
    assert lines[1][8] == "'=Bins"
    assert lines[2][3] == str(first.pk)
    assert data["replicas"][0]["indicadores"][0]["del_origen"] == str(row.key)
    assert data["replicas"][1]["aprendio_de"] == first.pk
    assert data["detenidas"] == {"legal": 1}


def test_what_is_passed_on_is_what_visitors_may_know(case, client, team):
    repeat(case, town("Baruta"), visibility=TEAM)
    client.force_login(team)

    assert "Baruta" in words(page_of(client, case))
    data = client.get(reverse("cases:replicas_data", args=[case.reference])).json()
    assert data["replicas"] == []


@pytest.mark.parametrize("name", ["replicas", "replicas_table", "replicas_data"])
def test_a_case_that_is_not_published_has_no_transfers_to_show(draft, client, author, name):
    client.force_login(author)

    assert client.get(reverse(f"cases:{name}", args=[draft.reference])).status_code == 404


@pytest.mark.parametrize("name", ["replicas", "replicas_table", "replicas_data"])
def test_an_address_in_other_letters_leads_to_the_right_one(case, client, name):
    response = client.get(reverse(f"cases:{name}", args=[case.code.lower()]))

    assert response.status_code == 301


def test_officials_of_the_adopter_see_what_their_team_keeps_through_their_post(case, client):
    government = town("Baruta")
    person = official(government, "jefa")
    repeat(case, government, person=person, visibility=TEAM)
    stranger = MemberFactory()

    client.force_login(person)
    assert "Baruta" in words(page_of(client, case))
    client.force_login(stranger)
    assert "Baruta" not in words(page_of(client, case))
