"""The sections in which an author tells a case, one per screen, and how far each has come."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from knowledge.forms.sources import SourcesForm
from knowledge.forms.telling import (
    THEME_FIELDS,
    EssentialsForm,
    MeansForm,
    PeriodForm,
    ProblemForm,
    SolutionForm,
)
from knowledge.levels import WORD_GUIDE, asked_for, missing_for
from knowledge.scales import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrOrPromise

    from community.models import User
    from knowledge.forms.section import SectionForm
    from knowledge.models import Case

# What writing a text and answering a question take, in minutes.
MINUTES_OF_A_TEXT = 2
MINUTES_OF_AN_ANSWER = 0.25


@dataclass(frozen=True)
class CaseSection:
    """`slug` is the last part of its address; `template` lays out its fields."""

    slug: str
    title: StrOrPromise
    lead: StrOrPromise
    form_class: type[SectionForm]
    template: str

    @property
    def names(self) -> tuple[str, ...]:
        return self.form_class.names()

    def form_for(self, user: User) -> Callable[..., Any]:
        """Makes the form, as this person may fill it: `form_for(user)(data, instance=case)`."""
        if not issubclass(self.form_class, (EssentialsForm, SourcesForm)):
            return self.form_class
        return partial(self.form_class, user=user)


SECTIONS = (
    CaseSection(
        "lo-esencial",
        _("The essentials"),
        _("What was done and where. With this your draft is kept and you can go on any day."),
        EssentialsForm,
        "knowledge/workspace/_essentials.html",
    ),
    CaseSection(
        "cuando-y-donde",
        _("When and how far"),
        _("Dates may be approximate. What you do not know, leave empty."),
        PeriodForm,
        "knowledge/workspace/_period.html",
    ),
    CaseSection(
        "problema",
        _("The problem"),
        _("Tell it as you would to a colleague from another municipality."),
        ProblemForm,
        "knowledge/workspace/_problem.html",
    ),
    CaseSection(
        "solucion",
        _("The solution"),
        _("What you did, so that another can do it, and what came of it."),
        SolutionForm,
        "knowledge/workspace/_solution.html",
    ),
    CaseSection(
        "para-quien-y-con-que",
        _("For whom and with what"),
        _("Two questions by which others know whether it serves them."),
        MeansForm,
        "knowledge/workspace/_means.html",
    ),
    CaseSection(
        "redes-y-fuentes",
        _("Networks and sources"),
        _("Nothing here is needed to send it. It helps colleagues to find it and to believe it."),
        SourcesForm,
        "knowledge/workspace/_sources.html",
    ),
)
FIRST = SECTIONS[0]


@dataclass(frozen=True)
class MissingField:
    """A field the next level asks for: what it is called and where it is filled in."""

    name: str
    label: str
    section: CaseSection
    anchor: str


@dataclass(frozen=True)
class Step:
    """A section as it stands in one case."""

    section: CaseSection
    missing: tuple[MissingField, ...]
    asked: int
    is_begun: bool

    @property
    def is_optional(self) -> bool:
        return not self.asked

    @property
    def is_complete(self) -> bool:
        return not self.missing and (bool(self.asked) or self.is_begun)


@dataclass(frozen=True)
class Progress:
    """How much of what the first level asks for is there."""

    steps: tuple[Step, ...]

    @property
    def missing(self) -> list[MissingField]:
        return [field for step in self.steps for field in step.missing]

    @property
    def total(self) -> int:
        return sum(step.asked for step in self.steps)

    @property
    def done(self) -> int:
        return self.total - len(self.missing)

    @property
    def minutes(self) -> int:
        """What writing the rest takes, roughly."""
        return math.ceil(
            sum(
                MINUTES_OF_A_TEXT if field.name in WORD_GUIDE else MINUTES_OF_AN_ANSWER
                for field in self.missing
            )
        )

    @property
    def next_step(self) -> Step | None:
        """The first that still lacks something."""
        return next((step for step in self.steps if step.missing), None)


def section_called(slug: str) -> CaseSection | None:
    return next((section for section in SECTIONS if section.slug == slug), None)


def section_after(section: CaseSection) -> CaseSection | None:
    place = SECTIONS.index(section) + 1
    return SECTIONS[place] if place < len(SECTIONS) else None


def section_before(section: CaseSection) -> CaseSection | None:
    place = SECTIONS.index(section)
    return SECTIONS[place - 1] if place else None


def progress_of(case: Case, level: int = Level.REGISTERED) -> Progress:
    """What is there and what is missing, section by section."""
    missing = missing_for(case, level)
    return Progress(tuple(step_of(section, case, missing, level) for section in SECTIONS))


def step_of(section: CaseSection, case: Case, missing: list[str], level: int) -> Step:
    asked = [name for name in asked_for(level) if name in section.names]
    lacking = [missing_field(name, section) for name in asked if name in missing]
    is_begun = not asked and any(getattr(case, name).all() for name in section.names)
    return Step(section, tuple(lacking), len(asked), is_begun)


def missing_field(name: str, section: CaseSection) -> MissingField:
    if name == "case_themes":
        return MissingField(name, str(_("Themes")), section, f"id_{THEME_FIELDS[0]}")
    if name == "start_year":
        return MissingField(name, str(_("Year it began")), section, "id_start_year")
    field: Any = section.form_class.base_fields[name]
    # The first of a group of buttons.
    anchor = f"id_{name}_0" if field.widget.use_fieldset else f"id_{name}"
    return MissingField(name, str(field.label), section, anchor)
