"""The editor of a case in the admin: the sections of the record, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)

from knowledge.models import NARRATIVE

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
    from wagtail.admin.panels import Panel


def row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


def rows(
    name: str, heading: StrOrPromise, label: StrOrPromise, *panels: Panel | str, most: int = 100
) -> InlinePanel:
    """The rows of one kind; a string is a field."""
    made = [FieldPanel(each) if isinstance(each, str) else each for each in panels]
    return InlinePanel(name, panels=made, heading=heading, label=label, max_num=most)


IDENTITY = ObjectList(
    [
        FieldPanel("title"),
        FieldPanel("summary", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel("lead_municipality"),
        rows("other_municipalities", _("Other municipalities"), _("Municipality"), "territory"),
        FieldPanel("association"),
        row("record_kind", "stage"),
        MultiFieldPanel(
            [
                row("start_year", "start_month"),
                row("end_year", "end_month"),
                row("is_ongoing", "recurrence"),
            ],
            heading=_("When"),
        ),
        row("scope", "language"),
        row("latitude", "longitude"),
        MultiFieldPanel(
            [
                row("population", "population_year"),
                row("budget_amount", "budget_currency", "budget_year"),
                FieldPanel("snapshot_source"),
            ],
            heading=_("The municipality at the time"),
        ),
    ],
    heading=_("Identification"),
)
TOPICS = ObjectList(
    [
        rows("case_themes", _("Themes"), _("Theme"), "theme", most=3),
        FieldPanel("keywords"),
        FieldPanel("target_groups", widget=forms.CheckboxSelectMultiple),
        FieldPanel("innovation_types"),
        FieldPanel("sdgs"),
        FieldPanel("participation_spectrum"),
        rows("case_networks", _("Networks"), _("Network"), PageChooserPanel("network")),
    ],
    heading=_("Themes and people"),
)
TOLD = ObjectList([FieldPanel(name) for name in NARRATIVE], heading=_("Narrative"))
COURSE = ObjectList(
    [
        rows(
            "milestones",
            _("Timeline"),
            _("Moment"),
            row("year", "month", "day"),
            row("title", "kind"),
            FieldPanel("change", widget=forms.Textarea(attrs={"rows": 2})),
        ),
        rows(
            "indicators",
            _("Indicators"),
            _("Indicator"),
            row("name", "unit", "direction"),
            row("baseline", "baseline_year", "target"),
            row("result", "result_year", "method"),
            row("source", "verified_by"),
        ),
        rows(
            "evaluations",
            _("Evaluations"),
            _("Evaluation"),
            row("kind", "year", "author"),
            FieldPanel("finding", widget=forms.Textarea(attrs={"rows": 2})),
            "url",
        ),
        rows(
            "lessons",
            _("Lessons"),
            _("Lesson"),
            "kind",
            FieldPanel("text", widget=forms.Textarea(attrs={"rows": 2})),
        ),
    ],
    heading=_("Course and results"),
)
MEANS = ObjectList(
    [
        FieldPanel("cost_band"),
        rows(
            "cost_lines",
            _("Costs"),
            _("Cost"),
            row("concept", "kind"),
            row("amount", "currency", "year"),
            "funds",
        ),
        rows(
            "funding_sources", _("Sources of funds"), _("Source"), row("source", "percent", "who")
        ),
        row("staff_months", "staff_note"),
        FieldPanel("staff_profile"),
        row("months_to_first_result", "months_to_implement", "complexity"),
        rows(
            "technologies",
            _("Technologies"),
            _("Technology"),
            row("name", "licence", "needs_connectivity"),
            row("url", "note"),
        ),
        FieldPanel("nothing_of"),
    ],
    heading=_("Means"),
)
LAW = ObjectList(
    [
        row("in_plan_and_budget", "plan_reference"),
        rows(
            "legal_instruments",
            _("Legal instruments"),
            _("Instrument"),
            row("kind", "title"),
            row("year", "month", "day"),
            "text",
            "url",
        ),
    ],
    heading=_("Norms"),
)
REPEATING = ObjectList(
    [
        rows(
            "enabling_conditions",
            _("Conditions of success"),
            _("Condition"),
            FieldRowPanel([FieldPanel("condition", widget=forms.Select), FieldPanel("weight")]),
            "note",
        ),
        rows(
            "core_components",
            _("Components"),
            _("Component"),
            row("name", "adaptability"),
            "why",
        ),
        rows(
            "steps",
            _("Steps"),
            _("Step"),
            "what",
            row("who", "duration"),
            row("output", "resource"),
        ),
        row("min_scale", "max_scale"),
        FieldPanel("support_offered"),
        MultiFieldPanel(
            [
                FieldPanel("prior_inspiration"),
                FieldPanel("inspiration_url"),
                FieldPanel("inspired_by"),
            ],
            heading=_("Where the idea came from"),
        ),
    ],
    heading=_("Doing it elsewhere"),
)
PEOPLE = ObjectList(
    [
        rows(
            "actors",
            _("Actors and allies"),
            _("Actor"),
            row("name", "kind", "role"),
            "support",
            "contribution",
            row("contact", "contact_audience"),
        ),
        # Accounts are chosen in the workspace; what is chosen there stays.
        rows(
            "contributors",
            _("Who made the record"),
            _("Contributor"),
            row("name", "role", "shown_as"),
            row("post", "organization_name"),
        ),
    ],
    heading=_("Who"),
)
SOURCES = ObjectList(
    [
        rows(
            "attachments",
            _("Documents and sources"),
            _("Document or source"),
            row("kind", "year", "language"),
            "title",
            "author",
            "url",
            row("licence", "person_consent"),
            FieldPanel("alt_text", widget=forms.Textarea(attrs={"rows": 2})),
        ),
    ],
    heading=_("Documents"),
)
VALIDITY = ObjectList(
    [
        FieldRowPanel([FieldPanel("validity_status"), FieldPanel("validity_checked_on")]),
        FieldPanel("interruption_reason"),
        FieldPanel("validity_note"),
    ],
    heading=_("Validity"),
)
EDITOR = TabbedInterface(
    [IDENTITY, TOPICS, TOLD, COURSE, MEANS, LAW, REPEATING, PEOPLE, SOURCES, VALIDITY]
)
