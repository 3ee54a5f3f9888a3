"""Who wants to hear of what. About which things, `community.followable` says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.followable import followable_models
from community.models.members import User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Model


def rows_about(things: Iterable[Model]) -> Q:
    """The condition for rows whose content type and key point at one of these things."""
    keys: dict[int, list[Any]] = {}
    for thing in things:
        keys.setdefault(ContentType.objects.get_for_model(thing).pk, []).append(thing.pk)
    condition = Q(pk__in=[])
    for kind, pks in keys.items():
        condition |= Q(content_type=kind, object_id__in=pks)
    return condition


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, user: User | AnonymousUser) -> FollowQuerySet:
        """One's own; what somebody follows nobody else sees, whatever their role."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def visible_to(self, user: User | AnonymousUser) -> FollowQuerySet:
        """One's own, as long as the thing is still there and open to them."""
        condition = ~Q(query="")
        for model in followable_models():
            kind = ContentType.objects.get_for_model(model)
            things = model._default_manager.visible_to(user).order_by()
            here = Exists(things.filter(pk=OuterRef("object_id")))
            condition |= Q(content_type=kind) & Q(here)
        return self.of(user).filter(condition)

    def about(self, *things: Model) -> FollowQuerySet:
        return self.filter(rows_about(things))

    def searches(self) -> FollowQuerySet:
        return self.exclude(query="")

    def followers_of(self, *things: Model) -> models.QuerySet[User]:
        """Whoever follows any of these things and still has an account, each once."""
        people: models.QuerySet[User] = User.objects.filter(
            is_active=True, pk__in=self.about(*things).values("user")
        )
        return people


class Follow(models.Model):
    """That a person wants to hear of a thing, or of what a search finds.

    Written by `actions.following` alone; erased when the account closes. It
    opens nothing: what one may see is asked when there is something to tell.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    thing = GenericForeignKey("content_type", "object_id")
    # Words and filters as the address of the search page has them.
    query = models.CharField(_("search"), max_length=500, blank=True)
    title = models.CharField(_("name of the search"), max_length=200, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    # Up to when what the search finds has been told.
    told_at = models.DateTimeField(_("told at"), default=timezone.now)

    objects = FollowQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"],
                condition=Q(query=""),
                name="person_follows_a_thing_once",
            ),
            models.UniqueConstraint(
                fields=["user", "query"], condition=~Q(query=""), name="person_saves_a_search_once"
            ),
            models.CheckConstraint(
                condition=Q(query="", content_type__isnull=False, object_id__isnull=False)
                | (~Q(query="") & Q(content_type__isnull=True, object_id__isnull=True)),
                name="follow_is_of_a_thing_or_a_search",
            ),
        ]
        indexes = [
            models.Index(fields=["content_type", "object_id", "user"], name="followers_of_a_thing")
        ]

    def __str__(self) -> str:
        return self.title if self.query else str(self.thing)

    def get_absolute_url(self) -> str:
        """Where what is followed is read: the thing's page, or the results of the search."""
        if self.query:
            return f"{reverse('search:search')}?{self.query}"
        thing: Any = self.thing
        url = thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else thing.get_url()
        return str(url or "/")

    @property
    def is_search(self) -> bool:
        return bool(self.query)
