"""What one person writes to another through the site, without knowing their address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from community.models.members import User


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> MessageQuerySet:
        """Those the person wrote or was sent; nobody else reads them, the unit included."""
        return self.filter(models.Q(sender=user.pk) | models.Q(recipient=user.pk))

    def between(self, one: User, other: User) -> MessageQuerySet:
        """What the two wrote to each other, the newest first."""
        there = models.Q(sender=one, recipient=other)
        back = models.Q(sender=other, recipient=one)
        return self.filter(there | back).order_by("-sent_at", "-pk")


class Message(models.Model):
    """A plain text from one person to another. Written by `actions.messages` alone."""

    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="messages_sent",
        verbose_name=_("from"),
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="messages_received",
        verbose_name=_("to"),
    )
    text = models.TextField(_("text"))
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)

    objects = MessageQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["sender", "recipient", "-sent_at"], name="messages_between_two")
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="message_says_something"),
            models.CheckConstraint(
                condition=~models.Q(sender=models.F("recipient")),
                name="message_goes_to_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} → {self.recipient}, {self.sent_at:%Y-%m-%d %H:%M}"
