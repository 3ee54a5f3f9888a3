"""Files on their way to a case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.incoming import IncomingFile
from knowledge.models.cases import Case


class Upload(IncomingFile):
    """A file that somebody is uploading to a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="uploads")

    class Meta:
        verbose_name = _("upload of a file")
        verbose_name_plural = _("uploads of files")
