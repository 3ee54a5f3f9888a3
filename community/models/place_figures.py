"""Figures about places that people enter, with their source: what was told, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from territories.models import Territory


class Columns(NamedTuple):
    """Where a territory keeps a figure, its year and its source."""

    value: str
    year: str
    source: str


class FigureKind(models.TextChoices):
    """The values stand in addresses."""

    POPULATION = "poblacion", _("population")
    BUDGET = "presupuesto", _("own budget per inhabitant (US$)")
    RURAL = "ruralidad", _("rural share (%)")
    AREA = "superficie", _("area (km²)")


COLUMNS = {
    FigureKind.POPULATION: Columns("population", "population_year", "population_source"),
    FigureKind.BUDGET: Columns("budget_usd_per_inhabitant", "budget_year", "budget_source"),
    FigureKind.RURAL: Columns("rural_share_percent", "rural_share_year", "rural_share_source"),
    FigureKind.AREA: Columns("area_km2", "area_year", "area_source"),
}


class PlaceFigureQuerySet(models.QuerySet["PlaceFigure"]):
    def of_place(self, place: Territory) -> PlaceFigureQuerySet:
        """All that was ever told of it, with who did, the last first."""
        return self.filter(place=place).select_related("entered_by").order_by("-entered_at", "-pk")

    def last_of_each(self, number: int) -> PlaceFigureQuerySet:
        """So many of each kind; `of_all` is how many that kind has."""
        kind = F("kind")
        return self.annotate(
            nth=Window(RowNumber(), partition_by=kind, order_by=["-entered_at", "-pk"]),
            of_all=Window(Count("pk"), partition_by=kind),
        ).filter(nth__lte=number)


class PlaceFigure(models.Model):
    """What somebody told of a place: never changed and never deleted, the last one counts.

    What stood there before the first was entered is kept as one without a person.
    `worked_out` says how the value was reached, where it was not told as it is.
    """

    place = models.ForeignKey(
        "territories.Territory",
        on_delete=models.CASCADE,
        related_name="told_figures",
        verbose_name=_("municipality"),
    )
    kind = models.CharField(_("figure"), max_length=12, choices=FigureKind.choices)
    value = models.DecimalField(
        _("value"), max_digits=16, decimal_places=2, validators=[MinValueValidator(0)]
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    url = models.URLField(_("address on the web"), max_length=500, blank=True)
    worked_out = models.CharField(_("how it was worked out"), max_length=280, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="told_figures",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now)

    objects = PlaceFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure about a place")
        verbose_name_plural = _("figures about places")
        ordering = ["-entered_at", "-pk"]
        indexes = [models.Index(fields=["place", "kind", "-entered_at"], name="figures_of_a_place")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__gte=0), name="place_figure_is_not_negative"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"

    def clean(self) -> None:
        super().clean()
        refused = {}
        if self.kind == FigureKind.RURAL and self.value is not None and self.value > 100:
            refused["value"] = _("A share is 100 per cent at most.")
        if self.kind != FigureKind.RURAL and self.value == 0:
            refused["value"] = _("It has to be more than 0.")
        if self.year and self.year > timezone.localdate().year:
            refused["year"] = _("That year is still to come.")
        if refused:
            raise ValidationError(refused)

    @property
    def columns(self) -> Columns:
        return COLUMNS[FigureKind(self.kind)]

    def stands_in(self, place: Territory) -> bool:
        """Whether the place says the same today."""
        told = (self.value, self.year, self.source)
        return told == tuple(getattr(place, name) for name in self.columns)
