"""What a text of a case says in facts and rows, in words: to be set beside another text. No query.

Nothing in here says more than the page of the case does: names come from
`Reading`, and contacts are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from community.figures import figure
from knowledge.levels import label_of
from knowledge.models import Case
from knowledge.models.choice_lists import ChoiceList
from knowledge.reading_measures import money

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from knowledge.reading import Reading

# Of a row what is no word for a reader, or goes out under another name.
UNTOLD = frozenset(
    {
        "id", "case", "sort_order", "key", "contact", "contact_audience", "document", "file",
        "size", "width", "height", "person", "name_of_person", "shown_as", "organization",
        "condition", "territory",
    }
)  # fmt: skip
# Rows that are read off the text as they are, and what their headings are called.
PLAIN = (
    "milestones",
    "indicators",
    "evaluations",
    "lessons",
    "cost_lines",
    "funding_sources",
    "technologies",
    "legal_instruments",
    "core_components",
    "steps",
    "attachments",
)


@dataclass(frozen=True)
class Fact:
    """`value` is "" where nothing is told."""

    name: str
    label: str
    value: str


def facts_of(told: Reading) -> list[Fact]:
    """The facts of the sheet, in their order, told or not."""
    text = told.text
    return [
        fact("title", text.title),
        fact("summary", text.summary),
        fact("lead_municipality", told.place_with_parents),
        Fact(
            "partners", _("Together with"), joined([text.association, *told.other_municipalities])
        ),
        fact("record_kind", text.get_record_kind_display()),
        fact("stage", text.get_stage_display()),
        Fact("period", _("When"), text.period),
        fact("recurrence", text.get_recurrence_display()),
        fact("scope", text.get_scope_display()),
        fact("case_themes", joined(told.themes)),
        fact("target_groups", joined(told.groups)),
        fact("innovation_types", joined(told.innovations)),
        fact("sdgs", joined(told.goals)),
        fact("keywords", joined(told.keywords)),
        fact("participation_spectrum", text.get_participation_spectrum_display()),
        *facts_of_means(told),
    ]


def facts_of_means(told: Reading) -> list[Fact]:
    text = told.text
    budget = told.budget
    return [
        fact("cost_band", text.get_cost_band_display()),
        fact("staff_months", figure(text.staff_months)),
        fact("staff_profile", joined([*told.workers, text.staff_note])),
        fact("months_to_first_result", figure(text.months_to_first_result)),
        fact("months_to_implement", figure(text.months_to_implement)),
        fact("complexity", text.get_complexity_display() if text.complexity else ""),
        fact(
            "in_plan_and_budget",
            joined([text.get_in_plan_and_budget_display(), text.plan_reference]),
        ),
        fact("min_scale", text.get_min_scale_display()),
        fact("max_scale", text.get_max_scale_display()),
        fact("support_offered", joined(told.offered)),
        fact("prior_inspiration", joined(inspiration_of(told))),
        fact("population", with_year(figure(text.population), text.population_year)),
        fact(
            "budget_amount",
            with_year(f"{budget.currency} {money(budget.amount)}", budget.year) if budget else "",
        ),
    ]


def inspiration_of(told: Reading) -> list[str]:
    return [word for each in told.inspirations for word in (each.words, each.case.get("title", ""))]


def fact(name: str, value: Any) -> Fact:
    return Fact(name, capfirst(label_of(Case, name)), str(value or ""))


def joined(words: Iterable[Any]) -> str:
    return ", ".join(str(word) for word in words if word)


def with_year(value: str, year: int | None) -> str:
    return f"{value} ({year})" if value and year else value


# --- Rows -----------------------------------------------------------------------------

Lines = list[tuple[str, str]]


def rows_of(told: Reading) -> dict[str, dict[UUID, Lines]]:
    """By kind and by the key of the row, what it says: pairs of label and words."""
    rows = {name: {row.key: lines_of(row) for row in listed(told, name)} for name in PLAIN}
    rows["actors"] = {
        ally.row.key: [*lines_of(ally.row), ("", ally.organization)] for ally in told.allies
    }
    rows["enabling_conditions"] = {
        need.row.key: [("", need.name), *lines_of(need.row)] for need in told.needs
    }
    shown = told.names.get("contributors", {})
    credited = [row for row in told.text.contributors.all() if shown.get(str(row.key))]
    rows["contributors"] = {
        row.key: [
            ("", credit.name),
            ("", credit.role),
            ("", credit.post),
            ("", credit.organization),
        ]
        for row, credit in zip(credited, told.credits, strict=True)
    }
    return {
        name: {key: [line for line in lines if line[1]] for key, lines in found.items()}
        for name, found in rows.items()
    }


def listed(told: Reading, name: str) -> list[Any]:
    return told.attachments if name == "attachments" else list(getattr(told.text, name).all())


def lines_of(row: Any) -> Lines:
    fields = [field for field in row._meta.concrete_fields if field.name not in UNTOLD]
    return [(capfirst(str(field.verbose_name)), words_of(row, field)) for field in fields]


def words_of(row: Any, field: Any) -> str:
    """What a field of a row says, as the page says it."""
    value = getattr(row, field.attname)
    if isinstance(field, ChoiceList):
        return joined(field.labels(value))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return figure(value)
    return "" if value is None else str(value)
