"""The figures of a network's month. Apps above add theirs when they start.

    figures.register(
        [Figure("experiencias", _("Experiences published"), _("…"), group="content")],
        "knowledge.figures.of_cases",
    )

The function, named by its path because models are not there yet, gets a `Span`
and gives, for each network of it that has any, the value of each figure. What it
says nothing of is 0; None is what nobody can know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from networks.sections import all_sections

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from django_stubs_ext import StrOrPromise

    Value = float | int | None
    Counted = Mapping[int, Mapping[str, Value]]

GROUPS: dict[str, StrOrPromise] = {
    "people": _("People"),
    "talk": _("Questions and conversations"),
    "content": _("What is published"),
    "use": _("How much it is used"),
}
UNITS: dict[str, StrOrPromise] = {
    "people": _("people"),
    "things": _("number"),
    "hours": _("hours"),
}


@dataclass(frozen=True)
class Figure:
    """One figure: its name in files, what the page calls it, and what exactly counts.

    `is_stock`: as it stands at the end of the month, else all that happened in it.
    `is_main`: shown on the first page of the desk.
    """

    name: str
    title: StrOrPromise
    meaning: StrOrPromise
    group: str
    unit: str = "things"
    is_stock: bool = False
    is_main: bool = False


@dataclass(frozen=True)
class Span:
    """A month of some networks: [start, end), cut off at the moment when it is counted.

    `is_running`: it is counted while it lasts, so that what stands now stood at its end.
    """

    month: date
    start: datetime
    end: datetime
    is_running: bool
    networks: Sequence[int]


_figures: dict[str, Figure] = {}
_counts: list[str] = []


def register(figures: Sequence[Figure], count: str) -> None:
    """Add figures that the function at the path `count` counts together."""
    _figures.update({figure.name: figure for figure in figures})
    if count not in _counts:
        _counts.append(count)


def all_figures() -> list[Figure]:
    """In the order of their groups; within "content" the sections come first."""
    known = [*of_sections(), *_figures.values()]
    order = list(GROUPS)
    return sorted(known, key=lambda figure: order.index(figure.group))


def of_sections() -> list[Figure]:
    """One for each section of networks: the pages first published there in the month."""
    return [
        Figure(
            section.slug,
            section.title,
            _("Pages of this section published for the first time in the month, and still there."),
            group="content",
        )
        for section in all_sections()
    ]


def count_all(span: Span) -> dict[int, dict[str, Value]]:
    """Every figure of each network. As many queries however many networks there are."""
    nothing = dict.fromkeys((figure.name for figure in all_figures()), 0)
    told: dict[int, dict[str, Value]] = {pk: dict(nothing) for pk in span.networks}
    for path in _counts:
        count: Callable[[Span], Counted] = import_string(path)
        for pk, values in count(span).items():
            if pk in told:
                told[pk].update(values)
    return told
