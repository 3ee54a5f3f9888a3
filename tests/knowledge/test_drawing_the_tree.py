"""The tree of who learned a case from whom: what stands in it, how it is drawn and listed."""

import gzip
import itertools
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge.models import Adaptation, Indicator, Transfer, TransferIndicator
from knowledge.replication import comes_from, nested, tree_of
from knowledge.replication_drawing import MOST_LINES, draw
from knowledge.transfer_kinds import TransferAudience, TransferStage
from tests.knowledge.many_transfers import VISITOR, another_case, many, names, page_of, words
from tests.knowledge.transfers import repeat, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]
TEAM, MEMBERS = TransferAudience.TEAM, TransferAudience.MEMBERS


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
    assert reverse("cases:replicate", args=[case.reference]) in words(response)
    assert '<svg class="tree"' not in words(response)


def test_a_list_that_begins_in_the_middle_says_whom_each_learned_from(case):
    first = repeat(case, town("Baruta"))
    repeat(case, town("Chacao"), learned_from=first)
    tree = tree_of(case, VISITOR)

    twigs = nested(tree.branches[1:])

    assert [(twig.branch.name, twig.is_orphan) for twig in twigs] == [("Chacao", True)]


def measured_and_adapted(case, transfers):
    """Each with four figures of the origin, one of its own, and three components."""
    keys = [uuid.uuid4() for _n in range(4)]
    for n, key in enumerate(keys):
        told = {"name": f"Waste {n}", "unit": "kg", "direction": "down"}
        Indicator.objects.create(case=case, key=key, baseline=100, result=60, **told)
    TransferIndicator.objects.bulk_create(
        TransferIndicator(transfer=each, name="Waste", unit="kg", origin_key=key, result=n)
        for n, each in enumerate(transfers)
        for key in (*keys, None)
    )
    Adaptation.objects.bulk_create(
        Adaptation(transfer=each, component=f"Component {n}", change=change, origin_key=keys[0])
        for each in transfers
        for n, change in enumerate(["keep", "change", "add"])
    )


def test_a_tree_of_500_is_ten_queries_and_sixty_kilobytes(
    case, client, django_assert_max_num_queries
):
    measured_and_adapted(case, many(case, 500))
    page_of(client, case)

    with django_assert_max_num_queries(10):
        response = page_of(client, case)

    assert len(response.content) < 60_000
    assert "Results side by side" in words(response)
    assert "The component most often adapted" in words(response)
    assert len(gzip.compress(response.content)) < 12_000
    drawing = draw(tree_of(case, VISITOR))
    drawn = sum(len(line.branches) for line in drawing.lines)
    assert drawn + drawing.left_out == 500
    assert len(drawing.lines) == MOST_LINES
    assert f"{drawing.left_out} more find no room in the drawing" in words(response)


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
