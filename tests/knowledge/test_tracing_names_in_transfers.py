"""Of a name written in transfers no more is told than who asks may read, and cheaply."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowledge import actions as of_cases
from knowledge.actions import transfers as actions
from knowledge.models import Case, PeerVisit, Protection, Transfer
from knowledge.sealing import strike_from_history
from knowledge.traces import replace_everywhere, traces_of
from tests.knowledge.transfers import repeat, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]

NAME = "Petronila Uzcátegui"
TEXTS = ("topic", "agenda", "answer", "report")


def visit_to(transfer, host, **fields):
    told = {name: f"A secret of {NAME}: {name}" for name in TEXTS}
    return PeerVisit.objects.create(
        transfer=transfer, host=host, guest=transfer.adopter, **told, **fields
    )


def found(case):
    """Where the name is said to stand, and with which words."""
    return [(str(each.where), each.words) for each in traces_of(case, [NAME])]


def texts(visit):
    visit.refresh_from_db()
    return " ".join(getattr(visit, name) for name in TEXTS)


def with_rows(transfer):
    """A transfer with the name in a row of each kind."""
    for rows, field in (
        ("fit_answers", "condition"),
        ("adaptations", "component"),
        ("milestones", "title"),
    ):
        for key in (None, uuid.uuid4()):
            getattr(transfer, rows).create(**{field: f"Seen by {NAME}", "origin_key": key})
    transfer.indicators.create(name=f"Seen by {NAME}", unit="t")
    transfer.costs.create(concept=f"Seen by {NAME}", amount=3, year=2024)
    transfer.proofs.create(title=f"Seen by {NAME}")
    transfer.events.create(verb="stage", note=f"Seen by {NAME}")
    return transfer


def test_of_visits_nothing_but_the_name_is_told(published, transfer):
    visit_to(transfer, town("Baruta"))

    told = found(published)

    assert len(told) == len(TEXTS)
    assert {words for _where, words in told} == {NAME}


def test_visits_of_others_are_told_of_and_not_rewritten(published, transfer, author):
    peer = repeat(published, town("Chacao"))
    of_the_origin = visit_to(transfer, town("Baruta"))
    among_others = visit_to(transfer, peer.adopter, peer=peer)
    kept = texts(among_others)

    traces = traces_of(published, [NAME])
    assert {each.words for each in traces} == {NAME}
    assert replace_everywhere(published, [NAME], "a colleague") == len(TEXTS)

    assert NAME not in texts(of_the_origin)
    assert texts(among_others) == kept
    # What cannot be replaced from here is told with what to do.
    left = traces_of(published, [NAME])
    assert len(left) == len(TEXTS)
    assert {each.words for each in left} == {NAME}
    assert all(each.advice for each in left)
    author.display_name = NAME
    author.save()
    of_cases.protect(published, author, author, "nobody")
    assert texts(among_others) == kept


def test_whom_to_talk_to_is_quoted_to_nobody(published, transfer):
    Transfer.objects.filter(pk=transfer.pk).update(
        origin_contact=f"{NAME}, 555 1234", reason=f"{NAME} told us."
    )
    assert {words for _where, words in found(published)} == {NAME, f"{NAME} told us."}


def test_what_was_hidden_is_not_quoted(published, transfer):
    with_rows(transfer)
    Transfer.objects.filter(pk=transfer.pk).update(
        reason=f"{NAME} told us.", origin_note=f"Ask {NAME}."
    )
    assert {words for _where, words in found(published)} > {f"{NAME} told us.", f"Ask {NAME}."}

    Transfer.objects.filter(pk=transfer.pk).update(hidden_at=timezone.now())

    assert {words for _where, words in found(published)} == {NAME}


def test_what_stands_for_a_name_fits_where_the_name_stood(published, transfer, author):
    name, label = author.display_name, "The people of the plant " * 8
    held = of_cases.protect(published, author, author, "nobody")
    Protection.objects.filter(pk=held.pk).update(label=label)
    held.refresh_from_db()
    contact = f"{name} {'x' * 290}"
    Transfer.objects.filter(pk=transfer.pk).update(origin_contact=contact)
    visit = visit_to(transfer, town("Baruta"))
    PeerVisit.objects.filter(pk=visit.pk).update(topic=f"{name} {'x' * 190}")
    case = Case.objects.get(pk=published.pk)

    strike_from_history(case, held)
    transfer.refresh_from_db()
    visit.refresh_from_db()
    assert transfer.origin_contact == f"{label} {'x' * 290}"[:300]
    assert visit.topic == f"{label} {'x' * 190}"[:200]

    Transfer.objects.filter(pk=transfer.pk).update(origin_contact="")
    actions.answer_as_origin(transfer, author, "confirmed", contact=contact)
    transfer.refresh_from_db()
    assert transfer.origin_contact == f"{label} {'x' * 290}"[:300]


def test_many_transfers_are_asked_as_often_as_one(published, adopter):
    def number(case):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert found(case)
        return len(asked)

    peer = repeat(published, town("Baruta"))
    first = with_rows(repeat(published, adopter))
    visit_to(first, peer.adopter)
    visit_to(first, peer.adopter, peer=peer)
    before = number(Case.objects.get(pk=published.pk))

    for each in ("Chacao", "Petare", "Lara", "Carora", "Mara"):
        more = with_rows(repeat(published, town(each)))
        visit_to(more, peer.adopter)
        visit_to(more, peer.adopter, peer=peer)
    assert number(Case.objects.get(pk=published.pk)) == before
