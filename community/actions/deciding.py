"""One decision for many things at once, as the queue sends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from community.actions.moderation import (
    checked_reason,
    dismiss,
    hide,
    pass_on,
    reinstate,
    show,
    suspend,
    warn,
)
from community.models import ModerationAct
from community.moderable import kind_of, moderable_called
from community.permissions import can_hide

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import User

# Words of the form; those whose reason the author reads, so that there must be one.
VERBS = ("descartar", "ocultar", "mostrar", "advertir", "suspender", "pasar")
WITH_REASON = ("ocultar", "mostrar", "advertir", "suspender")


@dataclass
class Outcome:
    """What became of each: how many were decided, which ones could not be."""

    done: int = 0
    refused: list[str] = field(default_factory=list)


def decide_all(
    values: Iterable[str], by: User, verb: str, reason: str, days: int | None = None
) -> Outcome:
    """Decide the same about all; what one may not decide stops no other.

    `values` name a thing ("comentario:12") or a decision to undo ("decision:7").

    Raises:
        ValidationError: there is no reason, or it is too long.

    """
    if verb in WITH_REASON:
        reason = checked_reason(reason)
    outcome = Outcome()
    for value in dict.fromkeys(values):
        thing = thing_called(value)
        try:
            with transaction.atomic():
                decide(thing, by, verb, reason, days)
        except (PermissionDenied, ValidationError, LookupError):
            outcome.refused.append(str(thing or value))
        else:
            outcome.done += 1
    return outcome


def thing_called(value: str) -> Any:
    """The thing or the decision; None when it is gone, or never was."""
    word, _colon, key = value.partition(":")
    if not (key.isascii() and key.isdecimal() and len(key) < 18):
        return None
    if word == "decision":
        return ModerationAct.objects.filter(pk=int(key)).select_related("person").first()
    kind = moderable_called(word)
    return kind and kind.things.filter(pk=int(key)).first()


def decide(thing: Any, by: User, verb: str, reason: str, days: int | None) -> None:
    """Raises LookupError where there is nothing to decide about."""
    if thing is None:
        raise LookupError
    if isinstance(thing, ModerationAct):
        undo_decision(thing, by, verb, reason)
    elif verb == "advertir":
        warn(author_of(thing), by, reason, about=thing)
    elif verb == "suspender":
        hide_and_suspend(thing, by, reason, days)
    else:
        acts: dict[str, Any] = {
            "descartar": dismiss,
            "ocultar": hide,
            "mostrar": show,
            "pasar": pass_on,
        }
        acts[verb](thing, by, reason)


def author_of(thing: Any) -> User:
    author = kind_of(thing).author(thing)
    if author is None:
        raise LookupError
    return author


def hide_and_suspend(thing: Any, by: User, reason: str, days: int | None) -> None:
    """Its author first: whoever may not suspend hides nothing either."""
    suspend(author_of(thing), by, reason, days=days, about=thing)
    if can_hide(by, thing):
        hide(thing, by, reason)


def undo_decision(act: ModerationAct, by: User, verb: str, reason: str) -> None:
    if verb != "mostrar":
        raise LookupError
    if act.kind == act.Kind.SUSPENDED and act.person is not None:
        reinstate(act.person, by, reason)
    elif act.kind == act.Kind.HIDDEN and act.thing is not None:
        show(act.thing, by, reason)
    else:
        raise LookupError
