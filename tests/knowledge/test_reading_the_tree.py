"""What the page of who repeated a case says of each, and how transfers reach the index."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge.actions.transfer_history import index_transfers
from knowledge.models import Adaptation, Transfer
from knowledge.transfer_kinds import TransferStage
from search.models import IndexChange
from tests.knowledge.many_transfers import another_case, many, page_of, words
from tests.knowledge.transfers import repeat, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]


@pytest.fixture
def family(case):
    """The origin, an adopter with results, one who learned from it and stopped."""
    own = another_case(title="Compost again")
    first = repeat(
        case,
        town("Baruta"),
        relation="adapted",
        stage=TransferStage.WITH_RESULTS,
        adopter_case=own,
    )
    stopped = {"stage": TransferStage.ABANDONED, "stop_reason": "no_funds"}
    second = repeat(case, town("Chacao"), relation="partial", learned_from=first, **stopped)
    for change, component in (("change", "Bins"), ("drop", "Songs"), ("add", "Bells")):
        Adaptation.objects.create(transfer=second, component=component, change=change)
    return first, second


def part(text, begins, ends):
    return text[text.index(begins) : text.index(ends, text.index(begins))]


def test_the_list_says_relation_stage_reason_and_what_each_changed(case, client, family):
    text = part(words(page_of(client, case)), '<ul class="branches', "</section>")

    for told in (
        "the origin",
        "Baruta",
        "adapted · with results",
        "its own record",
        "Chacao",
        "a part of it · abandoned (lack of funds)",
        "Changed: Bins.",
        "Left out: Songs.",
        "Added: Bells.",
    ):
        assert told in text, told
    assert text.index("Baruta") < text.index("Chacao")
    below = part(text, "Baruta", "Chacao")
    assert "<ul>" in below


def test_the_drawing_comes_from_the_server_and_says_nothing_the_list_does_not_say(
    case, client, family
):
    text = words(page_of(client, case))
    drawing = part(text, '<svg class="tree"', "</svg>")
    told = part(text, '<ul class="branches', "</section>")

    assert 'aria-hidden="true"' in drawing
    assert drawing.count("<circle") == 3
    for mark in ("results", "stopped"):
        assert f'<circle class="{mark}"' in drawing
    links = set(re.findall(r'href="([^"]+)"', drawing))
    assert {each.get_absolute_url() for each in family} == links
    assert links <= set(re.findall(r'href="([^"]+)"', told))


def test_one_that_stopped_is_kept_and_counted(case, client, family):
    text = words(page_of(client, case))

    assert "2 municipalities repeated it or are trying to. 1 has results. 1 stopped." in text
    stops = part(text, 'aria-labelledby="detenidas"', "</section>")
    assert "Lack of funds" in stops


def test_more_than_find_room_are_said_to_be_missing(case, client, monkeypatch):
    many(case, 6)
    assert "are counted and shown here" not in words(page_of(client, case))

    monkeypatch.setattr("knowledge.replication.MOST_TRANSFERS", 5)

    text = words(page_of(client, case))
    assert "Only the first 5 are counted and shown here." in text


def test_the_index_hears_of_all_transfers_of_a_case_at_once(case):
    noted = IndexChange.objects.filter(content_type=ContentType.objects.get_for_model(Transfer))
    many(case, 3)
    with CaptureQueriesContext(connection) as of_few:
        index_transfers(case)
    rows = many_more(case, 40)
    noted.delete()

    with CaptureQueriesContext(connection) as of_many:
        index_transfers(case)

    assert len(of_many) == len(of_few)
    keys = set(noted.values_list("object_key", flat=True))
    assert keys == {str(pk) for pk in rows}


def many_more(case, number):
    for place in range(number):
        repeat(case, town(f"Pueblo {place}"))
    return list(case.transfers.values_list("pk", flat=True))
