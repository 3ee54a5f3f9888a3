"""When the work that comes round was last done."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Chore(models.Model):
    """Something done again and again, and how it last went. Written by `periodic` alone."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    started_at = models.DateTimeField(_("last begun at"))
    finished_at = models.DateTimeField(_("last ended at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("periodic work")
        verbose_name_plural = _("periodic work")

    def __str__(self) -> str:
        return self.name

    @property
    def went_well(self) -> bool:
        """It came to its end without an error; what is going on at present has not yet."""
        return self.finished_at is not None and not self.error
