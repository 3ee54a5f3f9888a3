"""What is decided about what people write, and about the people. Each decision leaves a line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.actions.decision_notices import (
    tell_moderators,
    tell_person,
    tell_reporters,
    tell_unit,
)
from community.models import ModerationAct, Report, User
from community.models.moderation import LONGEST_REASON
from community.moderable import QUOTED, kind_of
from community.permissions import (
    can_hide,
    can_moderate,
    can_report,
    can_suspend,
    can_warn,
    may_contribute,
)

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import ReportQuerySet

Kind = ModerationAct.Kind
# How long the coordinators of a network have before it is the unit's turn.
PATIENCE = timedelta(days=2)


# --- Reporting -------------------------------------------------------------------


@transaction.atomic
def report(thing: Any, by: User, reason: str, words: str = "") -> Report:
    """Ask whoever answers for the thing to look at it. Asking twice changes nothing.

    Raises:
        PermissionDenied: they cannot read it, or wrote it themselves.
        ValidationError: no such reason, or "other" without words, or too many words.

    """
    if not can_report(by, thing):
        raise PermissionDenied(f"{by} may not report {thing}")
    known = Report.objects.about(thing).open().filter(reporter=by).first()
    return known or open_report(thing, reason, checked_words(reason, words), by)


def hold_back(thing: Any, reason: str) -> Report:
    """Have somebody look at what waits to be published; its author is the one who waits."""
    return open_report(thing, reason, "", None)


def open_report(thing: Any, reason: str, words: str, by: User | None) -> Report:
    kind = kind_of(thing)
    author = kind.author(thing)
    answering = [
        person
        for person in kind.moderators(thing)
        if may_contribute(person) and person not in (author, by)
    ]
    is_first = not Report.objects.about(thing).open().exists()
    made = Report.objects.create(
        content_type=ContentType.objects.get_for_model(thing),
        object_id=thing.pk,
        person=author,
        network_id=kind.network(thing),
        reporter=by,
        reason=reason,
        words=words,
        passed_on_at=None if answering else timezone.now(),
    )
    if is_first:
        tell_moderators(made, thing, answering)
    return made


def checked_words(reason: str, words: str) -> str:
    if reason not in Report.Reason.values or reason in Report.OF_THE_SITE:
        raise ValidationError({"reason": _("Choose what is wrong with it.")})
    words = words.replace("\x00", "").strip()
    if reason == Report.Reason.OTHER and not words:
        raise ValidationError({"words": _("Say in a few words what is wrong.")})
    if len(words) > LONGEST_REASON:
        raise ValidationError({"words": too_long(words)})
    return words


def too_long(words: str) -> ValidationError:
    return ValidationError(
        _("A reason takes up to %(most)s characters and yours has %(count)s."),
        "too_long",
        {"most": LONGEST_REASON, "count": len(words)},
    )


# --- Deciding about a thing ------------------------------------------------------


@transaction.atomic
def hide(thing: Any, by: User, reason: str) -> ModerationAct | None:
    """Leave it to its author and to those who moderate; its author is told the reason.

    What is hidden already stays with its first reason.

    Raises:
        PermissionDenied: they do not answer for it, or it is their own.
        ValidationError: there is no reason, or it is too long.

    """
    thing.refresh_from_db()
    if not can_hide(by, thing):
        raise PermissionDenied(f"{by} may not hide {thing}")
    kind = kind_of(thing)
    if kind.is_hidden(thing):
        return None
    reason, now = checked_reason(reason), timezone.now()
    kind.hide(thing, by, reason, now)
    act = record(Kind.HIDDEN, by, thing=thing, reason=reason, at=now)
    settle(thing, by, Report.State.UPHELD)
    tell_person(act)
    return act


@transaction.atomic
def show(thing: Any, by: User, reason: str = "") -> ModerationAct | None:
    """Let everybody read it again, and tell its author. Twice is as once.

    Raises:
        PermissionDenied: they do not answer for it, or it is their own.

    """
    thing.refresh_from_db()
    if not can_hide(by, thing):
        raise PermissionDenied(f"{by} may not show {thing}")
    if not kind_of(thing).is_hidden(thing):
        return None
    act = put_back(thing, by, reason)
    tell_person(act)
    return act


def put_back(thing: Any, by: User, reason: str) -> ModerationAct:
    """What `show` does once it is allowed; tells nobody."""
    kind_of(thing).show(thing, by)
    undo(ModerationAct.objects.about(thing).filter(kind=Kind.HIDDEN))
    return record(Kind.SHOWN, by, thing=thing, reason=reason.strip()[:LONGEST_REASON])


@transaction.atomic
def dismiss(thing: Any, by: User, reason: str = "") -> ModerationAct:
    """Leave it as it is, or publish it if it waited; whoever reported it is told.

    Whoever wrote what waited is known from now on: their next words do not wait.

    Raises:
        PermissionDenied: they do not answer for it, or it is their own.

    """
    thing.refresh_from_db()
    if not can_moderate(by, thing):
        raise PermissionDenied(f"{by} may not decide about {thing}")
    kind, reason = kind_of(thing), reason.strip()[:LONGEST_REASON]
    waits = kind.is_waiting(thing) and not kind.is_hidden(thing)
    act = record(Kind.RELEASED if waits else Kind.DISMISSED, by, thing=thing, reason=reason)
    settle(thing, by, Report.State.DISMISSED)
    if waits:
        kind.release(thing)
        if act.person:
            vouch_for(act.person)
        tell_person(act)
    return act


@transaction.atomic
def pass_on(thing: Any, by: User, reason: str = "") -> None:
    """Make it the coordinating unit's turn. Twice is as once.

    Raises:
        PermissionDenied: they do not answer for it, or it is their own.

    """
    if not can_moderate(by, thing):
        raise PermissionDenied(f"{by} may not decide about {thing}")
    moved = Report.objects.about(thing).open().filter(passed_on_at=None)
    if moved.update(passed_on_at=timezone.now()):
        record(Kind.PASSED_ON, by, thing=thing, reason=reason.strip()[:LONGEST_REASON])
        tell_unit(1, besides=by)


def pass_on_what_waits(now: datetime | None = None) -> int:
    """Make it the unit's turn where coordinators did not answer in two days; how many reports.

    The unit is told once for all of them.
    """
    now = now or timezone.now()
    with transaction.atomic():
        late = Report.objects.open().filter(passed_on_at=None, made_at__lte=now - PATIENCE)
        number = late.update(passed_on_at=now)
        if number:
            tell_unit(number)
    return number


# --- Deciding about a person -----------------------------------------------------


@transaction.atomic
def warn(person: User, by: User, reason: str, *, about: Any) -> ModerationAct:
    """Tell somebody what to mind the next time. Reports of the thing are upheld.

    Raises:
        PermissionDenied: they do not answer for the thing.
        ValidationError: there is no reason, or it is too long.

    """
    if not can_moderate(by, about) or not can_warn(by, person):
        raise PermissionDenied(f"{by} may not warn {person}")
    act = record(Kind.WARNED, by, thing=about, person=person, reason=checked_reason(reason))
    settle(about, by, Report.State.UPHELD)
    tell_person(act)
    return act


@transaction.atomic
def suspend(
    person: User, by: User, reason: str, *, days: int | None = None, about: Any = None
) -> ModerationAct:
    """Let the person read and do nothing else, for that many days; None: without end.

    Whoever comes back waits for approval once more. Another suspension
    replaces the one in force. Reports of `about` are upheld.

    Raises:
        PermissionDenied: not of the unit, or the person is above it.
        ValidationError: there is no reason, or it is too long.

    """
    if not can_suspend(by, person):
        raise PermissionDenied(f"{by} may not suspend {person}")
    reason, now = checked_reason(reason), timezone.now()
    until = now + timedelta(days=days) if days else None
    undo(ModerationAct.objects.filter(person=person, kind=Kind.SUSPENDED))
    set_standing(
        person,
        suspended_at=now,
        suspended_until=until,
        suspended_reason=reason,
        vouched_at=None,
    )
    act = record(Kind.SUSPENDED, by, thing=about, person=person, reason=reason, until=until, at=now)
    if about is not None:
        settle(about, by, Report.State.UPHELD)
    tell_person(act)
    return act


@transaction.atomic
def reinstate(person: User, by: User, reason: str = "") -> ModerationAct | None:
    """End a suspension before its day, and tell the person. Nothing when there is none.

    Raises:
        PermissionDenied: not of the unit, or the person is above it.

    """
    if not can_suspend(by, person):
        raise PermissionDenied(f"{by} may not reinstate {person}")
    person.refresh_from_db()
    if not person.is_suspended:
        return None
    act = let_back_in(person, by, reason)
    tell_person(act)
    return act


def let_back_in(person: User, by: User, reason: str) -> ModerationAct:
    """What `reinstate` does once it is allowed; tells nobody."""
    undo(ModerationAct.objects.filter(person=person, kind=Kind.SUSPENDED))
    set_standing(person, suspended_at=None, suspended_until=None, suspended_reason="")
    return record(Kind.REINSTATED, by, person=person, reason=reason.strip()[:LONGEST_REASON])


def vouch_for(person: User) -> None:
    """From now on what this person writes is published at once. The first time counts.

    Also called where somebody proves who they are.
    """
    if person.vouched_at is None:
        set_standing(person, vouched_at=timezone.now())


def set_standing(person: User, **fields: Any) -> None:
    """Write these fields alone, so that nothing else of the account is overwritten."""
    for name, value in fields.items():
        setattr(person, name, value)
    User.objects.filter(pk=person.pk).update(**fields)


# --- What every decision leaves ----------------------------------------------------


def record(
    verb: str, by: User | None, *, thing: Any = None, person: User | None = None, **fields: Any
) -> ModerationAct:
    """The line of the audit trail, with what the thing is called and says today."""
    if thing is not None:
        kind = kind_of(thing)
        fields |= {
            "content_type": ContentType.objects.get_for_model(thing),
            "object_id": thing.pk,
            "network_id": kind.network(thing),
            "title": Truncator(kind.title(thing)).chars(255),
            "words": Truncator(kind.words(thing)).chars(QUOTED),
        }
        person = person or kind.author(thing)
    return ModerationAct.objects.create(kind=verb, by=by, person=person, **fields)


def settle(thing: Any, by: User, state: str) -> None:
    """Close the open reports of the thing and tell whoever made them."""
    reports: ReportQuerySet = Report.objects.about(thing).open().select_related("reporter")
    waiting = list(reports)
    reports.update(state=state, decided_at=timezone.now(), decided_by=by)
    tell_reporters(waiting, thing, state)


def undo(acts: Any) -> None:
    """Write down that these decisions hold no more."""
    acts.filter(undone_at=None).update(undone_at=timezone.now())


def checked_reason(reason: str) -> str:
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise ValidationError(_("Say why: whoever wrote it will read your reason."), "required")
    if len(reason) > LONGEST_REASON:
        raise too_long(reason)
    return reason
