"""What the site tells a person."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.sources import Source

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models.members import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: User | AnonymousUser) -> NotificationQuerySet:
        """One's own; nobody else's, whatever one's role."""
        return self.filter(recipient=user.pk) if user.is_authenticated else self.none()

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def collected(self) -> NotificationQuerySet:
        """Those that wait for the next digest of their recipient."""
        return self.filter(waits_for_digest=True)


class Notification(models.Model):
    """That something happened which waits for a person or concerns them.

    `title` is what they read, in their language on the day; the mail says
    more. Written by `actions.notices` alone; erased when the account closes.
    `thing` names what it is about ("knowledge.case:7"), so that a digest keeps
    together what belongs together; `delivery` is the mail that told it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(_("kind"), max_length=40)
    source = models.CharField(_("source"), max_length=16, choices=Source.choices, blank=True)
    thing = models.CharField(_("thing"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=255)
    url = models.CharField(_("address"), max_length=500)
    facts = models.JSONField(_("facts"), default=dict)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    waits_for_digest = models.BooleanField(_("waits for the digest"), default=False)
    delivery = models.ForeignKey(
        "community.MailDelivery",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
    )
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notices_of_a_person"),
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at=None),
                name="unread_notices_of_a_person",
            ),
            models.Index(
                fields=["recipient", "created_at"],
                condition=models.Q(waits_for_digest=True),
                name="notices_for_the_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_read(self) -> bool:
        return self.read_at is not None
