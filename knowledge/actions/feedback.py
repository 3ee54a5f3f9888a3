"""Saying what one knows of a case, deciding on what was said, taking back what one said."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.actions.attachments import checked_files
from community.actions.moderation import hold_back
from community.actions.notices import notify
from community.permissions import organizations_of
from community.trust import reason_to_wait
from knowledge.actions.history import those_on
from knowledge.feedback_kinds import (
    FEEDBACK_TARGET_DAYS,
    LONGEST_FEEDBACK,
    SIGNATURES,
    TAKEN_UP,
    Disposition,
    FeedbackKind,
)
from knowledge.kinds import ShownAs
from knowledge.models import Feedback, FeedbackFile
from knowledge.models.feedback import OPEN, WAITING
from knowledge.models.sealed import signs, unnamed
from knowledge.permissions import (
    can_answer_feedback,
    can_give_feedback,
    can_moderate_comments,
    can_withdraw_feedback,
)
from knowledge.reading_parts import SLUGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.base import File

    from community.models import Organization, User
    from knowledge.models import Case, Transfer

# The same words within this time are the same button pressed twice.
TWICE = timedelta(minutes=10)


@transaction.atomic
def give_feedback(
    case: Case,
    by: User,
    *,
    kind: str,
    text: str,
    part: str = "",
    source: str = "",
    organization: Organization | None = None,
    shown_as: str = ShownAs.PERSON,
    files: Sequence[File] = (),
    is_robot: bool = False,
) -> Feedback:
    """Keep what somebody says of the newest version of a case, and tell its authors.

    `part`: its place on the page of the case, "" for the whole. To be answered
    within `FEEDBACK_TARGET_DAYS` days. The same words sent twice are said once.
    Whose first words these are waits for whoever moderates: nobody else is told
    until then. Somebody who is protected in the case is never named here.

    Raises:
        PermissionDenied: the case is not published, the account is suspended, or they
            may not speak for that organization.
        ValidationError: there are no words or too many, there is no such part or kind,
            only the organization is to be named and there is none, or a file is refused.

    """
    if not can_give_feedback(by, case):
        raise PermissionDenied
    text = checked_text(text, kind, part)
    if organization is not None:
        mine = organizations_of(by, timezone.localdate())
        if not mine.filter(pk=organization.pk).exists():
            raise PermissionDenied(f"{by} may not speak for {organization}")
    shown_as = checked_signature(case, by, shown_as, organization)
    now = timezone.now()
    said = Feedback.objects.filter(case=case, author=by, text=text, part=part, kind=kind)
    again = said.filter(made_at__gt=now - TWICE).first()
    if again is not None:
        return again
    kept = checked_files(files)
    made = Feedback.objects.create(
        case=case,
        version=case.versions.defer("record", "names").first(),
        part=part,
        kind=kind,
        text=text,
        source=source.strip(),
        author=by,
        organization=organization,
        shown_as=shown_as,
        made_at=now,
        answer_by=timezone.localdate(now) + timedelta(days=FEEDBACK_TARGET_DAYS),
    )
    for file in kept:
        FeedbackFile.objects.create(feedback=made, file=file, size=file.size)
    publish_or_hold(made, is_robot=is_robot)
    return made


def checked_text(text: str, kind: str, part: str) -> str:
    text = text.replace("\x00", "").strip()
    if kind not in FeedbackKind.values:
        raise ValidationError({"kind": _("Choose what kind of feedback it is.")})
    if part and part not in SLUGS:
        raise ValidationError({"part": _("Choose a part of the experience, or the whole.")})
    if not text:
        raise ValidationError({"text": _("Write your feedback before you send it.")})
    if len(text) > LONGEST_FEEDBACK:
        said = _("Feedback takes up to %(most)s characters and yours has %(count)s.")
        told = {"most": LONGEST_FEEDBACK, "count": len(text)}
        raise ValidationError({"text": ValidationError(said, "too_long", told)})
    return text


def checked_signature(
    case: Case, by: User, shown_as: str, organization: Organization | None
) -> str:
    """How its author is shown: as they chose, but never by name where the case protects them."""
    if shown_as not in SIGNATURES:
        raise ValidationError({"shown_as": _("Choose what readers see of you.")})
    if shown_as == ShownAs.ORGANIZATION and organization is None:
        said = _("Choose the organization that readers should see instead of your name.")
        raise ValidationError({"organization": said})
    if shown_as == ShownAs.PERSON and signs(case, by) is None:
        return ShownAs.NOBODY
    return shown_as


def publish_or_hold(made: Feedback, *, is_robot: bool) -> None:
    """Tell its authors, or ask who moderates whether it may be published."""
    author, waits = made.author, ""
    if author is not None and not can_moderate_comments(author, made.case):
        waits = reason_to_wait(author, made.text, made.made_at, is_robot=is_robot)
    if not waits:
        announce(made)
        return
    made.state = WAITING
    made.save(update_fields=["state"])
    hold_back(made, waits)


def announce(made: Feedback) -> None:
    """Tell the authors of the case or, where it has none, whoever of the team it is with.

    Nobody who may not read it, nor whoever gave it.
    """
    case = made.case
    people = case.authors() or those_on(case)
    for person in people:
        is_told = person.pk != made.author_id
        if is_told and Feedback.objects.visible_to(person).filter(pk=made.pk).exists():
            with override(person.language):
                what, name = str(made.get_kind_display()), made.signature
            notify(
                person,
                "feedback_received",
                url=made.get_absolute_url(),
                thing=case,
                title=case.title,
                code=case.reference,
                name=name,
                what=what,
                text=made.text,
                days=str(FEEDBACK_TARGET_DAYS),
            )


@transaction.atomic
def answer_feedback(
    made: Feedback,
    user: User,
    *,
    disposition: str,
    answer: str = "",
    in_draft: bool = False,
    seen: str | None = None,
) -> Feedback:
    """Decide on it, with a reason everybody reads, and tell whoever gave it.

    May be decided again until a version takes it up. `in_draft`: the text in the
    making has what was accepted. `seen` is the decision whoever decides has
    read; a newer one is not overwritten.

    Raises:
        PermissionDenied: neither one of its authors nor of the team.
        ValidationError: no decision or no reason; a version has taken it up; or
            somebody decided meanwhile.

    """
    if not can_answer_feedback(user, made.case):
        raise PermissionDenied
    case = made.case
    made = Feedback.objects.select_for_update(of=("self",)).get(pk=made.pk)
    made.case = case
    answer = answer.replace("\x00", "").strip()
    refuse_decision(made, disposition, answer, seen)
    made.disposition = disposition
    made.answer = unnamed(case, answer)
    made.answered_by = signs(case, user)
    made.answered_at = timezone.now()
    made.in_draft = in_draft and disposition in TAKEN_UP
    made.save(update_fields=["disposition", "answer", "answered_by", "answered_at", "in_draft"])
    if made.author is not None and made.author_id != user.pk:
        notify(
            made.author,
            "feedback_answered",
            url=made.get_absolute_url(),
            thing=case,
            title=case.title,
            disposition=made.disposition,
            answer=made.answer,
        )
    return made


def refuse_decision(made: Feedback, disposition: str, answer: str, seen: str | None) -> None:
    if made.resolved_in_id is not None:
        raise ValidationError(_("A version has taken it up already: the decision stands."))
    if seen is not None and seen != made.disposition:
        said = _("Somebody decided meanwhile: “%(decision)s”. Read it before you decide again.")
        raise ValidationError(said, "stale", {"decision": made.get_disposition_display()})
    if disposition not in Disposition.values or disposition == OPEN:
        raise ValidationError({"disposition": _("Choose what you decide.")})
    if not answer and disposition != Disposition.ACCEPTED:
        said = _("Say why: whoever gave the feedback reads it, and all who read the experience.")
        raise ValidationError({"answer": said})


@transaction.atomic
def note_in_draft(made: Feedback, user: User, *, is_there: bool) -> None:
    """Say whether the text in the making has what was accepted. Nothing happens to what was not.

    Raises:
        PermissionDenied: neither one of its authors nor of the team.

    """
    if not can_answer_feedback(user, made.case):
        raise PermissionDenied
    Feedback.objects.for_next_version().filter(pk=made.pk).update(in_draft=is_there)


@transaction.atomic
def withdraw_feedback(made: Feedback, by: User) -> None:
    """Take back what one said, with its files, before anybody has decided on it.

    Raises:
        PermissionDenied: it is not theirs, or it was decided on.

    """
    made = Feedback.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if not can_withdraw_feedback(by, made):
        raise PermissionDenied
    names = [str(file.file.name) for file in made.files.all()]
    made.delete()
    transaction.on_commit(lambda: throw_away(names))


def throw_away(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


@transaction.atomic
def receive_lessons(transfer: Transfer, user: User) -> None:
    """Have the lessons of a transfer arrive as feedback on the case it began from.

    Nothing happens without lessons, nor twice. Changed lessons change what nobody
    has decided on; else they arrive as another one. Who may read the transfer
    reads them, nobody else; they are the adopter's, told by `user`.
    """
    text = transfer.lessons.replace("\x00", "").strip()[:LONGEST_FEEDBACK]
    told = Feedback.objects.filter(transfer=transfer, kind=FeedbackKind.LESSON)
    if not text or told.filter(text=text).exists():
        return
    waiting = told.filter(disposition=OPEN).first()
    if waiting is not None:
        waiting.text = text
        waiting.save(update_fields=["text"])
        return
    case = transfer.origin_case
    now = timezone.now()
    made = Feedback.objects.create(
        case=case,
        version=transfer.origin_version,
        transfer=transfer,
        kind=FeedbackKind.LESSON,
        text=text,
        author=user,
        organization=transfer.adopter,
        shown_as=ShownAs.PERSON if signs(case, user) else ShownAs.NOBODY,
        made_at=now,
        answer_by=timezone.localdate(now) + timedelta(days=FEEDBACK_TARGET_DAYS),
    )
    announce(made)
