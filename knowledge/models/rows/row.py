"""What every row of a case has."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

YEARS = [MinValueValidator(1500), MaxValueValidator(2100)]
MONTHS = [MinValueValidator(1), MaxValueValidator(12)]
DAYS = [MinValueValidator(1), MaxValueValidator(31)]


class Row(Orderable):
    """A row of a case. Its `key` stays the same from version to version, its id does not."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)

    wagtail_reference_index_ignore = True

    class Meta(Orderable.Meta):
        abstract = True


class Documented(models.Model):
    """Abstract: a row that one of the documents of the same case goes with.

    Files are kept, checked and licensed in one place, the attachments.
    """

    document = models.UUIDField(
        _("document"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The key of the attachment of the same experience that is its file."),
    )

    class Meta:
        abstract = True
