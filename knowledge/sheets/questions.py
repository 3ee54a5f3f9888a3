"""What the record of an experience asks, section by section: for the form on paper and offline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from community.models import Theme
from knowledge.forms import examples
from knowledge.levels import REQUIRED, WORD_GUIDE, label_of
from knowledge.models import Case, TargetGroup
from knowledge.models.choice_lists import ChoiceList

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Outline:
    """A section: its title, what to bear in mind, its fields, and the columns of its rows."""

    title: StrOrPromise
    lead: StrOrPromise
    fields: tuple[str, ...] = ()
    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One thing asked. `level` asks for it first, 0 for none; `columns` are those of a table."""

    label: str
    level: int = 0
    help: str = ""
    words: int = 0
    example: str = ""
    choices: tuple[str, ...] = ()
    several: bool = False
    columns: tuple[str, ...] = ()


SECTIONS = (
    Outline(
        _("The essentials"),
        _("What was done and where, in plain words and without acronyms."),
        ("title", "summary", "lead_municipality", "record_kind", "case_themes"),
    ),
    Outline(
        _("When and where"),
        _("Dates may be approximate. What you do not know, leave empty."),
        ("stage", "start_year", "end_year", "recurrence", "scope", "population", "budget_amount"),
    ),
    Outline(
        _("The problem"),
        _("Tell it as you would to a colleague from another municipality."),
        ("context", "problem", "priorities_decision", "objectives"),
    ),
    Outline(
        _("The solution"),
        _("What you did, so that another can do it."),
        ("solution", "novelty", "innovation_types", "sdgs", "target_groups"),
    ),
    Outline(
        _("Process and timeline"),
        _("How it was lived, with its turns and its bad moments."),
        ("process", "participation", "participation_spectrum", "failures", "analysis"),
        {"milestones": ("year", "month", "title", "change")},
    ),
    Outline(
        _("Results and indicators"),
        _("What was before and what was after, and where the figures come from."),
        ("results", "unexpected", "inclusion"),
        {
            "indicators": ("name", "unit", "baseline", "result", "source"),
            "evaluations": ("kind", "year", "author", "finding"),
        },
    ),
    Outline(
        _("Means and costs"),
        _("Amounts in the currency and the year in which they were paid."),
        (
            "cost_band",
            "staff_months",
            "staff_profile",
            "months_to_first_result",
            "months_to_implement",
            "complexity",
        ),
        {
            "cost_lines": ("concept", "kind", "amount", "currency", "year"),
            "funding_sources": ("source", "percent", "who"),
            "technologies": ("name", "licence", "note"),
        },
    ),
    Outline(
        _("Norms"),
        _("What it stands on; attach the texts if you have them."),
        ("legal_basis", "in_plan_and_budget"),
        {"legal_instruments": ("kind", "title", "year")},
    ),
    Outline(
        _("Actors and allies"),
        _("Offices and organizations; no private telephones."),
        (),
        {"actors": ("name", "kind", "role", "contribution")},
    ),
    Outline(
        _("So that others can do it"),
        _("What must be there, what must not change, where it does not fit."),
        (
            "sustainability_financial",
            "sustainability_institutional",
            "sustainability_social",
            "sustainability_environmental",
            "transferability_note",
            "support_offered",
            "prior_inspiration",
            "next_steps",
        ),
        {
            "enabling_conditions": ("condition", "weight", "note"),
            "core_components": ("name", "adaptability", "why"),
            "steps": ("what", "who", "duration"),
        },
    ),
    Outline(
        _("Lessons"),
        _("Three to ten. If you do it again: do, avoid, take care of."),
        (),
        {"lessons": ("kind", "text")},
    ),
    Outline(
        _("Documents and sources"),
        _("Reports, photographs with the consent of those who appear, press, norms."),
        (),
        {"attachments": ("title", "kind", "author", "year", "url")},
    ),
    Outline(
        _("Who makes the record"),
        _("Whoever needs it can be protected: then readers see only the organization, or nothing."),
        (),
        {"contributors": ("name", "role", "post", "organization_name", "shown_as")},
    ),
)
# A summary has no guide but a limit: 280 characters.
GUIDE = {**WORD_GUIDE, "summary": 40}
LEVELS = {name: int(level) for level, names in REQUIRED.items() for name in names}


def questions_of(section: Outline) -> list[Question]:
    """In the active language. Two queries for the whole record, for its lists of words."""
    return [
        *(question(name) for name in section.fields),
        *(table(name, columns) for name, columns in section.rows.items()),
    ]


def question(name: str) -> Question:
    model_field: Any = Case._meta.get_field(name)
    level, label = LEVELS.get(name, 0), capfirst(label_of(Case, name))
    if name == "case_themes":
        themes = Theme.objects.filter(is_active=True, parent=None)
        return Question(label, level, str(_("Up to three.")), choices=tuple(map(str, themes)))
    if name == "target_groups":
        groups = TargetGroup.objects.active()
        return Question(label, level, choices=tuple(map(str, groups)), several=True)
    several = isinstance(model_field, ChoiceList)
    known = model_field.scale.choices if several else (model_field.choices or ())
    return Question(
        label,
        level,
        str(model_field.help_text),
        GUIDE.get(name, 0),
        str(getattr(examples, name.upper(), "")),
        tuple(capfirst(str(words)) for _value, words in known),
        several,
    )


def table(relation: str, columns: tuple[str, ...]) -> Question:
    model: Any = Case._meta.get_field(relation).related_model
    labels = tuple(capfirst(str(model._meta.get_field(name).verbose_name)) for name in columns)
    return Question(
        capfirst(str(model._meta.verbose_name_plural)),
        LEVELS.get(relation, 2 if relation == "indicators" else 0),
        columns=labels,
    )
