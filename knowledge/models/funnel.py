"""How far a case travels, month by month: numbers, never who."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from knowledge.models.cases import Case

if TYPE_CHECKING:
    from datetime import date

# From reading about it to having done it.
STEPS = ("seen", "saved", "asked", "adopting", "with_results")


class CaseMonthQuerySet(models.QuerySet["CaseMonth"]):
    def of_cases(self, cases: Any) -> CaseMonthQuerySet:
        return self.filter(case__in=cases.order_by().values("pk"))

    def since(self, month: date) -> CaseMonthQuerySet:
        return self.filter(month__gte=month)

    def summed(self) -> Any:
        """A row for each month, the oldest first, with the sum of each step under its name."""
        months: Any = self.order_by().values("month")
        sums = {f"{step}_sum": Sum(step) for step in STEPS}
        return months.annotate(**sums).order_by("month")


class CaseMonth(models.Model):
    """What happened to a case in a month; `month` is its first day.

    Nobody is followed: it is not kept who saw it, when, or from where, so that
    whoever reads twice counts twice. Of transfers only those that everybody may
    read are counted, so that none is betrayed by a number.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="months")
    month = models.DateField(_("month"))
    seen = models.PositiveIntegerField(_("seen"), default=0)
    saved = models.PositiveIntegerField(_("saved"), default=0)
    asked = models.PositiveIntegerField(_("asked"), default=0)
    adopting = models.PositiveIntegerField(_("adopting it"), default=0)
    with_results = models.PositiveIntegerField(_("with results"), default=0)

    objects = CaseMonthQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("month of an experience")
        verbose_name_plural = _("months of experiences")
        ordering = ["case", "month"]
        constraints = [
            models.UniqueConstraint(fields=["case", "month"], name="one_row_of_a_case_and_month"),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="month_of_a_case_is_its_first_day"
            ),
        ]
        indexes = [models.Index(fields=["month"], name="cases_in_a_month")]

    def __str__(self) -> str:
        return f"{self.case}, {self.month:%Y-%m}"
