"""What people do with comments: say, mend, take back. Hiding them is `actions.moderation`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.actions.attachments import attach, checked_files
from community.actions.moderation import hide, hold_back, show
from community.actions.streams import tell_streams
from community.actions.telling_of_comments import announce, tell_newly_mentioned
from community.html import html_of
from community.mentions import linking_mentions
from community.models import Activity, Comment, CommentVersion
from community.permissions import (
    can_comment,
    can_delete_comment,
    can_edit_comment,
    can_reply,
    can_restore_comment,
    organizations_of,
)
from community.trust import fingerprint, reason_to_wait

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.core.files.base import File

    from community.models import Organization, User

# Characters as typed: about five hundred words.
LONGEST = 3000
# How many comments and corrections of them one person may send in how long.
AT_MOST, WITHIN = 10, timedelta(minutes=1)


@transaction.atomic
def post_comment(
    thing: Any,
    by: User,
    text: str,
    at: datetime | None = None,
    *,
    answering: Comment | None = None,
    on_behalf_of: Organization | None = None,
    files: Sequence[File] = (),
    is_robot: bool = False,
) -> Comment:
    """Say something about a thing, in light Markdown, and tell those whom it concerns.

    What answers a reply stands beside it, under the comment both belong to. The
    same words sent twice in a row make one comment. `at`: when it was said, for
    what is brought in from elsewhere, of which nobody is told; now when None.
    Whose first words these are, or what `community.trust` distrusts, waits for
    whoever moderates: until then nobody else is told.

    Raises:
        PermissionDenied: the thing is not open to the person or takes no comments,
            they cannot answer that comment, or not speak for that organization.
        ValidationError: there are no words, too many, or too many comments in a
            minute; or a file is not accepted.

    """
    body, now = linking_mentions(body_of(text), by), at or timezone.now()
    refuse_strangers(thing, by, answering, on_behalf_of, now)
    parent = answering and (answering.parent or answering)
    if at is None:
        said = Comment.objects.about(thing).filter(author=by, posted_at__gt=now - WITHIN)
        repeated = said.filter(body=body, parent=parent, deleted_at__isnull=True).first()
        if repeated is not None:
            return repeated
        refuse_haste(by, now)
    kept = checked_files(files)
    comment = Comment.objects.create(
        content_type=ContentType.objects.get_for_model(thing),
        object_id=thing.pk,
        author=by,
        on_behalf_of=on_behalf_of,
        parent=parent,
        body=body,
        posted_at=now,
        fingerprint=fingerprint(body),
    )
    attach(comment, kept)
    if at is None:
        publish_or_hold(comment, thing, answering, is_robot=is_robot)
    else:
        tell_streams(Activity.Verb.COMMENTED, thing, by, comment=comment, at=at)
    return comment


def refuse_strangers(
    thing: Any,
    by: User,
    answering: Comment | None,
    on_behalf_of: Organization | None,
    now: datetime,
) -> None:
    """Raise PermissionDenied unless they may say it there, in answer to that and in that name."""
    if not can_comment(by, thing):
        raise PermissionDenied(f"{by} may not comment {thing}")
    if answering is not None and not (answering.thing == thing and can_reply(by, answering)):
        raise PermissionDenied(f"{by} may not answer {answering}")
    if on_behalf_of is not None:
        mine = organizations_of(by, timezone.localdate(now))
        if not mine.filter(pk=on_behalf_of.pk).exists():
            raise PermissionDenied(f"{by} may not speak for {on_behalf_of}")


def publish_or_hold(
    comment: Comment, thing: Any, answering: Comment | None, *, is_robot: bool
) -> None:
    """Tell those whom it concerns, or ask who moderates whether it may be published."""
    author = comment.author
    waits = ""
    if author is not None and not thing.is_moderated_by(author):
        waits = reason_to_wait(author, comment.body, comment.posted_at, is_robot=is_robot)
    if not waits:
        announce(comment, thing, answering)
        return
    comment.state = Comment.State.WAITING
    comment.save(update_fields=["state"])
    hold_back(comment, waits)


@transaction.atomic
def edit_comment(comment: Comment, by: User, text: str, at: datetime | None = None) -> None:
    """Change the words; what they were is kept and can be read. The same words change nothing.

    Raises:
        PermissionDenied: it is not theirs, or is deleted or hidden.
        ValidationError: as in `post_comment`.

    """
    refresh(comment)
    if not can_edit_comment(by, comment):
        raise PermissionDenied(f"{by} may not edit {comment}")
    body, now = linking_mentions(body_of(text), by), at or timezone.now()
    before = comment.body
    if body == before:
        return
    if at is None:
        refuse_haste(by, now)
    CommentVersion.objects.create(
        comment=comment, body=before, written_at=comment.edited_at or comment.posted_at
    )
    comment.body, comment.edited_at, comment.fingerprint = body, now, fingerprint(body)
    comment.save(update_fields=["body", "edited_at", "fingerprint"])
    if at is None and comment.state == Comment.State.PUBLISHED:
        tell_newly_mentioned(comment, before)


@transaction.atomic
def delete_comment(comment: Comment, by: User) -> None:
    """Take it off; its author may take it back for a day. Twice is as once.

    Raises:
        PermissionDenied: it is not theirs.

    """
    refresh(comment)
    if comment.is_deleted and comment.author_id == by.pk:
        return
    if not can_delete_comment(by, comment):
        raise PermissionDenied(f"{by} may not delete {comment}")
    comment.deleted_at = timezone.now()
    comment.save(update_fields=["deleted_at"])


@transaction.atomic
def restore_comment(comment: Comment, by: User) -> None:
    """Put back what its author deleted. Twice is as once.

    Raises:
        PermissionDenied: it is not theirs, or more than a day has passed.

    """
    refresh(comment)
    if not comment.is_deleted and comment.author_id == by.pk:
        return
    if not can_restore_comment(by, comment):
        raise PermissionDenied(f"{by} may not restore {comment}")
    comment.deleted_at = None
    comment.save(update_fields=["deleted_at"])


def hide_comment(comment: Comment, by: User, reason: str) -> None:
    """Leave it to its author and to those who moderate; see `actions.moderation.hide`."""
    hide(comment, by, reason)


def show_comment(comment: Comment, by: User) -> None:
    """Let everybody read it again; see `actions.moderation.show`."""
    show(comment, by)


def body_of(text: str) -> str:
    """The clean HTML of what was typed. Raises ValidationError when it is empty or too long."""
    text = text.replace("\r\n", "\n").strip()
    excess = len(text) - LONGEST
    if excess > 0:
        too_many = ngettext(
            "A comment takes up to %(most)s characters and yours has %(count)s:"
            " %(excess)s is too many.",
            "A comment takes up to %(most)s characters and yours has %(count)s:"
            " %(excess)s are too many.",
            excess,
        )
        sizes = {"most": LONGEST, "count": len(text), "excess": excess}
        raise ValidationError(too_many, "too_long", sizes)
    body = html_of(text)
    if not any(sign.isprintable() and not sign.isspace() for sign in strip_tags(body)):
        raise ValidationError(_("Write your comment before you publish it."), "required")
    return body


def refuse_haste(by: User, now: datetime) -> None:
    """Raise ValidationError for who has sent a lot in the last minute. Two queries."""
    since = now - WITHIN
    counted = Comment.objects.filter(author=by).aggregate(
        posted=Count("pk", filter=Q(posted_at__gt=since)),
        edited=Count("pk", filter=Q(edited_at__gt=since)),
    )
    between = CommentVersion.objects.filter(comment__author=by, written_at__gt=since)
    between = between.exclude(written_at=F("comment__posted_at"))
    sent = counted["posted"] + counted["edited"] + between.count()
    if sent >= AT_MOST:
        raise too_hasty()


def too_hasty() -> ValidationError:
    return ValidationError(
        _(
            "You have sent many comments in a short time. Wait a minute and publish it"
            " again: your text is still here."
        ),
        "haste",
    )


def refresh(comment: Comment) -> None:
    """Read its state anew, and hold it until the transaction ends."""
    comment.refresh_from_db(from_queryset=Comment.objects.select_for_update())
