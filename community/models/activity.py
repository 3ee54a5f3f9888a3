"""Who did what to what, when, in which network and territory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from community.commentable import commentable_models
from community.models.conversation import Comment
from community.models.visibility import visible_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AnonymousUser

    from community.models.members import User


def models_beside_pages() -> Iterator[Any]:
    """What streams speak of and is no page: cases, for instance."""
    return (model for model in commentable_models() if not issubclass(model, Page))


def seen_beside_pages(user: User | AnonymousUser) -> Q:
    """Lines about things that are no pages and open to this visitor."""
    condition = Q(content_type__isnull=True)
    for model in models_beside_pages():
        things = model._default_manager.visible_to(user).order_by()
        kind = ContentType.objects.get_for_model(model)
        condition |= Q(content_type=kind) & Q(Exists(things.filter(pk=OuterRef("object_id"))))
    return condition


def text_of(column: str) -> Coalesce:
    return Coalesce(Cast(F(column), CharField()), Value(""))


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User | AnonymousUser) -> ActivityQuerySet:
        """What this visitor may read: acts on things that are open to them, or on none.

        Decided now, not when the act was done: a page or a case that has been
        hidden since takes its activity with it, and so does a comment.
        """
        seen = visible_pages(user).order_by()
        return self.standing().filter(
            Q(page__isnull=True) | Exists(seen.filter(pk=OuterRef("page"))),
            Q(network__isnull=True) | Exists(seen.filter(pk=OuterRef("network"))),
            seen_beside_pages(user),
        )

    def standing(self) -> ActivityQuerySet:
        """Without those whose comment was deleted or hidden since."""
        said = Comment.objects.present().order_by().filter(pk=OuterRef("comment"))
        return self.filter(Q(comment__isnull=True) | Exists(said))

    def with_subjects(self) -> ActivityQuerySet:
        """Loads what a line of a stream shows: actor, page, network, place."""
        return self.select_related("actor", "page", "network", "territory")


class Activity(models.Model):
    """One line of a stream. Written by the action that did it, read by streams.

    It lies in `community`, so it points at the page table or, for what is no
    page, at a content type: `page` or `thing`. `network` is the page of the
    network in whose stream it belongs, where there is one and no other.
    """

    class Verb(models.TextChoices):
        PUBLISHED = "published", _("published")
        RENEWED = "renewed", _("published a new version")
        COMMENTED = "commented", _("commented")
        JOINED = "joined", _("joined")

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="activity",
    )
    verb = models.CharField(_("verb"), max_length=12, choices=Verb.choices)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, null=True, blank=True, related_name="activity"
    )
    # Without an index of its own, and last in the one below: where most lines have none, a
    # database would look these up and sort them all instead of reading the newest.
    content_type = models.ForeignKey(
        ContentType,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    thing = GenericForeignKey("content_type", "object_id")
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="activity"
    )
    network = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="network_activity",
    )
    territory = models.ForeignKey(
        "territories.Territory",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="activity",
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    # What was done to what: the same for acts that a stream gathers into one line.
    bundle = models.GeneratedField(
        expression=Concat(
            F("verb"),
            Value(":"),
            text_of("page"),
            Value(":"),
            text_of("content_type"),
            Value(":"),
            text_of("object_id"),
            Value(":"),
            text_of("network"),
            output_field=CharField(max_length=120),
        ),
        output_field=CharField(max_length=120),
        db_persist=True,
    )

    objects = ActivityQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activity")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["network", "-at"], name="activity_of_a_network"),
            models.Index(fields=["-at"], name="activity_newest_first"),
            models.Index(fields=["actor", "-at"], name="activity_of_a_person"),
            models.Index(fields=["territory", "-at"], name="activity_of_a_territory"),
            models.Index(fields=["object_id", "content_type"], name="activity_beside_pages"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.page or self.thing or self.network}"
