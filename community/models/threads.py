"""What hangs on comments: who found them useful, their files, and who has seen them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.conversation import Comment
from community.upload_storage import name_for_reader

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Model

    from community.models.members import User


class Reaction(models.Model):
    """That a comment was useful to somebody. Written by `actions.reactions` alone."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reactions"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "user"], name="one_reaction_per_comment_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.user}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User | AnonymousUser) -> AttachmentQuerySet:
        """Of comments this visitor may read."""
        return self.filter(comment__in=Comment.objects.visible_to(user).values("pk"))


class Attachment(models.Model):
    """A file that came with a comment. `size` in bytes, `name` as it was called."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(_("file"), upload_to="attachments/%Y/%m", max_length=200, db_index=True)
    size = models.PositiveIntegerField(_("size"))

    objects = AttachmentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a comment")
        verbose_name_plural = _("files of comments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is called on the reader's disk."""
        return name_for_reader(self.file.name or "")


class VisitQuerySet(models.QuerySet["Visit"]):
    def to(self, thing: Model) -> VisitQuerySet:
        return self.filter(
            content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk
        )


class Visit(models.Model):
    """When somebody last read the conversation about a thing.

    `seen_at` is the last time; `since` the last time of the visit before,
    after which all is new to them. Empty at the first visit: nothing is new.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visits"
    )
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    seen_at = models.DateTimeField(_("seen at"))
    since = models.DateTimeField(_("new since"), null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"], name="one_visit_per_person_and_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.seen_at:%Y-%m-%d %H:%M}"
