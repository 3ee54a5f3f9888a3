"""How cases and transfers are moderated: the team withdraws the ones and hides the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search.index import insert_or_update_object

from community.moderable import Moderable
from knowledge.actions.publishing import publish, withdraw
from knowledge.actions.standing import renew_standing
from knowledge.models import Case, Transfer
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


class OfTransfers(Moderable):
    """Reports reach who works on cases; what is hidden its team alone still reads."""

    name = pgettext_lazy("noun", "transfer")

    @property
    def things(self) -> Any:
        return Transfer.objects.with_row().select_related("started_by")

    def author(self, thing: Transfer) -> User | None:
        return thing.kept_by or thing.started_by

    def words(self, thing: Transfer) -> str:
        return "\n\n".join(filter(None, (thing.reason, thing.lessons)))

    def is_hidden(self, thing: Transfer) -> bool:
        return thing.hidden_at is not None

    def hide(self, thing: Transfer, by: User, reason: str, at: datetime) -> None:
        keep_from_sight(thing, at, reason)

    def show(self, thing: Transfer, by: User) -> None:
        keep_from_sight(thing, None, "")


def keep_from_sight(transfer: Transfer, at: datetime | None, reason: str) -> None:
    """Hide it or, without a moment, show it again. It is found, and proves, accordingly."""
    transfer.hidden_at, transfer.hidden_reason = at, reason
    transfer.save(update_fields=["hidden_at", "hidden_reason", "changed_at"])
    insert_or_update_object(transfer)
    renew_standing(transfer.origin_case)
