"""Images and documents that editors upload.

A file is as public as its collection, and nothing else decides: the cover of a
page that is still a draft can already be opened by whoever knows its address
when the collection is public. What must not be seen yet belongs in a
collection that is closed.

Files are found by their name, which is why it is indexed: see `community/views/files.py`.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class UploadedImage(AbstractImage):
    """A photograph or drawing, with who made it. `description` is its alternative text."""

    credit = models.CharField(
        _("credit"),
        max_length=120,
        blank=True,
        help_text=_("Who took or drew it, and its licence."),
    )

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        indexes = [models.Index(fields=["file"], name="image_by_name")]


class Rendition(AbstractRendition):
    image = models.ForeignKey(UploadedImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="rendition_is_unique_per_image_and_filter",
            )
        ]
        indexes = [models.Index(fields=["file"], name="rendition_by_name")]


class UploadedDocument(AbstractDocument):
    """A file to download."""

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [models.Index(fields=["file"], name="document_by_name")]

    def clean(self) -> None:
        """Wagtail's check of the ending; a file refused before has none, and has its sentence."""
        if self.file:
            super().clean()
