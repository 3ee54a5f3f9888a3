"""The five moments of a systematization, the screens of each, and how far they have come.

Source: Oscar Jara, "Para sistematizar experiencias": the starting point, the first
questions, the recovery of the lived process, the deep reflection, the points of arrival.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from knowledge.forms.systematization import (
    ArrivalForm,
    QuestionsForm,
    RecoveryForm,
    ReflectionForm,
    StartingPointForm,
)
from knowledge.forms.systematization_rows import LessonsForm, SourcesMatrixForm, TimelineForm
from knowledge.levels import FEWEST_LESSONS
from knowledge.models import DrawnLesson, Interview, LivedMoment, SourceRow, Systematization

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from knowledge.models import Case

INTERVIEWS = "entrevistas"
FEWEST_MOMENTS = 3


@dataclass(frozen=True)
class Screen:
    """One screen of the workspace. `form_class` is None where each row has its own screen.

    `needed` are the texts and numbers of rows with which it counts as done.
    """

    slug: str
    title: StrOrPromise
    lead: StrOrPromise
    form_class: Any
    asks: tuple[StrOrPromise, ...] = ()
    needed: tuple[tuple[str, int], ...] = ()

    @property
    def is_table(self) -> bool:
        return hasattr(self.form_class, "row_form")

    @property
    def relation(self) -> str:
        return str(self.form_class.relation) if self.is_table else "interviews"


@dataclass(frozen=True)
class Moment:
    name: str
    title: StrOrPromise
    screens: tuple[Screen, ...]


MOMENTS = (
    Moment(
        "starting_point",
        _("The starting point"),
        (
            Screen(
                "punto-de-partida",
                _("Who lived it and what was kept"),
                _("Nobody can systematize what was not lived. First: who lived it, who tells it."),
                StartingPointForm,
                (
                    _("Who was there from the beginning, and who came later?"),
                    _("Whose voice would be missed if it were not heard?"),
                    _("What was written, photographed or counted at the time?"),
                ),
                (("team", 1), ("starting_point", 1), ("registers", 1)),
            ),
        ),
    ),
    Moment(
        "questions",
        _("The first questions"),
        (
            Screen(
                "preguntas",
                _("What for, what, from where"),
                _("What for, what exactly, and from where we look. Agree on it before you search."),
                QuestionsForm,
                (
                    _("What will you do with what you learn?"),
                    _("What would you leave out, so as to look well at the rest?"),
                ),
                (("objective", 1), ("object", 1), ("axis", 1)),
            ),
            Screen(
                "fuentes",
                _("Sources"),
                _("Who and what can answer those questions, and whether you have it."),
                SourcesMatrixForm,
                (
                    _("Who sees it differently from you?"),
                    _("Which figure would convince somebody who doubts?"),
                ),
                (("sources", 1),),
            ),
        ),
    ),
    Moment(
        "recovery",
        _("The recovery of what was lived"),
        (
            Screen(
                INTERVIEWS,
                _("Interviews"),
                _("What those who lived it tell. Nothing is quoted without their consent."),
                None,
                (),
                (("interviews", 1),),
            ),
            Screen(
                "linea-de-tiempo",
                _("The timeline"),
                _("The story put together again, moment by moment; it puts itself in order."),
                TimelineForm,
                (
                    _("What happened before, that made it possible?"),
                    _("When did it nearly end?"),
                    _("What changed with each moment, and for whom?"),
                ),
                (("moments", FEWEST_MOMENTS),),
            ),
            Screen(
                "recuperacion",
                _("The story"),
                _("With the interviews and the timeline before you: what happened, in its order."),
                RecoveryForm,
                (
                    _("Which were the stages, and what marks each of them off?"),
                    _("What did each group do in each stage?"),
                ),
                (("recovery", 1),),
            ),
        ),
    ),
    Moment(
        "reflection",
        _("The deep reflection"),
        (
            Screen(
                "reflexion",
                _("Tensions, turning points, causes"),
                _("Now the why. Read the story again, ask it the first questions, and argue."),
                ReflectionForm,
                (
                    _("What contradicts what?"),
                    _("What would not have happened without one person, one norm, one crisis?"),
                    _("What do those who left it say?"),
                ),
                (("tensions", 1), ("reflection", 1)),
            ),
        ),
    ),
    Moment(
        "arrival",
        _("The points of arrival"),
        (
            Screen(
                "llegada",
                _("Conclusions"),
                _("Answer the first questions, and say what another should do with the answers."),
                ArrivalForm,
                (
                    _("Which of the first questions has no answer yet?"),
                    _("What would you say to a mayor who begins tomorrow?"),
                ),
                (("arrival", 1), ("recommendations", 1)),
            ),
            Screen(
                "lecciones",
                _("Lessons"),
                _("Between three and ten, each of which somebody else can act on."),
                LessonsForm,
                (_("If you do it again: what would you do, avoid, take care of?"),),
                (("lessons", FEWEST_LESSONS),),
            ),
        ),
    ),
)
SCREENS = tuple(screen for moment in MOMENTS for screen in moment.screens)
ROWS = {
    "sources": SourceRow,
    "interviews": Interview,
    "moments": LivedMoment,
    "lessons": DrawnLesson,
}


@dataclass(frozen=True)
class ScreenStanding:
    screen: Screen
    is_complete: bool
    is_begun: bool


@dataclass(frozen=True)
class MomentStanding:
    """A moment as it stands in one systematization. `on` is the day it was worked on, if known."""

    number: int
    moment: Moment
    on: date | None
    screens: tuple[ScreenStanding, ...]

    @property
    def is_complete(self) -> bool:
        return all(each.is_complete for each in self.screens)

    @property
    def is_begun(self) -> bool:
        return self.on is not None or any(each.is_begun for each in self.screens)


def systematization_of(case: Case) -> Systematization:
    """That of the case, with the number of its rows; a new one, not kept, when there is none.

    One query.
    """
    counts: dict[str, Any] = {
        f"number_of_{name}": Coalesce(
            Subquery(
                model._default_manager.filter(systematization=OuterRef("pk"))
                .order_by()
                .values("systematization")
                .annotate(total=Count("pk"))
                .values("total"),
                output_field=IntegerField(),
            ),
            0,
        )
        for name, model in ROWS.items()
    }
    found = (
        Systematization.objects.filter(case=case)
        .annotate(**counts)
        .select_related("facilitator")
        .first()
    )
    if found is None:
        return Systematization(case=case)
    found.case = case
    return found


def standing_of(systematization: Systematization) -> list[MomentStanding]:
    """How far each moment has come, of one that `systematization_of` gave. No query."""
    return [
        MomentStanding(
            number,
            moment,
            getattr(systematization, f"{moment.name}_on"),
            tuple(standing_on(screen, systematization) for screen in moment.screens),
        )
        for number, moment in enumerate(MOMENTS, start=1)
    ]


def standing_on(screen: Screen, systematization: Systematization) -> ScreenStanding:
    there = [amount_of(name, systematization) for name, _least in screen.needed]
    is_complete = all(
        amount >= least for amount, (_name, least) in zip(there, screen.needed, strict=True)
    )
    return ScreenStanding(screen, is_complete, any(there))


def amount_of(name: str, systematization: Systematization) -> int:
    """How many rows, or 1 where something is written."""
    if name in ROWS:
        return int(getattr(systematization, f"number_of_{name}", 0))
    return int(bool(strip_tags(getattr(systematization, name)).strip()))


def screen_called(slug: str) -> Screen | None:
    return next((screen for screen in SCREENS if screen.slug == slug), None)


def moment_of(screen: Screen) -> Moment:
    return next(moment for moment in MOMENTS if screen in moment.screens)


def screen_after(screen: Screen) -> Screen | None:
    place = SCREENS.index(screen) + 1
    return SCREENS[place] if place < len(SCREENS) else None


def screen_before(screen: Screen) -> Screen | None:
    place = SCREENS.index(screen)
    return SCREENS[place - 1] if place else None
