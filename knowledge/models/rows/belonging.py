"""What a case belongs to: its themes, words, networks and places; and its documents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase

from community.upload_storage import name_for_reader
from knowledge.kinds import AttachmentKind, Licence, PersonConsent
from knowledge.models.rows.row import YEARS, Row
from knowledge.scales import Language


class CaseTheme(Row):
    """That a case is about a theme; the first gives its hue. At most three."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="case_themes")
    theme = models.ForeignKey(
        "community.Theme",
        on_delete=models.CASCADE,
        related_name="case_themes",
        verbose_name=_("theme"),
        limit_choices_to={"is_active": True},
    )

    class Meta(Row.Meta):
        verbose_name = _("theme of an experience")
        verbose_name_plural = _("themes of an experience")
        constraints = [
            models.UniqueConstraint(fields=["case", "theme"], name="case_carries_a_theme_once")
        ]


class CaseNetwork(Row):
    """A network in which the case is shown."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="case_networks")
    network = models.ForeignKey(
        "networks.NetworkPage",
        on_delete=models.CASCADE,
        related_name="case_networks",
        verbose_name=_("network"),
    )

    class Meta(Row.Meta):
        verbose_name = _("network of an experience")
        verbose_name_plural = _("networks of an experience")
        constraints = [
            models.UniqueConstraint(fields=["case", "network"], name="case_is_in_a_network_once")
        ]


class PartnerMunicipality(Row):
    """Another municipality that did it together with the one that leads."""

    case = ParentalKey(
        "knowledge.Case", on_delete=models.CASCADE, related_name="other_municipalities"
    )
    territory = models.ForeignKey(
        "territories.Territory",
        on_delete=models.CASCADE,
        related_name="partner_cases",
        verbose_name=_("municipality"),
    )

    class Meta(Row.Meta):
        verbose_name = _("other municipality of an experience")
        verbose_name_plural = _("other municipalities of an experience")


class CaseKeyword(TaggedItemBase):
    """That a free word says what a case is about."""

    content_object = ParentalKey(
        "knowledge.Case", on_delete=models.CASCADE, related_name="keyword_rows"
    )


def case_file(row: Attachment, name: str) -> str:
    """Where the file of a row is kept: with those of its case, to which the row must belong."""
    return f"case_files/{row.case.key}/{name}"


class Attachment(Row):
    """A document that tells more, or where a fact comes from: a file, an address, or only a title.

    A file is kept for good under its name: every version that has it shows it.
    """

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(
        _("kind"), max_length=12, choices=AttachmentKind.choices, default=AttachmentKind.REPORT
    )
    title = models.CharField(_("title"), max_length=200)
    author = models.CharField(_("author or institution"), max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    url = models.URLField(_("address on the web"), max_length=500, blank=True)
    file = models.FileField(
        _("file"), upload_to=case_file, max_length=200, blank=True, editable=False
    )
    size = models.PositiveIntegerField(_("size in bytes"), null=True, blank=True, editable=False)
    # Of a picture, in pixels: a page keeps its place free until it is here.
    width = models.PositiveIntegerField(_("width"), null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True, editable=False)
    licence = models.CharField(
        _("licence"),
        max_length=10,
        choices=Licence.choices,
        blank=True,
        help_text=_("Of what is kept here. What only has an address keeps its own."),
    )
    alt_text = models.TextField(
        _("what it shows or says"),
        max_length=4000,
        blank=True,
        help_text=_("For those who cannot see or hear it."),
    )
    person_consent = models.CharField(
        _("people who appear"), max_length=12, choices=PersonConsent.choices, blank=True
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("document or source")
        verbose_name_plural = _("documents and sources")
        indexes = [models.Index(fields=["file"], name="case_attachment_by_file")]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        """What the file is called on the reader's disk; empty when there is none."""
        return name_for_reader(self.file.name or "")
