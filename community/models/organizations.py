"""Organizations and who works in them. Names follow Popolo (popoloproject.com)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date


class Organization(models.Model):
    """A body that acts: the municipal government is the member that stays; people come and go."""

    class Kind(models.TextChoices):
        MUNICIPAL_GOVERNMENT = "municipal_government", _("municipal government")
        MINISTRY = "ministry", _("ministry")
        AGENCY = "agency", _("public agency")
        UNIVERSITY = "university", _("university")
        NGO = "ngo", _("non-governmental organization")
        COMMUNITY = "community", _("community organization")
        COMPANY = "company", _("company")
        INTERNATIONAL = "international", _("international body")
        PROGRAMME = "programme", _("programme")

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    territory = models.ForeignKey(
        "territories.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name=_("territory"),
    )
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory"],
                condition=models.Q(kind="municipal_government"),
                name="one_municipal_government_per_territory",
            )
        ]

    def __str__(self) -> str:
        return self.name


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self, on: date) -> AffiliationQuerySet:
        """Affiliations that hold on that day, its first and its last included."""
        started = models.Q(started_on__isnull=True) | models.Q(started_on__lte=on)
        running = models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=on)
        return self.filter(started, running)


class Affiliation(models.Model):
    """A person's post in an organization, from one day to another, as the person told it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="affiliations"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="affiliations"
    )
    post = models.CharField(_("post"), max_length=120, blank=True)
    started_on = models.DateField(_("from"), null=True, blank=True)
    ended_on = models.DateField(_("to"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="affiliation_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.organization}" if self.post else str(self.organization)
