"""What people say about what is published.

About which things, `community.commentable` says.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.commentable import commentable_models
from community.models.on_behalf import OnBehalf

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Model

    from community.models.members import User

# How long whoever deletes a comment may take it back.
SECOND_THOUGHTS = timedelta(days=1)


def of_any(rows_of: str, user: User | AnonymousUser) -> Q:
    """Comments on the things that the query-set method `rows_of` leaves for this person."""
    condition = Q(pk__in=[])
    for model in commentable_models():
        things = getattr(model._default_manager, rows_of)(user)
        kind = ContentType.objects.get_for_model(model)
        here = Exists(things.order_by().filter(pk=OuterRef("object_id")))
        condition |= Q(content_type=kind) & Q(here)
    return condition


def is_readable_by(user: User | AnonymousUser, moderated: Q | None = None) -> Q:
    """What this visitor may read where the thing is open to them, as a condition.

    A hidden comment, or one that waits for approval, is read by its author and
    by those who moderate there; a deleted one by its author, as long as it may
    be taken back. `moderated`: what they moderate, where it is known; else it is
    asked of every thing.
    """
    published = Q(hidden_at__isnull=True, state=Comment.State.PUBLISHED)
    if not user.is_authenticated:
        return Q(deleted_at__isnull=True) & published
    mine = Q(author=user.pk)
    if moderated is None:
        moderated = of_any("moderated_by", user)
    shown = published | mine | moderated
    undone = mine & Q(deleted_at__gt=timezone.now() - SECOND_THOUGHTS)
    return shown & (Q(deleted_at__isnull=True) | undone)


class CommentQuerySet(models.QuerySet["Comment"]):
    def about(self, thing: Model) -> CommentQuerySet:
        return self.filter(
            content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk
        )

    def visible_to(self, user: User | AnonymousUser) -> CommentQuerySet:
        """What this visitor may read, on the things they may open."""
        return self.readable_by(user).filter(of_any("visible_to", user))

    def readable_by(self, user: User | AnonymousUser) -> CommentQuerySet:
        """The same where the thing is known to be open to them."""
        return self.filter(is_readable_by(user))

    def thread_about(self, thing: Any, user: User | AnonymousUser) -> CommentQuerySet:
        """What this visitor may read about a thing open to them, and the places of what is gone.

        A place stays where replies hang on it; `is_readable` tells them apart: of
        what is gone nothing else may be shown. Adds `may_moderate`.
        """
        moderated: Any = Value(False)
        if user.is_authenticated:
            things = type(thing)._default_manager.moderated_by(user)
            moderated = Exists(things.order_by().filter(pk=thing.pk))
        readable = is_readable_by(user, Q(may_moderate=True))
        replies = Comment.objects.present().filter(parent=OuterRef("pk"))
        return (
            self.about(thing)
            .annotate(may_moderate=moderated)
            .annotate(is_readable=ExpressionWrapper(readable, output_field=BooleanField()))
            .filter(Q(is_readable=True) | Exists(replies))
        )

    def moderated_by(self, user: User | AnonymousUser) -> CommentQuerySet:
        """Those this person may hide: on things they answer for, unless deleted."""
        return self.filter(of_any("moderated_by", user), deleted_at__isnull=True)

    def present(self) -> CommentQuerySet:
        """Neither waiting nor deleted nor hidden: what everybody reads."""
        return self.filter(
            state=Comment.State.PUBLISHED, deleted_at__isnull=True, hidden_at__isnull=True
        )

    def in_order(self) -> CommentQuerySet:
        """As it was said, the oldest first, each followed by its replies."""
        replies_last = F("parent").asc(nulls_first=True)
        rows: Any = self.with_beginning()
        in_order = rows.order_by("begun_at", "beginning", replies_last, "posted_at", "pk")
        return cast("CommentQuerySet", in_order)

    def before(self, comment: Comment) -> CommentQuerySet:
        """Those that stand above it in a list in order."""
        first = comment.parent or comment
        above: Any = Q(begun_at__lt=first.posted_at)
        above |= Q(begun_at=first.posted_at, beginning__lt=first.pk)
        if comment.parent_id is not None:
            earlier = Q(posted_at__lt=comment.posted_at)
            earlier |= Q(posted_at=comment.posted_at, pk__lt=comment.pk)
            above |= Q(pk=first.pk) | (Q(parent=first.pk) & earlier)
        rows: Any = self.with_beginning()
        return cast("CommentQuerySet", rows.filter(above))

    def with_beginning(self) -> CommentQuerySet:
        """Adds `beginning` and `begun_at`: what it replies to, or it itself, and when that was."""
        return self.annotate(
            beginning=Coalesce("parent", "pk"),
            begun_at=Coalesce("parent__posted_at", "posted_at"),
        )


class Comment(OnBehalf):
    """What somebody said about a published thing. Written by `actions.conversation` alone.

    `body` is clean HTML. A reply has a `parent`, which is none itself. Nothing is
    ever erased: what was edited is kept in `versions`, what was hidden or shown
    again in the acts of moderation. `fingerprint` is the same for texts that say
    the same; see `community.trust`.
    """

    class State(models.TextChoices):
        PUBLISHED = "published", _("published")
        WAITING = "waiting", _("waiting for approval")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="comments",
        verbose_name=_("author"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("in reply to"),
    )
    body = models.TextField(_("text"))
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.PUBLISHED
    )
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)
    posted_at = models.DateTimeField(_("posted at"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hidden by"),
    )
    hidden_reason = models.CharField(_("reason"), max_length=400, blank=True)

    objects = CommentQuerySet.as_manager()

    # Not what Wagtail means by a use of a page.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(
                fields=["content_type", "object_id", "posted_at"], name="comments_of_a_thing"
            ),
            models.Index(fields=["author", "posted_at"], name="comments_of_a_person"),
            models.Index(fields=["-posted_at"], name="comments_newest_first"),
            models.Index(fields=["fingerprint", "-posted_at"], name="comments_that_say_the_same"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_by__isnull=True, hidden_reason="")
                | (Q(hidden_at__isnull=False) & ~Q(hidden_reason="")),
                name="comment_is_hidden_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(edited_at__isnull=True) | Q(edited_at__gte=models.F("posted_at")),
                name="comment_is_edited_after_it_was_posted",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} ({self.author})"

    def get_absolute_url(self) -> str:
        """Leads to where it stands, whatever page of the list that is."""
        return reverse("conversation:place", args=[self.pk])

    @property
    def anchor(self) -> str:
        return f"comentario-{self.pk}"

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


class CommentVersion(models.Model):
    """What a comment said before it was edited, and since when it said so."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    body = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written at"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("former version of a comment")
        verbose_name_plural = _("former versions of comments")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.comment}, {self.written_at:%Y-%m-%d %H:%M}"
