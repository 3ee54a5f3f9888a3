"""The plan of a transfer: its three steps, its milestones, the posts of its team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.actions.transfer_history import locked, note_event, tell_about
from knowledge.models import (
    Transfer,
    TransferEvent,
    TransferMember,
    TransferMilestone,
)
from knowledge.permissions_of_transfers import can_carry
from knowledge.reading import read_kept
from knowledge.transfer_calendar import days_between, generated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, timedelta

    from community.models import User

Verb = TransferEvent.Verb


class PlanChangedError(Exception):
    """Somebody else has changed the plan since it was opened."""


@transaction.atomic
def keep_plan(
    transfer: Transfer,
    user: User,
    *,
    seen: int,
    fields: dict[str, Any],
    rows: Iterable[Any] = (),
    gone: Iterable[Any] = (),
) -> Transfer:
    """Keep one step of the plan: fields of the transfer, rows to write, rows to drop.

    `seen` is the number of the plan that was opened. `rows` and `gone` are rows
    of this transfer, of one kind, as they should be.

    Raises:
        PermissionDenied: not of those who carry it.
        PlanChangedError: the plan has another number now.
        ValidationError: a milestone goes that has documents.

    """
    transfer = locked(transfer)
    if not can_carry(user, transfer):
        raise PermissionDenied
    refuse_stopped(transfer, [*rows, *gone])
    if transfer.plan_number != seen:
        raise PlanChangedError
    refuse_proved(gone)
    for name, value in fields.items():
        setattr(transfer, name, value)
    for row in gone:
        if row.pk is not None:
            row.delete()
    was_due = dict(transfer.milestones.values_list("pk", "due_on"))
    for row in rows:
        row.transfer = transfer
        if isinstance(row, TransferMilestone) and row.due_on != was_due.get(row.pk, row.due_on):
            # Another day: those concerned are reminded of it anew.
            row.reminded_on = row.warned_on = None
        row.save()
    turn_page(transfer, user)
    return transfer


def refuse_stopped(transfer: Transfer, rows: Iterable[Any]) -> None:
    """Raises PermissionDenied: the milestones of what stopped stay as they were left."""
    if transfer.is_stopped and any(isinstance(row, TransferMilestone) for row in rows):
        raise PermissionDenied("It stopped: its milestones stay as they were.")


def refuse_proved(gone: Iterable[Any]) -> None:
    """Raises ValidationError: what shows that something was done does not go unseen."""
    words = _(
        "It has documents that show what was done. Remove them first in the follow-up, or"
        " mark the milestone there as cancelled."
    )
    proved = [row for row in gone if isinstance(row, TransferMilestone) and row.proofs.exists()]
    if proved:
        raise ValidationError({f"{row.key.hex}-gone": words for row in proved})


def turn_page(transfer: Transfer, user: User) -> None:
    """The plan has another number; of changes one after the other the history has one line."""
    transfer.plan_number += 1
    transfer.save()
    last = transfer.events.first()
    if last is not None and last.verb == Verb.PLANNED and last.actor_id == user.pk:
        last.at = timezone.now()
        last.save(update_fields=["at"])
    else:
        note_event(transfer, Verb.PLANNED, user)


@transaction.atomic
def make_calendar(transfer: Transfer, user: User, starts_on: date) -> int:
    """Make the milestones from the steps of the origin and the calendar of 3, 12, 18 and 24 months.

    Where there are milestones already, those that are open move by as many days
    as the beginning does. Returns how many milestones it made or moved.

    Raises:
        PermissionDenied: not of those who carry it.

    """
    transfer = locked(transfer)
    if not can_carry(user, transfer):
        raise PermissionDenied
    if transfer.is_stopped:
        raise PermissionDenied("It stopped: its milestones stay as they were.")
    known = list(transfer.milestones.all())
    if known:
        number = shift(known, days_between(transfer.starts_on, starts_on))
    else:
        version = transfer.origin_version
        rows = generated(read_kept(transfer.origin_case, version).text, starts_on)
        for order, row in enumerate(rows):
            row.transfer, row.sort_order = transfer, order
        TransferMilestone.objects.bulk_create(rows)
        number = len(rows)
    transfer.starts_on = starts_on
    turn_page(transfer, user)
    return number


def shift(milestones: list[TransferMilestone], by: timedelta) -> int:
    """Move those that are open; returns how many."""
    moved = [row for row in milestones if row.is_open and by]
    for row in moved:
        row.starts_on = row.starts_on + by if row.starts_on else None
        row.due_on = row.due_on + by if row.due_on else None
        row.reminded_on = row.warned_on = None
    names = ["starts_on", "due_on", "reminded_on", "warned_on"]
    TransferMilestone.objects.bulk_update(moved, names)
    return len(moved)


@transaction.atomic
def keep_team(
    transfer: Transfer, user: User, posts: Iterable[tuple[TransferMember | None, str, User | None]]
) -> Transfer:
    """Say which posts are in the team and who holds each: all of them, in order.

    Each is the row as it was (None for a new one), the name of the post, and the
    person. Rows that are not among them go. Who is named for the first time is told.

    Raises:
        PermissionDenied: not of those who carry it.

    """
    transfer = locked(transfer)
    if not can_carry(user, transfer):
        raise PermissionDenied
    named_before = set(transfer.team.values_list("person", flat=True))
    kept = []
    for order, (row, post, person) in enumerate(posts):
        row = row or TransferMember(transfer=transfer)
        row.post, row.person, row.sort_order = post.strip(), person, order
        row.save()
        kept.append(row)
    transfer.team.exclude(pk__in=[row.pk for row in kept]).delete()
    new = [row for row in kept if row.person and row.person_id not in named_before]
    for row in new:
        if row.person is not None:
            tell_about(
                transfer,
                [row.person],
                "transfer_named",
                user,
                adopter=str(transfer.adopter),
                case=transfer.origin_case.title,
                post=row.post,
                name=user.display_name,
            )
    return transfer


@transaction.atomic
def take_over(transfer: Transfer, user: User) -> Transfer:
    """Go on with a transfer that nobody keeps: whoever works for the adopter.

    Raises:
        PermissionDenied: not of those who carry it.
        ValidationError: somebody keeps it.

    """
    transfer = locked(transfer)
    if not can_carry(user, transfer):
        raise PermissionDenied
    if transfer.kept_by_id is not None:
        raise ValidationError(_("Somebody goes on with it already."))
    transfer.kept_by = user
    transfer.save(update_fields=["kept_by", "changed_at"])
    note_event(transfer, Verb.PASSED_ON, user, value=str(user.pk))
    return transfer
