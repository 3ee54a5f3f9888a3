"""Asking that a decision be looked at again, and answering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.actions.decision_notices import tell_of_answer, tell_of_appeal
from community.actions.moderation import checked_reason, let_back_in, put_back, record, undo
from community.models import Appeal, ModerationAct
from community.moderable import moderable_of
from community.permissions import can_appeal, can_decide_appeal

if TYPE_CHECKING:
    from community.models import User

LONGEST = 2000
Kind = ModerationAct.Kind


@transaction.atomic
def appeal(act: ModerationAct, by: User, words: str) -> Appeal:
    """Ask somebody else than who decided to look at it again. Once for each decision.

    Raises:
        PermissionDenied: it does not concern them, holds no more, or was appealed before.
        ValidationError: there are no words, or too many.

    """
    if not can_appeal(by, act):
        raise PermissionDenied(f"{by} may not appeal against {act}")
    words = words.replace("\x00", "").strip()
    if not words:
        raise ValidationError(_("Say why it should be looked at again."), "required")
    if len(words) > LONGEST:
        too_many = _("It takes up to %(most)s characters and yours has %(count)s.")
        raise ValidationError(too_many, "too_long", {"most": LONGEST, "count": len(words)})
    made = Appeal.objects.create(act=act, by=by, words=words)
    tell_of_appeal(made)
    return made


@transaction.atomic
def decide_appeal(appeal: Appeal, by: User, *, accept: bool, answer: str) -> Appeal:
    """Undo what was decided, or leave it, with an answer that the person reads.

    What was accepted is undone as far as it still holds; a warning is only
    taken back in words.

    Raises:
        PermissionDenied: not of the unit, or they decided first themselves.
        ValidationError: it was answered before, or there is no answer.

    """
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if not can_decide_appeal(by, appeal):
        raise PermissionDenied(f"{by} may not decide {appeal}")
    if appeal.state != Appeal.State.OPEN:
        raise ValidationError(_("This appeal has been answered already."))
    appeal.answer = checked_reason(answer)
    appeal.state = Appeal.State.ACCEPTED if accept else Appeal.State.REFUSED
    appeal.decided_by, appeal.decided_at = by, timezone.now()
    appeal.save()
    act = appeal.act
    record(
        Kind.REVERSED if accept else Kind.CONFIRMED,
        by,
        thing=act.thing,
        person=appeal.by,
        reason=appeal.answer,
    )
    if accept:
        take_back(act, by, appeal.answer)
    tell_of_answer(appeal)
    return appeal


def take_back(act: ModerationAct, by: User, reason: str) -> None:
    thing, person = act.thing, act.person
    if act.kind == Kind.SUSPENDED and person is not None and not act.undone_at:
        let_back_in(person, by, reason)
    elif act.kind == Kind.HIDDEN and thing is not None:
        kind = moderable_of(thing)
        if kind is not None and kind.is_hidden(thing):
            put_back(thing, by, reason)
    undo(ModerationAct.objects.filter(pk=act.pk))
