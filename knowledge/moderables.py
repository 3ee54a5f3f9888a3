"""How cases are moderated: reports reach coordinators and the team; the team withdraws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from community.moderable import Moderable
from knowledge.actions.publishing import publish, withdraw
from knowledge.models import Case
from knowledge.permissions import can_review
from networks.models import Membership

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import User


class OfCases(Moderable):
    """To hide one is to withdraw it, to show it again is to publish it."""

    name = _("experience")

    @property
    def things(self) -> Any:
        return Case.objects.select_related("registered_by")

    def can_hide(self, user: User, thing: Case) -> bool:
        return can_review(user)

    def author(self, thing: Case) -> User | None:
        return thing.registered_by

    def named_author(self, thing: Case) -> User | None:
        return thing.open_author

    def moderators(self, thing: Case) -> list[User]:
        shown = thing.case_networks.values("network")
        tied = Membership.objects.coordinators().filter(network__in=shown)
        return list({tie.user_id: tie.user for tie in tied.select_related("user")}.values())

    def network(self, thing: Case) -> int | None:
        link = thing.case_networks.first()
        return link.network_id if link else None

    def title(self, thing: Case) -> str:
        return thing.title

    def words(self, thing: Case) -> str:
        return thing.summary

    def is_hidden(self, thing: Case) -> bool:
        return thing.state == Case.State.WITHDRAWN

    def hide(self, thing: Case, by: User, reason: str, at: datetime) -> None:
        withdraw(thing, by, reason)

    def show(self, thing: Case, by: User) -> None:
        publish(thing, by)
