"""Files that wait to become resources."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.incoming import IncomingFile


class ResourceUpload(IncomingFile):
    """A file somebody brought to a network's library, until its sheet is filled in."""

    folder = "uploads-of-networks"

    network = models.ForeignKey(
        "networks.NetworkPage", on_delete=models.CASCADE, related_name="resource_uploads"
    )

    # Whether its content was judged and cleaned.
    is_checked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("upload of a resource")
        verbose_name_plural = _("uploads of resources")
