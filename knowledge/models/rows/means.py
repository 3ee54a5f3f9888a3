"""What it took: money, tools, norms."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from knowledge.kinds import CostKind, FundingSource, InstrumentKind, SoftwareLicence
from knowledge.models.rows.row import DAYS, MONTHS, YEARS, Documented, Row

CURRENCY = RegexValidator(
    r"^[A-Z]{3}$", _("Write the three letters of the currency, for example USD or COP.")
)


class CostLine(Row):
    """One of the things that had to be paid, in the currency and the year it was.

    What it is in dollars is told by `knowledge.money` alone.
    """

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="cost_lines")
    concept = models.CharField(_("what was paid"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=12, choices=CostKind.choices, default=CostKind.INVESTMENT
    )
    amount = models.DecimalField(
        _("amount"), max_digits=18, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, default="USD", validators=[CURRENCY])
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    funds = models.CharField(
        _("source of the funds"), max_length=12, choices=FundingSource.choices, blank=True
    )

    class Meta(Row.Meta):
        verbose_name = _("cost")
        verbose_name_plural = _("costs")

    def __str__(self) -> str:
        return self.concept


class FundingShare(Row):
    """Where the money came from, and how much of all of it (0-100 %)."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="funding_sources")
    source = models.CharField(_("source"), max_length=12, choices=FundingSource.choices)
    percent = models.DecimalField(
        _("per cent of the whole"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    who = models.CharField(_("who gave it"), max_length=200, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("source of funds")
        verbose_name_plural = _("sources of funds")

    def __str__(self) -> str:
        return str(self.get_source_display())


class Technology(Row):
    """A tool it needs."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="technologies")
    name = models.CharField(_("name"), max_length=160)
    licence = models.CharField(
        _("licence"), max_length=12, choices=SoftwareLicence.choices, blank=True
    )
    url = models.URLField(_("address on the web"), max_length=500, blank=True)
    needs_connectivity = models.BooleanField(_("needs a connection"), null=True, blank=True)
    note = models.CharField(_("what it is used for"), max_length=280, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("technology")
        verbose_name_plural = _("technologies")

    def __str__(self) -> str:
        return self.name


class LegalInstrument(Row, Documented):
    """A norm or document it stands on, with its text to copy."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="legal_instruments")
    kind = models.CharField(
        _("kind"), max_length=24, choices=InstrumentKind.choices, default=InstrumentKind.ORDINANCE
    )
    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True, validators=MONTHS)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True, validators=DAYS)
    text = models.TextField(
        _("text"),
        max_length=200_000,
        blank=True,
        help_text=_("What others must change stands in square brackets: [name of the town]."),
    )
    url = models.URLField(_("address on the web"), max_length=500, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("legal instrument")
        verbose_name_plural = _("legal instruments")

    def __str__(self) -> str:
        return self.title
