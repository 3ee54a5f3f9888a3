"""What a transfer takes from a version of the case: as it begins, and of a newer one later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.actions.transfer_history import locked, note_event
from knowledge.kinds import Adaptability
from knowledge.models import Adaptation, Transfer, TransferEvent
from knowledge.permissions_of_transfers import can_carry
from knowledge.reading import read_kept
from knowledge.transfer_kinds import Change

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from community.models import User
    from knowledge.models import CaseVersion
    from knowledge.reading import Reading

# Of each kind of row, what the adopter says in it: a row that says nothing goes when
# the origin names it no more.
SAID = {
    "fit_answers": ("answer", "how"),
    "adaptations": ("change", "reason"),
    "indicators": (
        "baseline",
        "baseline_year",
        "target",
        "result",
        "result_year",
        "measured_unit",
        "source",
        "method",
    ),
}
Told = dict["UUID", dict[str, Any]]


def told_by_version(told: Reading) -> dict[str, Told]:
    """What the version says that a transfer answers, by the kind of row and the key."""
    return {
        "fit_answers": {
            need.row.key: {"condition": need.name[:300], "weight": need.row.weight}
            for need in told.needs
        },
        "adaptations": {
            row.key: {"component": row.name, "adaptability": row.adaptability}
            for row in told.text.core_components.all()
        },
        "indicators": {
            row.key: {"name": row.name, "unit": row.unit, "direction": row.direction}
            for row in told.text.indicators.all()
        },
    }


def bring_along(transfer: Transfer, version: CaseVersion) -> None:
    """Have conditions, components and indicators as the version tells them, by their keys.

    What was answered, decided or measured stays, also of what the origin names no more.
    """
    for relation, told in told_by_version(read_kept(transfer.origin_case, version)).items():
        match(transfer, relation, told)


def match(transfer: Transfer, relation: str, told: Mapping[UUID, dict[str, Any]]) -> None:
    rows: Any = getattr(transfer, relation)
    known = {row.origin_key: row for row in rows.all() if row.origin_key is not None}
    fresh = []
    for order, (key, words) in enumerate(told.items()):
        row = known.pop(key, None)
        if row is None:
            fresh.append(rows.model(transfer=transfer, origin_key=key, sort_order=order, **words))
            continue
        # Figures stay in the unit they were noted in.
        if relation != "indicators" or not says(row, relation):
            for name, value in words.items():
                setattr(row, name, value)
        ask_again(row)
        row.sort_order = order
        row.save()
    rows.bulk_create(fresh)
    rows.filter(pk__in=[row.pk for row in known.values() if not says(row, relation)]).delete()


def says(row: Any, relation: str) -> bool:
    """Whether the adopter said something in it."""
    return any(getattr(row, name) not in ("", None) for name in SAID[relation])


def ask_again(row: Any) -> None:
    """What was left out without a reason cannot stay so once the origin says that it is needed."""
    if isinstance(row, Adaptation) and needs_reason(row.adaptability, row.change, row.reason):
        row.change = ""


def needs_reason(adaptability: str, change: str, reason: str) -> bool:
    return adaptability == Adaptability.FIXED and change == Change.DROP and not reason


@transaction.atomic
def take_newer(transfer: Transfer, user: User, number: int) -> Transfer:
    """Go on with version `number` of the case, which is the newest. Doing it twice is as once.

    Raises:
        PermissionDenied: not of those who carry it, or it stopped.
        ValidationError: the case is withdrawn, or that is not its newest version.

    """
    transfer = locked(transfer)
    if not can_carry(user, transfer) or transfer.is_stopped:
        raise PermissionDenied
    case = transfer.origin_case
    version = case.versions.first()
    if not case.live or version is None or version.number != number:
        raise ValidationError(
            _("That is not the newest version any more. Look at what changed since.")
        )
    if transfer.origin_version_id == version.pk:
        return transfer
    transfer.origin_version = version
    # Whoever has a step of the plan open is told that it changed.
    transfer.plan_number += 1
    transfer.save()
    bring_along(transfer, version)
    note_event(transfer, TransferEvent.Verb.RENEWED, user, value=str(number))
    return transfer
