"""Archives of a whole network, which its coordinators take along."""

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

from community.models.moderation import somebody
from networks.models.network import NetworkPage

if TYPE_CHECKING:
    from datetime import datetime

# An archive that wrote nothing for so long is made by nobody any more.
PATIENCE = timedelta(minutes=30)


class NetworkArchiveQuerySet(models.QuerySet["NetworkArchive"]):
    def of(self, network: NetworkPage) -> NetworkArchiveQuerySet:
        return self.filter(network=network)

    def ready(self) -> NetworkArchiveQuerySet:
        """Those that can be downloaded."""
        return self.filter(ready_at__gt=self.model.oldest_kept())

    def waiting(self) -> NetworkArchiveQuerySet:
        """Those that are still being made."""
        return self.filter(ready_at__isnull=True)

    def expired(self) -> NetworkArchiveQuerySet:
        return self.filter(ready_at__lte=self.model.oldest_kept())


class NetworkArchive(models.Model):
    """Everything of a network in one file, for some days. Who may have it: `can_coordinate`.

    Written by `actions.taking` alone. `done` of `total` things are in it so far;
    `moved_at` is when that was last said. The file lies outside MEDIA_ROOT: no
    address of files leads to it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    network = models.ForeignKey(NetworkPage, on_delete=models.CASCADE, related_name="archives")
    asked_by = somebody(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    total = models.PositiveIntegerField(_("things"), default=0)
    done = models.PositiveIntegerField(_("done so far"), default=0)
    moved_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready at"), null=True, blank=True)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"), default=0)

    objects = NetworkArchiveQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("archive of a network")
        verbose_name_plural = _("archives of networks")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network"],
                condition=models.Q(ready_at=None),
                name="one_archive_of_a_network_is_made_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.network}, {self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("networks:archive_file", args=[self.network.slug, self.key])

    @staticmethod
    def folder() -> Path:
        return Path(settings.DATA_DIR) / "network-archives"

    @property
    def path(self) -> Path:
        return self.folder() / f"{self.key}.zip"

    @property
    def unfinished(self) -> Path:
        """Where it is written until it is whole."""
        return self.path.with_suffix(".unfinished")

    @property
    def name(self) -> str:
        """What it is called on the disk of whoever downloads it, without ending."""
        return f"red-{self.network.slug}-{timezone.localdate(self.asked_at):%Y-%m-%d}"

    @property
    def has_stopped(self) -> bool:
        """Whether nobody seems to be making it any more."""
        return self.ready_at is None and self.moved_at < timezone.now() - PATIENCE

    @staticmethod
    def oldest_kept() -> datetime:
        return timezone.now() - timedelta(days=settings.ARCHIVE_KEPT_DAYS)

    @property
    def kept_until(self) -> datetime | None:
        """None while it is being made."""
        return self.ready_at and self.ready_at + timedelta(days=settings.ARCHIVE_KEPT_DAYS)
