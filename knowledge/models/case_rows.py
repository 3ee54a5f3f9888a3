"""The rows of a case. Each carries a `key` that stays the same from version to version."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from knowledge.scales import AttachmentKind

YEARS = [MinValueValidator(1500), MaxValueValidator(2100)]


class CaseTheme(Orderable):
    """That a case is about a theme; the first gives its hue. At most three."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="case_themes")
    theme = models.ForeignKey(
        "community.Theme",
        on_delete=models.CASCADE,
        related_name="case_themes",
        verbose_name=_("theme"),
        limit_choices_to={"is_active": True},
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("theme of an experience")
        verbose_name_plural = _("themes of an experience")
        constraints = [
            models.UniqueConstraint(fields=["case", "theme"], name="case_carries_a_theme_once")
        ]


class CaseNetwork(Orderable):
    """A network in which the case is shown."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="case_networks")
    network = models.ForeignKey(
        "networks.NetworkPage",
        on_delete=models.CASCADE,
        related_name="case_networks",
        verbose_name=_("network"),
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("network of an experience")
        verbose_name_plural = _("networks of an experience")
        constraints = [
            models.UniqueConstraint(fields=["case", "network"], name="case_is_in_a_network_once")
        ]


class Attachment(Orderable):
    """A document that tells more, or where a fact comes from."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="attachments")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(
        _("kind"), max_length=12, choices=AttachmentKind.choices, default=AttachmentKind.REPORT
    )
    title = models.CharField(_("title"), max_length=200)
    author = models.CharField(_("author or institution"), max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    url = models.URLField(_("address on the web"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("document or source")
        verbose_name_plural = _("documents and sources")

    def __str__(self) -> str:
        return self.title
