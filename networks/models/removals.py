"""What has to be remembered to put a deleted network back as it was."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.models.network import NetworkPage

# How long a deleted network can be put back.
KEPT = timedelta(days=30)


class Removal(models.Model):
    """That a network was taken off the site, by whom and which of its pages were public."""

    network = models.OneToOneField(NetworkPage, on_delete=models.CASCADE, related_name="removal")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("deleted by"),
    )
    live_pages = models.JSONField(_("pages that were public"), default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("deleted network")
        verbose_name_plural = _("deleted networks")

    def __str__(self) -> str:
        return str(self.network)
