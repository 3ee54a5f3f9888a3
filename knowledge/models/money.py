"""What a dollar was worth."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.rows.means import CURRENCY
from knowledge.models.rows.row import YEARS


class ExchangeRate(models.Model):
    """How many units of a currency one US dollar cost, on the average of a year."""

    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY])
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    per_dollar = models.DecimalField(
        _("units for one US dollar"),
        max_digits=18,
        decimal_places=6,
        validators=[MinValueValidator(0)],
    )
    source = models.CharField(_("source"), max_length=200)
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "year"], name="one_rate_per_year"),
            models.CheckConstraint(
                condition=models.Q(per_dollar__gt=0), name="rate_is_more_than_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.year}"
