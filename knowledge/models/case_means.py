"""What a case took, what it stands on, and what others need to know to repeat it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.choice_lists import ChoiceList
from knowledge.models.rows.means import CURRENCY
from knowledge.scales import (
    Complexity,
    CostBand,
    InPlan,
    NothingOf,
    PopulationBand,
    StaffKind,
    Support,
)

YEARS = [MinValueValidator(1900), MaxValueValidator(2100)]


class Means(models.Model):
    """Abstract: section 3 of the record, but for its texts and rows."""

    cost_band = models.CharField(
        _("order of cost"), max_length=12, choices=CostBand.choices, blank=True
    )
    staff_months = models.DecimalField(
        _("months of work of one person"),
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Two people for half a year are twelve. Until it worked."),
    )
    staff_profile = ChoiceList(_("who did the work"), scale=StaffKind)
    staff_note = models.CharField(
        _("which posts or trades"), max_length=280, blank=True, help_text=_("No names.")
    )
    months_to_first_result = models.PositiveSmallIntegerField(
        _("months until the first result"), null=True, blank=True
    )
    months_to_implement = models.PositiveSmallIntegerField(
        _("months until it worked"), null=True, blank=True
    )
    complexity = models.PositiveSmallIntegerField(
        _("complexity"), choices=Complexity.choices, null=True, blank=True
    )
    nothing_of = ChoiceList(
        _("it did not need"),
        scale=NothingOf,
        help_text=_("What is marked here is not asked for."),
    )
    in_plan_and_budget = models.CharField(
        _("is it in the plan and the budget?"), max_length=6, choices=InPlan.choices, blank=True
    )
    plan_reference = models.CharField(
        _("where in the plan and the budget"), max_length=280, blank=True
    )
    min_scale = models.CharField(
        _("for municipalities from"), max_length=9, choices=PopulationBand.choices, blank=True
    )
    max_scale = models.CharField(
        _("for municipalities up to"), max_length=9, choices=PopulationBand.choices, blank=True
    )
    support_offered = ChoiceList(_("what the municipality offers to others"), scale=Support)
    prior_inspiration = models.CharField(
        _("where the idea came from"),
        max_length=280,
        blank=True,
        help_text=_("A place, a law, a visit, an idea of one's own."),
    )
    inspiration_url = models.URLField(_("address of it on the web"), max_length=500, blank=True)
    inspired_by = models.ForeignKey(
        "knowledge.Case",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="inspirations",
        verbose_name=_("experience of this site it came from"),
    )

    class Meta:
        abstract = True


class Snapshot(models.Model):
    """Abstract: the municipality as it was at the time. `budget_amount` is of one year."""

    population = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the population"), null=True, blank=True, validators=YEARS
    )
    budget_amount = models.DecimalField(
        _("budget of the municipality in a year"),
        max_digits=20,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    budget_currency = models.CharField(
        _("currency of the budget"), max_length=3, blank=True, validators=[CURRENCY]
    )
    budget_year = models.PositiveSmallIntegerField(
        _("year of the budget"), null=True, blank=True, validators=YEARS
    )
    snapshot_source = models.CharField(_("source of these figures"), max_length=280, blank=True)

    class Meta:
        abstract = True
