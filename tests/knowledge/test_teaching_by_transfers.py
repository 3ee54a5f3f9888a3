"""What transfers teach: the tree, results side by side, what is adapted and why some stop."""

import csv
import gzip
import io
import itertools
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone, translation

from community.models import Organization
from knowledge.models import Adaptation, Case, Indicator, Transfer, TransferIndicator
from knowledge.replication import comes_from, nested, tree_of
from knowledge.replication_drawing import MOST_LINES, draw
from knowledge.teaching import components_of, results_of, stops_of
from knowledge.transfer_kinds import TransferAudience, TransferStage
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.transfers import official, repeat, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]
VISITOR = AnonymousUser()
TEAM, MEMBERS = TransferAudience.TEAM, TransferAudience.MEMBERS


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def case(published):
    return Case.objects.get(pk=published.pk)


def page_of(client, case, **query):
    return client.get(reverse("cases:replicas", args=[case.reference]), query)


def words(response):
    return " ".join(response.content.decode().split())


def names(branches):
    return [each.name for each in branches]


def another_case(code="XA-2026-0900", **fields):
    case = CaseFactory(**fields)
    Case.objects.filter(pk=case.pk).update(
        code=code, live=True, first_published_at=timezone.now(), state=Case.State.PUBLISHED
    )
    case.refresh_from_db()
    case.versions.create(number=1, level=1, record=case.serializable_data(), names={})
    return case


# --- The tree -----------------------------------------------------------------------


def test_who_learned_from_an_adopter_hangs_from_it(case):
    first = repeat(case, town("Baruta"))
    second = repeat(case, town("Chacao"), learned_from=first)
    repeat(case, town("Guacara"), learned_from=second)
    repeat(case, town("Tovar"))

    tree = tree_of(case, VISITOR)

    assert names(tree.branches) == ["Baruta", "Chacao", "Guacara", "Tovar"]
    assert [each.depth for each in tree.branches] == [1, 2, 3, 1]
    assert names(tree.roots) == ["Baruta", "Tovar"]


def test_the_tree_goes_on_from_the_record_an_adopter_made(case):
    own = another_case(title="Compost again")
    first = repeat(case, town("Baruta"), adopter_case=own)
    repeat(own, town("Chacao"))

    tree = tree_of(case, VISITOR)

    assert names(tree.branches) == ["Baruta", "Chacao"]
    assert tree.branches[1].parent.pk == first.pk
    assert tree.branches[0].case_reference == own.code
    assert names(tree.direct) == ["Baruta"]
    assert [each.pk for each in comes_from(own, VISITOR)] == [case.pk]


def test_a_transfer_of_a_team_alone_is_nowhere_and_those_below_hang_from_the_next(case, author):
    own = another_case()
    first = repeat(case, town("Baruta"))
    secret = repeat(
        case, town("Chacao"), author, learned_from=first, visibility=TEAM, adopter_case=own
    )
    repeat(case, town("Guacara"), learned_from=secret)
    repeat(own, town("Tovar"))

    seen = tree_of(case, VISITOR)

    assert names(seen.branches) == ["Baruta", "Guacara"]
    assert seen.branches[1].parent.pk == first.pk
    assert comes_from(own, VISITOR) == []
    theirs = tree_of(case, author)
    assert names(theirs.branches) == ["Baruta", "Chacao", "Guacara", "Tovar"]


def test_what_members_may_read_is_there_for_members(case, client, member):
    repeat(case, town("Baruta"), visibility=MEMBERS)

    assert "Baruta" not in words(page_of(client, case))
    client.force_login(member)
    assert "Baruta" in words(page_of(client, case))


def test_a_circle_in_the_rows_is_cut_and_not_walked_for_ever(case):
    first = repeat(case, town("Baruta"))
    second = repeat(case, town("Chacao"), learned_from=first)
    third = repeat(case, town("Guacara"), learned_from=second)
    Transfer.objects.filter(pk=first.pk).update(learned_from=third)

    tree = tree_of(case, VISITOR)

    assert sorted(names(tree.branches)) == ["Baruta", "Chacao", "Guacara"]
    assert names(tree.roots) == ["Baruta"]


