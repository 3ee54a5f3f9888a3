"""What those who repeated a case really paid, and how long it took them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from knowledge.kinds import CostKind
from knowledge.models import Transfer, TransferEvent
from knowledge.money import share
from knowledge.transfer_kinds import TransferStage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from knowledge.models import Case
    from knowledge.money import Rates

MOST = 200
DAYS_OF_A_MONTH = Decimal("30.44")


@dataclass(frozen=True)
class Paid:
    """What a transfer really cost in dollars, and for each inhabitant of its municipality.

    `unknown` counts the costs without a rate, which are in no sum.
    """

    transfer: Transfer
    once: Decimal | None
    yearly: Decimal | None
    each: Decimal | None
    unknown: int = 0


def transfers_seen(case: Case, reader: User | AnonymousUser) -> list[Transfer]:
    """The transfers of a case that the reader may read, with costs and the day of results.

    At most three queries.
    """
    arrived = TransferEvent.objects.filter(
        verb=TransferEvent.Verb.STAGE, value=TransferStage.WITH_RESULTS
    ).order_by("at")
    return list(
        Transfer.objects.visible_to(reader)
        .filter(origin_case=case)
        .with_row()
        .prefetch_related("costs", Prefetch("events", arrived, to_attr="arrivals"))
        .newest_first()[:MOST]
    )


def currencies_of(transfers: list[Transfer]) -> set[str]:
    return {line.currency for transfer in transfers for line in transfer.costs.all()}


def paid_by_adopters(transfers: list[Transfer], rates: Rates) -> list[Paid]:
    """Of those that told it, by rates of `currencies_of` them. No query."""
    return [paid(transfer, rates) for transfer in transfers if transfer.costs.all()]


def paid(transfer: Transfer, rates: Rates) -> Paid:
    sums: dict[bool, Decimal] = defaultdict(Decimal)
    unknown = 0
    for line in transfer.costs.all():
        dollars = rates.price(line.amount, line.currency, line.year).dollars
        if dollars is None:
            unknown += 1
        else:
            sums[line.kind == CostKind.OPERATION] += dollars
    people = transfer.place.population if transfer.place else None
    once = sums.get(False)
    each = share(once, people) if once is not None else None
    return Paid(transfer, once, sums.get(True), each, unknown)


def times_of_adopters(transfers: list[Transfer]) -> list[int]:
    """How many months passed until results, the fewest first. No query."""
    told = []
    for transfer in transfers:
        arrivals: list[TransferEvent] = getattr(transfer, "arrivals", [])
        if arrivals:
            days = (arrivals[0].at - transfer.created_at).days
            told.append(max(1, round(Decimal(days) / DAYS_OF_A_MONTH)))
    return sorted(told)
