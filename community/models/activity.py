"""Who did what to what, when, in which network and territory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.visibility import visible_pages

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models.members import User


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User | AnonymousUser) -> ActivityQuerySet:
        """What this visitor may read: acts on live pages that are visible, or on none.

        Decided now, not when the act was done: a page that has been hidden
        since takes its activity with it.
        """
        seen = visible_pages(user).values("pk")
        return self.filter(
            models.Q(page__isnull=True) | models.Q(page__in=seen),
            models.Q(network__isnull=True) | models.Q(network__in=seen),
        )

    def with_subjects(self) -> ActivityQuerySet:
        """Loads what a line of a stream shows: the actor, the page and the network."""
        return self.select_related("actor", "page", "network")


class Activity(models.Model):
    """One line of a stream. Written by the action that did it, read by streams.

    It lies in `community`, so it points at the page table, never at a network:
    `network` is the page of the network in whose stream it belongs.
    """

    class Verb(models.TextChoices):
        PUBLISHED = "published", _("published")
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

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activity")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["network", "-at"], name="activity_of_a_network"),
            models.Index(fields=["-at"], name="activity_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.page or self.network}"
