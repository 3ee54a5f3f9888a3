"""The sections in which an author tells a case, one per screen, and how far each has come."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from knowledge.forms.narrating import (
    LessonsForm,
    ProblemForm,
    ProcessForm,
    ResultsForm,
    SolutionForm,
)
from knowledge.forms.repeating import (
    ActorsForm,
    MeansForm,
    NormForm,
    TransferForm,
)
from knowledge.forms.telling import THEME_FIELDS, EssentialsForm, PeriodForm
from knowledge.levels import CHECKS, SECTION_OF, WORD_GUIDE, all_missing, asked_for, label_of
from knowledge.models import Case
from knowledge.scales import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django_stubs_ext import StrOrPromise

    from community.models import User
    from knowledge.forms.section import SectionForm
    from knowledge.levels import Missing

# What writing a text, answering a question and filling in rows take, in minutes.
MINUTES_OF_A_TEXT = 2
MINUTES_OF_AN_ANSWER = 0.25
MINUTES_OF_ROWS = 3
# What is empty has these values: they tell nothing of whether somebody began.
SAYS_NOTHING = {"validity_status", "language", "title"}


@dataclass(frozen=True)
class CaseSection:
    """`slug` is the last part of its address.

    One without a form is a list of rows, each with a screen of its own:
    `knowledge.views.authors` and `documents`.
    """

    slug: str
    title: StrOrPromise
    lead: StrOrPromise
    form_class: type[SectionForm] | None = None
    rows: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return self.form_class.names() if self.form_class else self.rows

    @property
    def fields(self) -> dict[str, Any]:
        """Those of its form, by name."""
        return self.form_class.base_fields if self.form_class else {}

    def form_for(
        self,
        user: User,
        extra: dict[str, int] | None = None,
        windows: dict[str, int] | None = None,
    ) -> Callable[..., Any]:
        """Makes the form, as this person may fill it: `form_for(user)(data, instance=case)`.

        `extra` and `windows` say which of its rows are shown: see `SectionForm`.
        """
        if self.form_class is None:
            raise LookupError(self.slug)
        return partial(self.form_class, user=user, extra=extra, windows=windows)

    def is_asked_for(self, level: int) -> bool:
        """Whether a case of this level needs something of it."""
        return any(SECTION_OF[name] == self.slug for name in fields_for(level))


SECTIONS = (
    CaseSection(
        "lo-esencial",
        _("The essentials"),
        _("What was done and where. With this your draft is kept and you can go on any day."),
        EssentialsForm,
    ),
    CaseSection(
        "cuando-y-donde",
        _("When and where"),
        _("Dates may be approximate. What you do not know, leave empty."),
        PeriodForm,
    ),
    CaseSection(
        "problema",
        _("The problem"),
        _("Tell it as you would to a colleague from another municipality."),
        ProblemForm,
    ),
    CaseSection(
        "solucion",
        _("The solution"),
        _("What you did, so that another can do it, and for whom."),
        SolutionForm,
    ),
    CaseSection(
        "proceso",
        _("The process and its timeline"),
        _("How it really went, with its pauses, turns and mistakes."),
        ProcessForm,
    ),
    CaseSection(
        "resultados",
        _("Results and indicators"),
        _("What changed, for whom, and how you know."),
        ResultsForm,
    ),
    CaseSection(
        "medios",
        _("Means and costs"),
        _("What it takes: money, people, time and tools."),
        MeansForm,
    ),
    CaseSection(
        "norma",
        _("Norms"),
        _("The law, the plan and the budget it stands on, and the texts others may copy."),
        NormForm,
    ),
    CaseSection(
        "actores",
        _("Actors and allies"),
        _("Who led it, who helped, and for whom it was."),
        ActorsForm,
    ),
    CaseSection(
        "transferibilidad",
        _("Doing it elsewhere"),
        _("What another municipality must have, keep and adapt."),
        TransferForm,
    ),
    CaseSection(
        "lecciones",
        _("Lessons"),
        _("What you would tell somebody who begins tomorrow."),
        LessonsForm,
    ),
    CaseSection(
        "documentos",
        _("Documents"),
        _("What tells more, or where a figure comes from. Nothing here is needed to send it."),
        rows=("attachments",),
    ),
    CaseSection(
        "quienes",
        _("Who made the record"),
        _("Those who wrote it, with the post they had then."),
        rows=("contributors",),
    ),
)
FIRST = SECTIONS[0]
# What a case is called whose parts are filled in elsewhere than in a field of the same name.
ANCHORS = {"case_themes": f"id_{THEME_FIELDS[0]}", "start_year": "id_start_year"}
LABELS = {"case_themes": _("Themes"), "start_year": _("Year it began")}


@dataclass(frozen=True)
class MissingField:
    """What a level asks for and lacks: what it is called, why, and where it is filled in."""

    name: str
    label: str
    section: CaseSection
    anchor: str
    sentence: str
    level: int


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
    """How much of what `level` asks for is there; `further` is what the next one lacks.

    `is_reached`: it has the level already, and is kept at it.
    """

    level: int
    steps: tuple[Step, ...]
    further: int = 0
    is_reached: bool = False

    @property
    def missing(self) -> list[MissingField]:
        return [field for step in self.steps for field in step.missing]

    @property
    def asked(self) -> list[Step]:
        """The sections of which this level needs something."""
        return [step for step in self.steps if step.asked]

    @property
    def optional(self) -> list[Step]:
        return [step for step in self.steps if not step.asked]

    @property
    def total(self) -> int:
        return sum(step.asked for step in self.steps)

    @property
    def done(self) -> int:
        return self.total - len(self.missing)

    @property
    def is_first(self) -> bool:
        """Whether it is about the first level, at which a case is sent for the first time."""
        return self.level == Level.REGISTERED

    @property
    def minutes(self) -> int:
        """What writing the rest takes, roughly."""
        return math.ceil(sum(minutes_for(field.name) for field in self.missing))

    @property
    def next_step(self) -> Step | None:
        """The first that still lacks something."""
        return next((step for step in self.steps if step.missing), None)


def minutes_for(name: str) -> float:
    if name in WORD_GUIDE:
        return MINUTES_OF_A_TEXT
    return MINUTES_OF_ROWS if name in ROW_KINDS else MINUTES_OF_AN_ANSWER


def section_called(slug: str) -> CaseSection | None:
    return next((section for section in SECTIONS if section.slug == slug), None)


def road(level: int) -> list[CaseSection]:
    """The sections one after the other: for the first level only those it needs."""
    if level > Level.REGISTERED:
        return list(SECTIONS)
    return [section for section in SECTIONS if section.is_asked_for(level)]


def section_after(section: CaseSection, level: int = Level.REGISTERED) -> CaseSection | None:
    """The one to go on with; None at the end of the road."""
    place = SECTIONS.index(section)
    return next((each for each in road(level) if SECTIONS.index(each) > place), None)


def section_before(section: CaseSection, level: int = Level.REGISTERED) -> CaseSection | None:
    place = SECTIONS.index(section)
    return next((each for each in reversed(road(level)) if SECTIONS.index(each) < place), None)


def aim_of(case: Case) -> int:
    """The level the work on a case is for: the first one until it is published, then the next."""
    if not case.live:
        return int(Level.REGISTERED)
    return min(case.level + 1, int(Level.VERIFIED))


def progress_of(case: Case, level: int | None = None) -> Progress:
    """What is there and what is missing for the level, section by section."""
    level = aim_of(case) if level is None else level
    lacking = all_missing(case, level)
    steps = tuple(step_of(section, case, lacking, level) for section in SECTIONS)
    further = 0
    if not lacking and level < Level.VERIFIED:
        further = len({each.field for each in all_missing(case, level + 1)})
    return Progress(level, steps, further, is_reached=case.live and case.level >= level)


def step_of(section: CaseSection, case: Case, lacking: Iterable[Missing], level: int) -> Step:
    asked = [name for name in fields_for(level) if SECTION_OF[name] == section.slug]
    # A field may lack several things: it is named once.
    mine = {each.field: each for each in reversed(list(lacking)) if each.section == section.slug}
    missing = tuple(missing_field(mine[name], section) for name in asked if name in mine)
    return Step(section, missing, len(asked), not asked and is_begun(section, case))


def fields_for(level: int) -> list[str]:
    """The fields and rows in which a level and those below it may lack something."""
    checked = (check.field for each in sorted(CHECKS) if each <= level for check in CHECKS[each])
    return list(dict.fromkeys([*asked_for(level), *checked]))


def is_begun(section: CaseSection, case: Case) -> bool:
    """Whether something is told in it. No query for a text read from a revision."""
    return any(tells(case, name) for name in section.names if name not in SAYS_NOTHING)


def tells(case: Case, name: str) -> bool:
    records = case.records_of(name)
    if records is not None:
        return bool(records)
    value = getattr(case, name)
    return bool(value.all()) if hasattr(value, "all") else bool(value)


def missing_field(missing: Missing, section: CaseSection) -> MissingField:
    name = missing.field
    return MissingField(
        name,
        label_in(name, section),
        section,
        anchor_of(name, section),
        missing.sentence,
        missing.level,
    )


ROW_KINDS = {
    kind.relation: kind
    for each in SECTIONS
    if each.form_class
    for kind in each.form_class.row_kinds
}


def label_in(name: str, section: CaseSection) -> str:
    """What a field is called on the screen of its section."""
    if name in LABELS:
        return str(LABELS[name])
    if name in ROW_KINDS:
        return str(ROW_KINDS[name].title)
    field = section.fields.get(name)
    return str(field.label) if field else capfirst(label_of(Case, name))


def anchor_of(name: str, section: CaseSection) -> str:
    """Where on the screen of its section a field is filled in."""
    if name in ANCHORS:
        return ANCHORS[name]
    if name in ROW_KINDS:
        return f"rows-{name}"
    field = section.fields.get(name)
    # The first of a group of buttons.
    return f"id_{name}_0" if field is not None and field.widget.use_fieldset else f"id_{name}"


def way_to(case: Case, name: str) -> str:
    """The address at which the author fills in a field or rows of the record."""
    section = next((each for each in SECTIONS if name in each.names), FIRST)
    address = reverse("cases:section", args=[case.reference, section.slug])
    return f"{address}#{anchor_of(name, section)}"