def test_two_records_that_come_of_each_other_end_the_tree(case):
    own = another_case()
    repeat(case, town("Baruta"), adopter_case=own)
    repeat(own, town("Chacao"), adopter_case=case)

    assert names(tree_of(case, VISITOR).branches) == ["Baruta", "Chacao"]


def test_the_drawing_puts_years_in_order_and_lines_above_those_they_came_from(case):
    first = repeat(case, town("Baruta"), created_at=timezone.now() - timedelta(days=900))
    repeat(case, town("Chacao"), created_at=timezone.now() - timedelta(days=30))
    repeat(
        case,
        town("Guacara"),
        learned_from=first,
        created_at=timezone.now() - timedelta(days=400),
        stage=TransferStage.ABANDONED,
        stop_reason="norm",
    )

    drawing = draw(tree_of(case, VISITOR))

    lines = {line.only.name: line for line in drawing.lines}
    assert lines["Baruta"].x < lines["Guacara"].x < lines["Chacao"].x
    assert lines["Chacao"].y < lines["Guacara"].y < lines["Baruta"].y
    assert lines["Guacara"].parent is lines["Baruta"]
    assert lines["Guacara"].is_loose
    assert drawing.left_out == 0
    years = [year for _x, year in drawing.years]
    assert years == sorted(years)


def test_nobody_yet_is_said_and_not_drawn(case, client):
    response = page_of(client, case)

    assert "Nobody has repeated it yet" in words(response)
    assert '<svg class="tree"' not in words(response)


def test_a_list_that_begins_in_the_middle_says_whom_each_learned_from(case):
    first = repeat(case, town("Baruta"))
    repeat(case, town("Chacao"), learned_from=first)
    tree = tree_of(case, VISITOR)

    twigs = nested(tree.branches[1:])

    assert [(twig.branch.name, twig.is_orphan) for twig in twigs] == [("Chacao", True)]


def many(case, number):
    """So many public transfers; each tenth learned from the one before."""
    version = case.versions.first()
    governments = Organization.objects.bulk_create(
        Organization(name=f"Alcaldía {n}", slug=f"alcaldia-{n}", kind="municipal_government")
        for n in range(number)
    )
    now = timezone.now()
    rows = Transfer.objects.bulk_create(
        Transfer(
            origin_case=case,
            origin_version=version,
            adopter=each,
            stage=list(TransferStage)[n % 6],
            created_at=now - timedelta(days=5 * n),
        )
        for n, each in enumerate(governments)
    )
    for place, row in enumerate(rows):
        if place % 10 == 9:
            row.learned_from = rows[place - 1]
    Transfer.objects.bulk_update(rows, ["learned_from"])
    return rows


def test_a_tree_of_500_is_ten_queries_and_sixty_kilobytes(
    case, client, django_assert_max_num_queries
):
    many(case, 500)
    page_of(client, case)

    with django_assert_max_num_queries(10):
        response = page_of(client, case)

    assert len(response.content) < 60_000
    assert len(gzip.compress(response.content)) < 12_000
    drawing = draw(tree_of(case, VISITOR))
    drawn = sum(len(line.branches) for line in drawing.lines)
    assert drawn + drawing.left_out == 500
    assert len(drawing.lines) <= MOST_LINES


def test_a_chain_of_a_thousand_does_not_bring_the_page_down(case, client):
    rows = many(case, 300)
    for before, row in itertools.pairwise(rows):
        row.learned_from = before
    Transfer.objects.bulk_update(rows, ["learned_from"])

    assert page_of(client, case).status_code == 200
    assert page_of(client, case, pagina=4).status_code == 200


def test_the_page_asks_no_more_with_more_transfers(
    case, client, member, django_assert_max_num_queries
):
    many(case, 60)
    page_of(client, case)
    with django_assert_max_num_queries(8):
        page_of(client, case)
    client.force_login(member)
    page_of(client, case)
    with django_assert_max_num_queries(12):
        page_of(client, case)


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

    assert words(few).count('class="bars"') == 12
    assert "See the 9 more that measured it" in words(few)
    assert words(whole).count('class="bars"') == 21
    assert page_of(client, case, indicador="nonsense").status_code == 200


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
