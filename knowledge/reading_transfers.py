"""What the page of a transfer that is followed up shows: its line, results, costs, visits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.utils.functional import cached_property

from knowledge.following import FollowUp
from knowledge.models import Transfer
from knowledge.money import CENT, Amount, Rates, share
from knowledge.permissions import can_review
from knowledge.permissions_of_following import can_follow_up
from knowledge.permissions_of_transfers import is_of_adopter, is_of_origin
from knowledge.reading_measures import Measure, change_of, measure_of
from knowledge.transfer_kinds import VisitState

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from knowledge.models import PeerVisit, TransferCost, TransferIndicator, TransferProof


@dataclass(frozen=True)
class Measured:
    """An indicator of the adopter as it is drawn, and the same one as the origin measured it."""

    measure: Measure
    origin: Any = None
    origin_change: str = ""


def measured_in(transfer: Transfer) -> dict[UUID, Any]:
    """The indicators of the version it began from, by their keys. No query once that is read."""
    return {each.key: each for each in transfer.origin_version.as_case().indicators.all()}


@dataclass(frozen=True)
class Paid:
    row: TransferCost
    money: Amount


@dataclass(frozen=True)
class Spending:
    """What was paid: each line in dollars, all of it, for each inhabitant, and what is not known.

    `people` is None where the population of the municipality is not known.
    """

    lines: list[Paid]
    dollars: Decimal
    per_inhabitant: Decimal | None
    unknown: int
    rates: list[Any]
    people: int | None


class Followed(FollowUp):
    """All of it, for one reader. Seven queries for a visitor, however much there is."""

    def __init__(self, transfer: Transfer, user: User | AnonymousUser) -> None:
        super().__init__(transfer)
        self.user = user

    # --- Who looks ------------------------------------------------------------------------

    @property
    def is_of_adopter(self) -> bool:
        return is_of_adopter(self.user, self.transfer)

    @cached_property
    def is_of_origin(self) -> bool:
        return is_of_origin(self.user, self.transfer)

    @property
    def may_write(self) -> bool:
        return can_follow_up(self.user, self.transfer)

    @property
    def may_change_milestones(self) -> bool:
        return self.may_write and not self.transfer.is_stopped

    @property
    def may_ask_for_visit(self) -> bool:
        return not self.transfer.is_stopped and (self.is_of_adopter or self.is_of_origin)

    # --- What was done --------------------------------------------------------------------

    @cached_property
    def proofs(self) -> dict[int | None, list[TransferProof]]:
        """The documents of each milestone, and under None those of the whole."""
        told: dict[int | None, list[TransferProof]] = defaultdict(list)
        for row in self.transfer.proofs.all():
            told[row.milestone_id].append(row)
        return dict(told)

    @property
    def proofs_of_all(self) -> list[TransferProof]:
        return self.proofs.get(None, [])

    # --- What it gave -----------------------------------------------------------------------

    @cached_property
    def measures(self) -> list[Measured]:
        rows = list(self.transfer.indicators.all())
        inherited = any(row.origin_key for row in rows)
        origin: dict[Any, Any] = self.at_the_origin if inherited else {}
        return [measured(row, origin.get(row.origin_key)) for row in rows]

    @property
    def has_new_indicators(self) -> bool:
        """Whether the origin measured something that is not measured here; only for who writes."""
        known = {each.measure.row.origin_key for each in self.measures}
        return any(key not in known for key in self.at_the_origin)

    @cached_property
    def at_the_origin(self) -> dict[UUID, Any]:
        return measured_in(self.transfer)

    # --- What it cost -----------------------------------------------------------------------

    @cached_property
    def spending(self) -> Spending:
        rows = list(self.transfer.costs.all())
        rates = Rates.of_years({(row.currency, row.year) for row in rows})
        place = self.transfer.place or self.transfer.adopter.territory
        people = place.population if place else None
        lines = [Paid(row, rates.price(row.amount, row.currency, row.year, people)) for row in rows]
        known = [each.money.dollars for each in lines if each.money.dollars is not None]
        total = sum(known, Decimal(0)).quantize(CENT)
        used = sorted({str(each.money.rate) for each in lines if each.money.rate} - {""})
        unknown = len(lines) - len(known)
        return Spending(lines, total, share(total, people), unknown, used, people)

    @cached_property
    def budget(self) -> list[tuple[str, Decimal]]:
        """What the milestones were to cost, by currency. No query of its own."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in self.counted:
            if row.budget:
                sums[row.currency] += row.budget
        return sorted(sums.items())

    # --- Who visited whom -------------------------------------------------------------------

    @cached_property
    def visits(self) -> list[PeerVisit]:
        """Those agreed and held with whom the reader may read of; all, for both sides and the team.

        Each says in `is_theirs` whether the reader is of one of its sides.
        """
        rows: Any = self.transfer.visits.select_related("host", "guest")
        rows = rows.annotate(is_theirs=self.on_a_side())
        if not can_review(self.user):
            read = Transfer.objects.visible_to(self.user).order_by().values("pk")
            settled = Q(state__in=(VisitState.AGREED, VisitState.HELD))
            settled &= Q(peer=None) | Q(peer__in=read)
            rows = rows.filter(settled | Q(is_theirs=True))
        return list(rows)

    def on_a_side(self) -> Any:
        """Of the adopter for all of them; else of the origin, or of the other one that is met."""
        if self.is_of_adopter or not self.user.is_authenticated:
            return Value(self.is_of_adopter)
        theirs = Q(peer__in=Transfer.objects.adopted_with(self.user).order_by().values("pk"))
        if self.is_of_origin:
            theirs |= Q(peer=None)
        return ExpressionWrapper(theirs, output_field=BooleanField())


def measured(row: TransferIndicator, origin: Any) -> Measured:
    change = change_of(origin) if origin is not None else ""
    return Measured(measure_of(row, {}), origin, change)
