"""Which mails people want, and what became of each that was sent."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.sources import Frequency, Source

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from community.models.members import User

# A mailbox that said "never" so often gets no more mail.
HARD_BOUNCES_TO_STOP = 3


class MailPreference(models.Model):
    """How often a person wants mail from a source. Without a row: `sources.default_frequency`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preferences"
    )
    source = models.CharField(_("source"), max_length=16, choices=Source.choices)
    frequency = models.CharField(_("frequency"), max_length=8, choices=Frequency.choices)

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")
        constraints = [
            models.UniqueConstraint(fields=["user", "source"], name="one_frequency_for_each_source")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_source_display()}, {self.get_frequency_display()}"


class Mailing(models.Model):
    """One occasion to write to many: the digests of a day, a letter to the members of a network.

    What its mails say, `community.mailing_kinds` knows by its kind.
    """

    class Kind(models.TextChoices):
        DIGEST = "digest", _("Digest")
        LETTER = "letter", _("Letter of a network")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    day = models.DateField(_("day"), help_text=_("As the calendar of each recipient counts it."))
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "day"],
                condition=models.Q(kind="digest"),
                name="one_digest_of_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"


class MailDeliveryQuerySet(models.QuerySet["MailDelivery"]):
    def visible_to(self, user: User | AnonymousUser) -> MailDeliveryQuerySet:
        """One's own."""
        return self.filter(recipient=user.pk) if user.is_authenticated else self.none()

    def due(self, at: datetime) -> MailDeliveryQuerySet:
        """Mails of mailings that can be sent now, the oldest first."""
        waits = models.Q(try_after=None) | models.Q(try_after__lte=at)
        return self.filter(waits, state=MailDelivery.State.PENDING, mailing__isnull=False)

    def interrupted(self) -> MailDeliveryQuerySet:
        """In hand; when no worker lives, what a dead one left."""
        return self.filter(state=MailDelivery.State.SENDING)


class MailDelivery(models.Model):
    """One mail to one person, from before it is written until what became of it.

    It says what its `notices` say: one of them as soon as it is told, or all
    that a digest collects. A row is what makes a mail be sent, and its key is
    the `Message-ID`, so a death between sending and writing it down repeats
    that mail at most, as the same one.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        SENDING = "sending", _("Under way")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")
        BOUNCED = "bounced", _("Came back")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mailing = models.ForeignKey(
        Mailing, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_deliveries"
    )
    address = models.EmailField(_("address"), max_length=254, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    try_after = models.DateTimeField(_("not before"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    objects = MailDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "recipient"], name="one_mail_of_a_mailing")
        ]
        indexes = [
            models.Index(
                fields=["state", "id"],
                condition=models.Q(state__in=["pending", "sending"]),
                name="mails_that_wait",
            ),
            models.Index(fields=["created_at"], name="mails_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing or self.key} → {self.recipient}"

    @property
    def message_id(self) -> str:
        return f"<{self.key}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}>"


class MailAddressQuerySet(models.QuerySet["MailAddress"]):
    def stopped(self) -> MailAddressQuerySet:
        return self.filter(stopped_at__isnull=False)


class MailAddress(models.Model):
    """An address from which mail came back. Those that take what we send have no row."""

    address = models.EmailField(_("address"), max_length=254)
    hard_bounces = models.PositiveSmallIntegerField(_("times refused for good"), default=0)
    last_bounce_at = models.DateTimeField(_("last came back at"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    stopped_at = models.DateTimeField(_("no mail since"), null=True, blank=True)

    objects = MailAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address that refuses mail")
        verbose_name_plural = _("addresses that refuse mail")
        constraints = [
            models.UniqueConstraint(Lower("address"), name="mail_address_is_unique_in_any_case")
        ]

    def __str__(self) -> str:
        return self.address
