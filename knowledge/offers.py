"""What municipalities offer to others that want to do the same, off their experiences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.functional import cached_property

from community.facets import Option
from knowledge.models import Case, Transfer
from knowledge.scales import Support
from knowledge.transfer_kinds import PROVING, TransferAudience
from territories.models import Territory

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    from community.models import User

# Of those who repeated the same, as many as a list to choose from holds.
MOST_PEERS = 50


def peers_for(transfer: Transfer, user: User) -> Any:
    """Who repeated the same before and may be visited: those with results, and its teacher.

    None for a transfer that its team alone reads: the other side could not read
    what it is asked.
    """
    if transfer.visibility == TransferAudience.TEAM:
        return Transfer.objects.none()
    before = Q(stage__in=PROVING) | Q(pk=transfer.learned_from_id)
    shown = Transfer.objects.visible_to(user).exclude(visibility=TransferAudience.TEAM)
    found = shown.going_on().filter(before, origin_case=transfer.origin_case_id)
    others = found.exclude(adopter=transfer.adopter_id)
    return others.select_related("adopter__territory").order_by("adopter__name", "pk")


def offering(kind: str) -> Q:
    """Cases that offer this: the list is kept as JSON, and its values are words of our own."""
    return Q(support_offered__icontains=f'"{kind}"')


class Offers:
    """Published cases whose municipality offers something, by kind of help and place."""

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user
        self.params: QueryDict = request.GET
        self.path = request.path

    @property
    def kind(self) -> str:
        wanted = self.params.get("ayuda", "")
        return wanted if wanted in Support.values else ""

    @property
    def country(self) -> str:
        return self.params.get("pais", "")[:2].upper()

    @cached_property
    def town(self) -> Territory | None:
        """One municipality alone."""
        name = self.params.get("municipio", "")
        return Territory.objects.named(name).first() if name else None

    @property
    def named(self) -> str:
        """How `town` is said in the address; "" for all of them."""
        return self.town.name_in_address if self.town else ""

    @cached_property
    def offering(self) -> Any:
        some = Q()
        for kind in Support.values:
            some |= offering(kind)
        return Case.objects.visible_to(self.user).filter(some)

    @cached_property
    def found(self) -> Any:
        cases = self.offering
        if self.kind:
            cases = cases.filter(offering(self.kind))
        if self.country:
            cases = cases.filter(lead_municipality__country_code=self.country)
        if self.town:
            cases = cases.filter(lead_municipality=self.town)
        return cases.with_tile().newest_first()

    @property
    def kinds(self) -> list[Option]:
        return [
            Option(value, str(label), 0, value == self.kind) for value, label in Support.choices
        ]

    @cached_property
    def countries(self) -> list[Option]:
        codes = self.offering.order_by().values("lead_municipality__country_code")
        rows = Territory.objects.filter(level="country", country_code__in=codes).order_by("name")
        return [
            Option(code, name, 0, code == self.country)
            for code, name in rows.values_list("country_code", "name")
        ]
