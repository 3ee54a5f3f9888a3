"""The files of a resource: the same thing in several languages, each in its versions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

if TYPE_CHECKING:
    from collections.abc import Iterable

# Stands for the link of a resource where downloads are counted by file.
THE_LINK = uuid.UUID(int=0)


class ResourceFile(Orderable):
    """A file of a resource: in which language, of which day, and what changed in it.

    `key` stays the same from one text of the page to the next and is its
    address. `number` counts the versions in one language from 1 by their days;
    `number_files` writes it.
    """

    resource = ParentalKey("networks.ResourcePage", on_delete=models.CASCADE, related_name="files")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    document = models.ForeignKey(
        "community.UploadedDocument",
        on_delete=models.PROTECT,
        related_name="resource_files",
        verbose_name=_("file"),
    )
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="es"
    )
    number = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    dated_on = models.DateField(
        _("date of this version"),
        default=timezone.localdate,
        help_text=_("Versions in one language are numbered by their dates; the last is offered."),
    )
    note = models.CharField(
        _("what changed"),
        max_length=280,
        blank=True,
        help_text=_("Since the version before, in one sentence."),
    )

    panels = [
        FieldPanel("document"),
        FieldRowPanel([FieldPanel("language"), FieldPanel("dated_on")]),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("file of a resource")
        verbose_name_plural = _("files of resources")
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "key"], name="file_of_a_resource_has_one_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}, {self.language} {self.number}"


@dataclass
class Edition:
    """A resource in one language: the file that is offered, and those before it, newest first."""

    newest: ResourceFile
    older: list[ResourceFile]

    @property
    def total(self) -> int:
        return 1 + len(self.older)


def number_files(files: Iterable[ResourceFile]) -> None:
    """Count the versions in each language by their days; on the same day by their order."""
    counts: dict[str, int] = {}
    for file in sorted(files, key=lambda file: (file.dated_on, file.sort_order or 0)):
        file.number = counts[file.language] = counts.get(file.language, 0) + 1


def editions_of(files: Iterable[ResourceFile], first: str) -> list[Edition]:
    """One for each language: `first`, then the others in the order of the site's languages."""
    by_language: dict[str, list[ResourceFile]] = {}
    for file in sorted(files, key=lambda file: -file.number):
        by_language.setdefault(file.language, []).append(file)
    order = [first, *(code for code, _name in settings.LANGUAGES if code != first)]
    return [
        Edition(by_language[code][0], by_language[code][1:])
        for code in order
        if code in by_language
    ]


class ResourceDownloads(models.Model):
    """How often a resource was fetched. Apart from the page, which revisions overwrite."""

    resource = models.OneToOneField(
        "networks.ResourcePage", on_delete=models.CASCADE, related_name="downloads"
    )
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.resource}: {self.count}"


class MonthlyDownloads(models.Model):
    """How often a file of a resource was fetched in a month; `key` is `THE_LINK` for its link."""

    resource = models.ForeignKey(
        "networks.ResourcePage", on_delete=models.CASCADE, related_name="monthly_downloads"
    )
    key = models.UUIDField()
    # Its first day.
    month = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("downloads in a month")
        verbose_name_plural = _("downloads by month")
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "key", "month"], name="downloads_are_counted_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource}, {self.month:%Y-%m}: {self.count}"
