"""What all that is done to a transfer shares: its row, its history, who hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.search.backends import get_search_backends

from community.actions.notices import notify
from knowledge.actions.assisting import people_of
from knowledge.models import Transfer, TransferEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from community.models import User
    from knowledge.models import Case


def locked(transfer: Transfer) -> Transfer:
    """The row as it is now, until the end of the transaction."""
    rows = Transfer.objects.select_for_update(of=("self",)).select_related(
        "adopter__territory", "place", "origin_case__lead_municipality", "origin_case__kept_by"
    )
    return rows.get(pk=transfer.pk)


def note_event(
    transfer: Transfer,
    verb: str,
    actor: User | None,
    *,
    value: str = "",
    note: str = "",
    at: datetime | None = None,
) -> TransferEvent:
    """A line in its history. `at`: when it happened; now when None."""
    return TransferEvent.objects.create(
        transfer=transfer, verb=verb, actor=actor, value=value, note=note, at=at or timezone.now()
    )


def those_of_the_origin(case: Case) -> list[User]:
    """Who hears of transfers of a case: its authors.

    And who works in its municipality, where that has not confirmed it or nobody tells it any more.
    """
    people = case.authors()
    if case.is_told_by_a_third_party or not people:
        people = [*people, *people_of(case.lead_municipality)]
    return list({person.pk: person for person in people}.values())


def tell_about(
    transfer: Transfer,
    people: Iterable[User],
    kind: str,
    actor: User | None,
    *,
    place: str = "transfers:transfer",
    **facts: str | Callable[[], str],
) -> None:
    """A notice to each of them, once, but to whoever did it. `place` is where it leads.

    A fact that is a function is asked in the language of the person.
    """
    told = {actor.pk} if actor else set()
    for person in people:
        if person.pk in told:
            continue
        told.add(person.pk)
        with override(person.language):
            url = reverse(place, args=[transfer.pk])
            said = {name: fact() if callable(fact) else fact for name, fact in facts.items()}
            title = transfer.title
        notify(person, kind, url=url, thing=transfer, title=title, **said)


def index_transfers(case: Case) -> None:
    """Have the transfers of a case found as it stands now: by its title, or not at all.

    That they changed is noted for all together; the index hears of it in the background.
    """
    transfers = list(Transfer.objects.filter(origin_case=case).order_by().only("pk"))
    if transfers:
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(Transfer, transfers)
