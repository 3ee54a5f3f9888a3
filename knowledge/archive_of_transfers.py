"""What is kept of a person among transfers, for the archive of their data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from community.archive import Column, Part, all_fields, table
from community.archive_parts import address_of
from knowledge.models import Transfer, TransferEvent, TransferMember

if TYPE_CHECKING:
    from community.models import User

# What is repeated and by whom; a draft is never repeated, so that its title may be told.
WHICH = ("transfer.adopter.name", "transfer.origin_case.title")


def transfers(user: User) -> Part:
    """Those they began or keep, and those they answered for the origin."""
    mine = Q(started_by=user) | Q(kept_by=user) | Q(origin_answered_by=user)
    rows = Transfer.objects.filter(mine).select_related("adopter", "origin_case").order_by("pk")
    seen = set(Transfer.objects.visible_to(user).filter(mine).values_list("pk", flat=True))
    return table(
        _("Transfers they began, keep or answered"),
        rows,
        "adopter.name",
        "origin_case.title",
        Column(
            "address",
            _("Where it stands"),
            lambda row: address_of(row) if row.pk in seen else "",
        ),
        *all_fields(Transfer),
    )


def posts(user: User) -> Part:
    """Where they are in the team."""
    rows = TransferMember.objects.filter(person=user).select_related(
        "transfer__adopter", "transfer__origin_case"
    )
    return table(_("Posts in transfers"), rows, *WHICH, *all_fields(TransferMember))


def acts(user: User) -> Part:
    """What they did to transfers."""
    rows = TransferEvent.objects.filter(actor=user).select_related(
        "transfer__adopter", "transfer__origin_case"
    )
    return table(_("Steps taken with transfers"), rows, *WHICH, *all_fields(TransferEvent))
