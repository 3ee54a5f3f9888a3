"""What a solution rests on: resources that help with it, and the cases it was made of."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable


class SolutionResource(Orderable):
    """That a resource helps with a solution. `key` stays the same from version to version."""

    solution = ParentalKey(
        "knowledge.SolutionPage", on_delete=models.CASCADE, related_name="resource_links"
    )
    resource = models.ForeignKey(
        "networks.ResourcePage",
        on_delete=models.CASCADE,
        related_name="solution_links",
        verbose_name=_("resource"),
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)

    panels = [PageChooserPanel("resource")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "resource"], name="solution_names_a_resource_once"
            )
        ]


# What is read of a case to show it beside a solution; its narrative stays where it is.
SHOWN = (
    *("code", "key", "title", "live", "level", "evidence_level", "validity_status"),
    *("validity_checked_on", "interruption_reason", "start_year", "end_year", "is_ongoing"),
    "lead_municipality",
)


class SolutionCaseQuerySet(models.QuerySet["SolutionCase"]):
    def with_case(self) -> SolutionCaseQuerySet:
        """Those of published cases, each with what a list shows of the case and its place."""
        place = ("name", "parent_names", "country_code")
        return (
            self.filter(case__live=True)
            .select_related("case__lead_municipality")
            .only(
                *("solution", "sort_order", "key", "note", "case"),
                *(f"case__{name}" for name in SHOWN),
                *(f"case__lead_municipality__{name}" for name in place),
            )
        )


class SolutionCase(Orderable):
    """That a solution was made of a case, and what the case shows of it.

    What the case is worth (evidence, level, validity) is read off the case, never kept here.
    """

    solution = ParentalKey(
        "knowledge.SolutionPage", on_delete=models.CASCADE, related_name="case_links"
    )
    case = models.ForeignKey(
        "knowledge.Case",
        on_delete=models.CASCADE,
        related_name="solution_links",
        verbose_name=_("experience"),
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    note = models.CharField(
        _("what it shows"),
        max_length=280,
        blank=True,
        help_text=_("Which part of the solution this experience proves, in one sentence."),
    )

    objects = SolutionCaseQuerySet.as_manager()

    panels = [FieldPanel("case"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["solution", "case"], name="solution_names_a_case_once")
        ]
