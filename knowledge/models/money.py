"""What a dollar was worth, and by how much prices rose."""

from __future__ import annotations

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.rows.means import CURRENCY
from knowledge.models.rows.row import YEARS

COUNTRY = RegexValidator(r"^[A-Z]{2}$", _("A country is its two letters: CO."))


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


class PriceRise(models.Model):
    """By how many per cent what people buy in a country rose from one year to the next.

    Of the averages of both years; less than nothing where it fell.
    """

    country = models.CharField(_("country"), max_length=2, validators=[COUNTRY])
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    percent = models.DecimalField(
        _("rise of prices (%)"),
        max_digits=14,
        decimal_places=6,
        help_text=_("Of consumer prices, from the average of the year before to that of this one."),
    )
    source = models.CharField(_("source"), max_length=200)
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)

    class Meta:
        verbose_name = _("rise of prices")
        verbose_name_plural = _("rises of prices")
        ordering = ["country", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["country", "year"], name="one_rise_per_year"),
            models.CheckConstraint(
                condition=models.Q(percent__gt=-100), name="prices_stay_above_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.year}"
