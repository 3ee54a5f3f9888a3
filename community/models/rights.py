"""What lets people keep their data and their account in their own hands."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from community.models.members import User


class PersonalArchiveQuerySet(models.QuerySet["PersonalArchive"]):
    def visible_to(self, user: User | AnonymousUser) -> PersonalArchiveQuerySet:
        """One's own; nobody else's, whatever one's role."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def ready(self) -> PersonalArchiveQuerySet:
        """Those that can be downloaded."""
        return self.filter(ready_at__gt=self.model.oldest_kept())

    def waiting(self) -> PersonalArchiveQuerySet:
        """Those that are still being made."""
        return self.filter(ready_at__isnull=True)

    def expired(self) -> PersonalArchiveQuerySet:
        return self.filter(ready_at__lte=self.model.oldest_kept())


class PersonalArchive(models.Model):
    """Everything the platform holds of a person, in one file, for some days.

    Written by `actions.archives` alone. The file lies outside MEDIA_ROOT: no
    address of files leads to it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="archives"
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready at"), null=True, blank=True)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"), default=0)

    objects = PersonalArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("archive of a person's data")
        verbose_name_plural = _("archives of people's data")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(ready_at=None),
                name="one_archive_is_made_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("account_archive", args=[self.key])

    @staticmethod
    def folder() -> Path:
        return Path(settings.DATA_DIR) / "archives"

    @property
    def path(self) -> Path:
        return self.folder() / f"{self.key}.zip"

    @staticmethod
    def oldest_kept() -> datetime:
        return timezone.now() - timedelta(days=settings.ARCHIVE_KEPT_DAYS)

    @property
    def kept_until(self) -> datetime | None:
        """None while it is being made."""
        return self.ready_at and self.ready_at + timedelta(days=settings.ARCHIVE_KEPT_DAYS)


class InactivityWarning(models.Model):
    """That a person was told their account will close, so that none closes unannounced.

    `since` is when they were last here: somebody who comes back and goes again
    is warned anew.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inactivity_warnings"
    )
    since = models.DateTimeField(_("inactive since"))
    days_before = models.PositiveSmallIntegerField(_("days before it closes"))
    warned_at = models.DateTimeField(_("warned at"), default=timezone.now)

    class Meta:
        verbose_name = _("warning of inactivity")
        verbose_name_plural = _("warnings of inactivity")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "since", "days_before"], name="one_warning_of_each_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.days_before}"


class AddressChange(models.Model):
    """That a person wants another e-mail address: it counts once both mailboxes said yes."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_change"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("new e-mail"), max_length=254)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    # By the link in the mail to the present address.
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    # By the link in the mail to the new one.
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")

    def __str__(self) -> str:
        return f"{self.user}: {self.email}"
