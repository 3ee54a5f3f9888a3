"""How far a transfer is: moving it on, stopping it, closing it with what was learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.search.index import insert_or_update_object

from community.actions.following import tell_followers
from knowledge.actions.feedback import receive_lessons
from knowledge.actions.following_transfers import refuse_changed
from knowledge.actions.standing import renew_standing
from knowledge.actions.transfer_history import (
    locked,
    note_event,
    tell_about,
    those_of_the_origin,
)
from knowledge.models import Transfer, TransferEvent
from knowledge.permissions_of_transfers import can_carry
from knowledge.transfer_kinds import PROVING, STOPPED, StopReason, TransferStage

if TYPE_CHECKING:
    from community.models import User

Verb = TransferEvent.Verb
# Of these the origin and whoever follows hears, as soon as it comes to them.
TOLD_AT_ONCE = (*PROVING, *STOPPED, TransferStage.UNDER_WAY)
# What it leaves is asked here, if it was not told before.
CLOSING = (*PROVING, TransferStage.ABANDONED)
# What the form of the stage is about.
STEERED = ("stage", "stop_reason", "stop_note", "lessons")


@transaction.atomic
def move(
    transfer: Transfer,
    user: User,
    stage: str,
    *,
    reason: str = "",
    note: str = "",
    lessons: str | None = None,
    seen: str = "",
) -> Transfer:
    """Bring it to another stage, forwards or back. The same stage with the same words does nothing.

    `reason` and `note` say why it stops; `lessons` what it leaves, None to keep
    what was told. Its first results and its end are the day on which it is said.

    Raises:
        PermissionDenied: not of those who carry it.
        ValidationError: it stops without a reason, its plan has no dates, it has no
            measured result or no lessons, or another of theirs goes on meanwhile.
        RowChangedError: somebody else moved it, or told lessons, since `seen`.

    """
    transfer = locked(transfer)
    if not can_carry(user, transfer):
        raise PermissionDenied
    refuse_changed(transfer, STEERED, seen)
    note, told = note.strip(), transfer.lessons if lessons is None else lessons.strip()
    refuse_unready(transfer, stage, told)
    if stage in STOPPED:
        refuse_without_reason(stage, reason, note)
    before, had_lessons = transfer.stage, transfer.lessons
    transfer.lessons = told
    if stage in STOPPED:
        transfer.stop_reason, transfer.stop_note = reason, note
    else:
        transfer.stop_reason, transfer.stop_note = "", ""
    if stage != before:
        transfer.stage, transfer.stage_since = stage, timezone.now()
        went_on_closed = stage in PROVING and before in PROVING
        if not went_on_closed:
            transfer.ended_on = timezone.localdate() if stage in CLOSING else None
    transfer.save()
    if stage != before:
        tell_of_stage(transfer, user, before, note)
        renew_standing(transfer.origin_case)
    has_closed = stage in CLOSING and before not in CLOSING
    if told and stage in CLOSING and (has_closed or told != had_lessons):
        note_event(transfer, Verb.LESSONS, user)
        receive_lessons(transfer, user)
    insert_or_update_object(transfer)
    return transfer


def refuse_without_reason(stage: str, reason: str, note: str) -> None:
    """Raises ValidationError: what stops says why."""
    if not reason:
        raise ValidationError(
            {"reason": _("Choose why it stops: whoever comes after learns from it.")}
        )
    needs_words = reason == StopReason.OTHER or stage == TransferStage.ABANDONED
    if needs_words and not note:
        raise ValidationError({"note": _("Tell in a sentence or two what happened.")})


def refuse_unready(transfer: Transfer, stage: str, lessons: str) -> None:
    """Raises ValidationError: what is missing for that stage."""
    if stage not in STOPPED and transfer.stage in STOPPED:
        refuse_second(transfer)
    if stage == TransferStage.PLANNED and not transfer.milestones.filter(due_on__isnull=False):
        raise ValidationError(
            {"stage": _("A plan that is approved has at least one milestone with its date.")}
        )
    if stage in PROVING:
        if not any(row.is_measured for row in transfer.indicators.all()):
            raise ValidationError(
                {
                    "stage": _(
                        "There is no measured result yet: an indicator with what it was before,"
                        " what it is after, and its source. Note it in the follow-up first."
                    )
                }
            )
        if not lessons:
            raise ValidationError(
                {"lessons": _("Tell at least one lesson: it is what the origin receives of it.")}
            )


def refuse_second(transfer: Transfer) -> None:
    others = Transfer.objects.going_on().filter(
        origin_case=transfer.origin_case_id, adopter=transfer.adopter_id
    )
    if others.exclude(pk=transfer.pk).exists():
        raise ValidationError(
            {"stage": _("Your municipality has begun it again since: go on with that one.")}
        )


def verb_of(stage: str, before: str) -> Verb:
    if stage == TransferStage.SUSPENDED:
        return Verb.SUSPENDED
    if stage == TransferStage.ABANDONED:
        return Verb.ABANDONED
    return Verb.RESUMED if before in STOPPED else Verb.STAGE


def tell_of_stage(transfer: Transfer, user: User, before: str, note: str) -> None:
    """Its history and its people; of what matters to others the origin and its followers too."""
    verb = verb_of(transfer.stage, before)
    value = transfer.stop_reason if transfer.stage in STOPPED else transfer.stage
    note_event(transfer, verb, user, value=value, note=note)
    people = transfer.told_of_comments()
    if transfer.stage in TOLD_AT_ONCE:
        people += those_of_the_origin(transfer.origin_case)
        # Followers hear in the background, each once: nobody waits here for them.
        tell_followers(transfer, f"transfer_{transfer.stage}", user, besides=people, words=note)
    tell_about(
        transfer,
        people,
        "transfer_moved",
        user,
        adopter=str(transfer.adopter),
        case=transfer.origin_case.title,
        stage=lambda: str(transfer.get_stage_display()),
        why=lambda: str(transfer.get_stop_reason_display()) if transfer.stop_reason else "",
        words=note,
    )
