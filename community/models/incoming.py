"""Files on their way, a piece at a time, until all of them is here."""

from __future__ import annotations

import os
import uuid
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# How long an upload may rest before it is forgotten.
RESTS = timedelta(hours=24)


class IncomingFile(models.Model):
    """A file that somebody is uploading. How much of it is here, the disk knows. Abstract."""

    # Beside what is kept for good, under DATA_DIR, where no address leads to; each kind its own.
    folder: ClassVar[str] = "uploads"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    # When it was changed last, as the browser says: the same file goes on where it stopped.
    stamp = models.CharField(max_length=40, blank=True)
    begun_at = models.DateTimeField(_("begun at"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return Path(settings.DATA_DIR) / self.folder / str(self.key)

    @property
    def received(self) -> int:
        """How many bytes are here."""
        try:
            return os.path.getsize(self.path)
        except OSError:
            return 0

    @property
    def is_complete(self) -> bool:
        return self.received == self.size
