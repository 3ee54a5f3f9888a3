"""What transfers that are followed up hold of a person, for the archive of their data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from community.archive import Column, Part, all_fields, table
from knowledge.models import PeerVisit, TransferMilestone, TransferProof

if TYPE_CHECKING:
    from typing import Any

    from community.models import User


def of_transfer() -> Column:
    """Which transfer it is of."""
    return Column("transfer", _("Transfer"), lambda row: row.transfer.title)


def with_transfer(rows: Any) -> Any:
    return rows.select_related("transfer__adopter", "transfer__origin_case").order_by("pk")


def milestones(user: User) -> Part:
    """Those they hold the post of."""
    rows = with_transfer(TransferMilestone.objects.filter(person=user))
    fields = all_fields(TransferMilestone)
    title = _("Milestones of transfers they are responsible for")
    return table(title, rows, of_transfer(), *fields)


def documents(user: User) -> Part:
    """Those they added, with their files."""
    rows = with_transfer(TransferProof.objects.filter(added_by=user))
    return table(
        _("Documents they added to transfers"),
        rows,
        of_transfer(),
        "title",
        "url",
        "file",
        files=lambda row: row.file,
    )


def visits(user: User) -> Part:
    """Visits they proposed, answered or reported."""
    mine = Q(asked_by=user) | Q(answered_by=user) | Q(reported_by=user)
    rows = with_transfer(PeerVisit.objects.filter(mine)).select_related("host", "guest")
    return table(
        _("Visits between peers"),
        rows,
        of_transfer(),
        "host.name",
        "guest.name",
        "topic",
        "mode",
        "state",
        "starts_on",
        "ends_on",
        "agenda",
        "answer",
        "report",
        "is_report_public",
        "created_at",
        "answered_at",
        "reported_at",
    )
