"""What each level of a case asks for, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.models.case_narrative import NARRATIVE
from knowledge.scales import Level, NothingOf

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.models import Case

FEWEST_LESSONS, MOST_LESSONS = 3, 10

# Where each field is asked for: the slug of its section in the workspace.
SECTION_OF = {
    name: section
    for section, names in {
        "lo-esencial": ("title", "summary", "lead_municipality", "record_kind", "case_themes"),
        "cuando-y-donde": ("stage", "start_year", "recurrence", "scope"),
        "problema": ("context", "problem", "priorities_decision", "objectives"),
        "solucion": ("solution", "novelty", "innovation_types", "sdgs", "target_groups"),
        "proceso": ("process", "participation", "failures", "analysis"),
        "resultados": ("results", "indicators", "inclusion"),
        "medios": (
            "cost_band",
            "cost_lines",
            "funding_sources",
            "staff_months",
            "staff_profile",
            "months_to_first_result",
            "months_to_implement",
            "complexity",
            "technologies",
        ),
        "norma": ("legal_basis", "legal_instruments", "in_plan_and_budget"),
        "transferibilidad": (
            "sustainability_financial",
            "sustainability_institutional",
            "sustainability_social",
            "sustainability_environmental",
            "transferability_note",
            "enabling_conditions",
            "core_components",
            "steps",
            "support_offered",
            "prior_inspiration",
        ),
        "lecciones": ("lessons",),
    }.items()
    for name in names
}
# What a level asks for beyond the level before. Source: the record of a case, column R.
REQUIRED: dict[int, tuple[str, ...]] = {
    Level.REGISTERED: (
        "title",
        "summary",
        "lead_municipality",
        "record_kind",
        "case_themes",
        "stage",
        "start_year",
        "recurrence",
        "scope",
        "problem",
        "objectives",
        "solution",
        "target_groups",
        "cost_band",
    ),
    Level.SYSTEMATIZED: (
        "sdgs",
        "innovation_types",
        "context",
        "priorities_decision",
        "novelty",
        "process",
        "participation",
        "results",
        "analysis",
        "lessons",
        "failures",
        "sustainability_financial",
        "sustainability_institutional",
        "sustainability_social",
        "sustainability_environmental",
        "inclusion",
        "cost_lines",
        "funding_sources",
        "staff_months",
        "staff_profile",
        "months_to_first_result",
        "months_to_implement",
        "complexity",
        "technologies",
        "legal_instruments",
        "legal_basis",
        "in_plan_and_budget",
        "enabling_conditions",
        "core_components",
        "transferability_note",
        "support_offered",
        "prior_inspiration",
    ),
    Level.VERIFIED: ("steps",),
    # Computed from transfers: nothing more is asked of the record.
    Level.TRANSFERRED: (),
}
# Narrative fields and the number of words that usually says it: a guide, never a limit.
WORD_GUIDE = {
    "context": 150,
    "problem": 150,
    "priorities_decision": 100,
    "objectives": 100,
    "solution": 250,
    "novelty": 80,
    "process": 400,
    "participation": 150,
    "results": 250,
    "unexpected": 100,
    "analysis": 300,
    "failures": 150,
    "sustainability_financial": 60,
    "sustainability_institutional": 60,
    "sustainability_social": 60,
    "sustainability_environmental": 60,
    "inclusion": 100,
    "next_steps": 60,
    "legal_basis": 100,
    "transferability_note": 300,
}


@dataclass(frozen=True)
class Missing:
    """What a level still asks for: the field, the slug of its section, a sentence for the author.

    `level` is the one that asks first.
    """

    field: str
    section: str
    sentence: str
    level: int = Level.REGISTERED


@dataclass(frozen=True)
class Check:
    """A condition on the rows of a case: `complain` gives a sentence, "" when it is met."""

    name: str
    field: str
    complain: Callable[[Case], str]


def has_an_indicator(case: Case) -> str:
    if case.number_of("indicators"):
        return ""
    return _("At least one indicator: what can be counted, and what it was before and after.")


def has_enough_lessons(case: Case) -> str:
    number = case.number_of("lessons")
    # That there is none at all is said by the field.
    if not number or FEWEST_LESSONS <= number <= MOST_LESSONS:
        return ""
    sentence = ngettext(
        "Between %(fewest)d and %(most)d lessons; now there is %(number)d.",
        "Between %(fewest)d and %(most)d lessons; now there are %(number)d.",
        number,
    )
    return sentence % {"fewest": FEWEST_LESSONS, "most": MOST_LESSONS, "number": number}


def has_an_indicator_with_baseline_and_source(case: Case) -> str:
    indicators = case.indicators.all()
    # That there is none at all is said by the level before.
    if not indicators or any(
        each.baseline is not None and each.source.strip() for each in indicators
    ):
        return ""
    return _("At least one indicator with what it was before and where the figure comes from.")


CHECKS: dict[int, tuple[Check, ...]] = {
    Level.REGISTERED: (),
    Level.SYSTEMATIZED: (
        Check("has_an_indicator", "indicators", has_an_indicator),
        Check("has_enough_lessons", "lessons", has_enough_lessons),
    ),
    Level.VERIFIED: (
        Check(
            "has_an_indicator_with_baseline_and_source",
            "indicators",
            has_an_indicator_with_baseline_and_source,
        ),
    ),
    Level.TRANSFERRED: (),
}


def asked_for(level: int) -> tuple[str, ...]:
    """All that a case of this level must have, in the order of the levels and the record."""
    return tuple(name for each in sorted(REQUIRED) if each <= level for name in REQUIRED[each])


def all_missing(case: Case, level: int = Level.REGISTERED) -> list[Missing]:
    """What `level` and those below it ask for and is not there, the lowest level first.

    No query for a text that was read from a revision or a version but one for
    its municipality.
    """
    found: list[Missing] = []
    for each in sorted(REQUIRED):
        if each > level:
            break
        found += [
            Missing(name, SECTION_OF[name], sentence_on(case, name), each)
            for name in REQUIRED[each]
            if is_empty(case, name)
        ]
        complaints = ((check, check.complain(case)) for check in CHECKS[each])
        found += [
            Missing(check.field, SECTION_OF[check.field], sentence, each)
            for check, sentence in complaints
            if sentence
        ]
    return found


def missing_for(case: Case, level: int = Level.REGISTERED) -> list[str]:
    """Names of the fields that lack something for `level`, each once."""
    return list(dict.fromkeys(each.field for each in all_missing(case, level)))


def is_empty(case: Case, name: str) -> bool:
    """Whether nothing is told; what the author says the case did not need is not empty."""
    if name in NothingOf.values and name in case.nothing_of:
        return False
    if name == "prior_inspiration":
        return not (case.prior_inspiration or case.inspiration_url or case.inspired_by_id)
    records = case.records_of(name)
    if records is not None:
        return not records
    value: Any = getattr(case, name)
    if name in NARRATIVE:
        return not strip_tags(value).strip()
    if hasattr(value, "all"):
        return not value.all()
    return value in (None, "", [])


def sentence_on(case: Case, name: str) -> str:
    return _("%(field)s: nothing is told yet.") % {"field": capfirst(label_of(type(case), name))}


def label_of(model: type[Case], name: str) -> str:
    """What a field of a case is called where people read."""
    if name == "case_themes":
        return _("themes")
    field: Any = model._meta.get_field(name)
    if field.auto_created:
        return str(field.related_model._meta.verbose_name_plural)
    return str(field.verbose_name)
