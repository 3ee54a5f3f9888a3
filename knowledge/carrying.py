"""From a systematization to the record: what goes into which field, and what it would say then.

A value is clean HTML, or rows as dictionaries with the `key` of the row of the
case; both as they are kept in JSON.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from knowledge.forms.section import SectionForm
from knowledge.levels import label_of
from knowledge.models import Carrying, Case, Lesson, Milestone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from django_stubs_ext import StrOrPromise

    from knowledge.models import Systematization

Value = Any
# Of a row, what is carried; `key` says which row it is.
MILESTONE = ("year", "month", "day", "title", "change", "kind")
LESSON = ("kind", "text")


@dataclass(frozen=True)
class Destination:
    """A field of the case, and the texts or rows of a systematization that go into it.

    `screens` are those on which they are written.
    """

    field: str
    sources: tuple[str, ...]
    screens: tuple[str, ...]
    row: Any = None
    facts: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return capfirst(label_of(Case, self.field))

    def present(self, case: Case) -> Value:
        """What the text of the case says now."""
        if self.row is None:
            return getattr(case, self.field)
        return [self.told(row) for row in getattr(case, self.field).all()]

    def brought(self, systematization: Systematization) -> Value:
        """What the systematization gives."""
        if self.row is None:
            texts = (getattr(systematization, name) for name in self.sources)
            return "\n".join(text for text in texts if text)
        if systematization.pk is None:
            return []
        return [self.told(row) for row in getattr(systematization, self.sources[0]).all()]

    def told(self, row: Any) -> dict[str, Any]:
        return {"key": str(row.key), **{name: getattr(row, name) for name in self.facts}}

    def together(self, present: Value, brought: Value, way: str) -> Value:
        """What it would say: all of what is brought, or what is there with what is new after it."""
        if way == Carrying.Way.REPLACE or not present:
            return self.in_order(brought)
        if self.row is None:
            return present if brought in present else f"{present}\n{brought}"
        return self.in_order([*present, *new_rows(present, brought)])

    def in_order(self, value: Value) -> Value:
        if self.row is not Milestone:
            return value
        return sorted(value, key=lambda row: [row[name] or 0 for name in ("year", "month", "day")])

    def write(self, case: Case, value: Value) -> None:
        """Put it into the text of the case; of rows that stay, only what is told changes."""
        if self.row is None:
            setattr(case, self.field, value)
            return
        kept = {str(row.key): row for row in getattr(case, self.field).all()}
        rows = []
        for order, told in enumerate(value):
            row = kept.pop(told["key"], None) or self.row(key=uuid.UUID(told["key"]))
            for name in self.facts:
                setattr(row, name, told[name])
            row.sort_order = order
            rows.append(row)
        getattr(case, self.field).set(rows)


def new_rows(present: list[dict[str, Any]], brought: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those whose key is not there, and that do not say the same as one that is."""
    keys = {row["key"] for row in present}
    told = [without_key(row) for row in present]
    return [row for row in brought if row["key"] not in keys and without_key(row) not in told]


def without_key(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "key"}


DESTINATIONS = (
    Destination("participation", ("starting_point",), ("punto-de-partida",)),
    Destination("milestones", ("moments",), ("linea-de-tiempo",), Milestone, MILESTONE),
    Destination("process", ("recovery",), ("recuperacion",)),
    Destination("failures", ("tensions",), ("reflexion",)),
    Destination("analysis", ("turning_points", "reflection"), ("reflexion",)),
    Destination("unexpected", ("surprises",), ("reflexion",)),
    Destination("results", ("arrival",), ("llegada",)),
    Destination("lessons", ("lessons",), ("lecciones",), Lesson, LESSON),
    Destination("transferability_note", ("recommendations",), ("llegada",)),
    Destination("next_steps", ("next_steps",), ("llegada",)),
)


def destination_called(name: str) -> Destination | None:
    return next((each for each in DESTINATIONS if each.field == name), None)


def destinations_of(screen: str) -> list[Destination]:
    """Where what is written on that screen goes."""
    return [each for each in DESTINATIONS if screen in each.screens]


class WriteForm(SectionForm):
    """Writes `values` into a case, for `actions.save_draft`: {name of the field: value}."""

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = []

    def __init__(
        self, data: Any = None, *, instance: Case, values: Mapping[str, Value], **options: Any
    ) -> None:
        super().__init__(data, instance=instance, **options)
        self.values = {destination_called(name): value for name, value in values.items()}

    def has_changed(self) -> bool:
        return any(
            place is not None and place.present(self.instance) != value
            for place, value in self.values.items()
        )

    def save(self, commit: bool = True) -> Case:
        case: Case = super().save(commit=commit)
        for place, value in self.values.items():
            if place is not None:
                place.write(case, value)
        return case


@dataclass(frozen=True)
class Offer:
    """A field of the record with what it says and what would be brought, side by side."""

    place: Destination
    present: Value
    brought: Value
    last: Carrying | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return self.place.row is None

    @property
    def is_there_already(self) -> bool:
        """Nothing to bring that is not in the record."""
        if not self.present:
            return False
        if self.is_text:
            return bool(self.brought in self.present)
        return not new_rows(self.present, self.brought)

    @property
    def is_same(self) -> bool:
        if self.is_text:
            return bool(self.present == self.brought)
        theirs = [without_key(row) for row in self.place.in_order(self.brought)]
        return [without_key(row) for row in self.present] == theirs

    @property
    def has_grown(self) -> bool:
        """What was brought last time says something else here now."""
        return self.last is not None and self.last.brought != self.brought

    @property
    def present_lines(self) -> list[dict[str, Any]]:
        return lines(self.place, self.present, self.brought)

    @property
    def brought_lines(self) -> list[dict[str, Any]]:
        return lines(self.place, self.place.in_order(self.brought), self.present)


def lines(
    place: Destination, rows: list[dict[str, Any]], others: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each row as one reads it, and whether it stands on one side only."""
    fresh = [row["key"] for row in new_rows(others, rows)]
    return [{**said(place, row), "is_only_here": row["key"] in fresh} for row in rows]


def said(place: Destination, row: dict[str, Any]) -> dict[str, Any]:
    if place.row is Lesson:
        lesson = Lesson(kind=row["kind"], text=row["text"])
        return {"head": capfirst(str(lesson.get_kind_display())), "text": lesson.text, "more": ""}
    return {"head": day_of(row), "text": row["title"], "more": row["change"]}


def day_of(row: Mapping[str, Any]) -> str:
    """As exact as it is known: "4 June 2023", "June 2023", "2023"."""
    month: StrOrPromise = MONTHS[row["month"]] if row["month"] else ""
    known = (row["day"] if month else "", month, row["year"])
    return " ".join(str(part) for part in known if part)


WAYS = {
    "": _("Leave the record as it is"),
    Carrying.Way.APPEND: _("Add it to what is there"),
    Carrying.Way.REPLACE: _("Put it in place of what is there"),
}
