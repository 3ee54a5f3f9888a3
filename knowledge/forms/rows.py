"""Rows of a case in the form of its section: one way for all kinds of them.

A row is added, removed and moved with scripts and without. Each keeps its key,
by which it is known again whatever place it has; what the form does not mention
stays.
"""

from __future__ import annotations

import copy
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet
from django.utils.translation import gettext_lazy as _

from knowledge.actions.rows import MOST_ROWS
from knowledge.forms.figures import MomentField
from knowledge.forms.making import field_for
from knowledge.forms.windows import windows_of
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

    from knowledge.models import Case
    from knowledge.models.rows import Row

FULL = _("At most %(most)d fit. What is beyond that is not kept: remove another to make room.")
WHEN = "when"
PARTS_OF_WHEN = ("year", "month", "day")


@dataclass(frozen=True)
class RowKind:
    """One kind of row, and how it is asked for.

    `names` are the answers of a row, in order; "when" is its year, month and day
    in one box. Those in `beside` stand beside each other. `made` makes the fields
    that are not those of the model. `choices` gives, for a case, what may be
    chosen in a field.
    """

    relation: str
    model: type[Row]
    title: StrOrPromise
    one: StrOrPromise
    add: StrOrPromise
    names: tuple[str, ...]
    hint: StrOrPromise = ""
    example: StrOrPromise = ""
    none: StrOrPromise = ""
    beside: tuple[str, ...] = ()
    made: dict[str, Callable[[], forms.Field]] = field(default_factory=dict)
    choices: dict[str, Callable[[Case], list[Any]]] = field(default_factory=dict)
    most: int = MOST_ROWS

    def fields(self) -> dict[str, forms.Field]:
        return {name: self.field(name) for name in self.names}

    def field(self, name: str) -> forms.Field:
        if name in self.made:
            return self.made[name]()
        if name == WHEN:
            is_needed = not self.model._meta.get_field("year").null
            return MomentField(label=_("When"), required=is_needed)
        made: forms.Field = field_for(self.model._meta.get_field(name))
        return made

    @cached_property
    def form_class(self) -> type[RowForm]:
        return type(f"{self.model.__name__}Form", (RowForm,), {"of": self, **self.fields()})

    @cached_property
    def formset_class(self) -> type[RowSet]:
        made = forms.formset_factory(
            self.form_class, formset=RowSet, extra=0, can_delete=True, max_num=self.most
        )
        return type(f"{self.model.__name__}Set", (made,), {"kind": self})


class KeyField(forms.UUIDField):
    """By which a row is known again; what is no key is none."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            return None


class PlaceField(forms.IntegerField):
    """Where a row stands; None for what is no place."""

    def to_python(self, value: Any) -> Any:
        text = str("" if value is None else value)
        return int(text) if text.isdecimal() and len(text) < 6 else None


class SharedFields(dict[str, forms.Field]):
    """The fields of all rows of a kind: none of them holds anything of its row.

    Copying those of each row is most of what a form with thirty of them costs.
    """

    def __deepcopy__(self, memo: Any) -> dict[str, forms.Field]:
        return dict(self)


class RowForm(forms.Form):
    """A row. One left empty is none; a new one of which only choices were made is empty too."""

    of: ClassVar[RowKind]
    use_required_attribute = False

    key = KeyField(required=False, widget=forms.HiddenInput)
    place = PlaceField(required=False, widget=forms.HiddenInput)

    row: Row | None = None

    def __init__(self, *args: Any, shared: SharedFields | None = None, **options: Any) -> None:
        if shared is not None:
            vars(self)["base_fields"] = shared
        super().__init__(*args, **options)

    @property
    def answers(self) -> list[Any]:
        """The fields one sees, those that stand beside each other in groups of their own."""
        groups: list[list[Any]] = []
        for name in self.of.names:
            if name in self.of.beside and groups and groups[-1][0].name in self.of.beside:
                groups[-1].append(self[name])
            else:
                groups.append([self[name]])
        return groups

    def sent(self, name: str) -> Any:
        """The key or the place that was sent, of a row nobody changed too; None if none."""
        return self.fields[name].to_python(self[name].data)

    @cached_property
    def changed_data(self) -> list[str]:
        changed = [name for name in super().changed_data if name not in ("key", "place")]
        if self.row is None and not self.is_written(changed):
            return []
        return changed

    def is_written(self, changed: list[str]) -> bool:
        """Whether somebody wrote or chose something that was not chosen beforehand."""
        return any(
            name != DELETION_FIELD_NAME
            and not (isinstance(self.fields[name], forms.ChoiceField) and self.fields[name].initial)
            for name in changed
        )

    @property
    def is_removed(self) -> bool:
        return bool(self.cleaned_data.get(DELETION_FIELD_NAME)) if self.is_bound else False

    @property
    def called(self) -> str:
        """What the row that is kept says it is; "title" would mean the answer."""
        return str(self.row) if self.row else ""

    def told(self) -> Row | None:
        """The row with every answer that can be kept; None when there is no row to keep."""
        if self.is_removed:
            return None
        if self.row is not None and not self.has_changed():
            return self.row
        if self.row is None and (not self.has_changed() or self.lacks_something()):
            return None
        row = self.row or self.of.model()
        for name in self.of.names:
            if name not in self.cleaned_data:
                continue
            if name == WHEN:
                for part, value in zip(PARTS_OF_WHEN, self.cleaned_data[name], strict=True):
                    setattr(row, part, value)
            else:
                setattr(row, attribute(row, name), self.cleaned_data[name])
        return row

    def lacks_something(self) -> bool:
        """Whether an answer without which there is no row is not there or wrong."""
        return any(
            self.fields[name].required and name not in self.cleaned_data for name in self.of.names
        )


class RowSet(BaseFormSet):
    """Rows of one kind of a case: those of a window, and `extra_rows` empty ones beneath."""

    kind: ClassVar[RowKind]

    def __init__(
        self, data: Any, *, case: Case, extra_rows: int = 0, window: int = 1, **options: Any
    ) -> None:
        rows = list(getattr(case, self.kind.relation).all())
        if rows and "territory" in self.kind.names:
            rows = with_places(rows)
        self.kept: dict[str, Row] = {str(row.key): row for row in rows}
        self.shared = SharedFields(copy.deepcopy(self.form.base_fields))
        for name, give in self.kind.choices.items():
            field: Any = self.shared[name]
            field.choices = give(case)
        self.extra = extra_rows or (0 if rows else 1)
        # What came by another way may be more than one would type.
        self.most = max(self.kind.most, len(rows))
        self.absolute_max = 2 * self.most
        self.windows = windows_of(len(rows))
        # A new row goes into the last one.
        self.window = self.windows[-1 if extra_rows else min(window, len(self.windows)) - 1]
        self.shown = rows[self.window.first - 1 : self.window.last]
        # Beside those elsewhere, so many fit here.
        self.max_num = self.most - len(rows) + len(self.shown)
        # What was sent says itself which rows it is about.
        initial = [initial_of(row, self.kind) for row in self.shown] if data is None else None
        super().__init__(data, prefix=self.kind.relation, initial=initial, **options)

    def _construct_form(self, i: int, **options: Any) -> Any:
        if self.is_bound:
            key = str(self.data.get(f"{self.prefix}-{i}-key", ""))
            row = self.kept.get(key)
            options["initial"] = initial_of(row, self.kind) if row else {}
        else:
            row = self.shown[i] if i < len(self.shown) else None
        form: Any = super()._construct_form(i, empty_permitted=True, **options)  # type: ignore[misc]
        form.row = row
        if row is None and not self.is_bound:
            form.initial["key"] = uuid.uuid4()
        if not self.is_bound:
            form.initial["place"] = i
        return form

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "shared": self.shared}

    @property
    def ordered(self) -> list[Any]:
        """The forms in the places they were given."""
        if not self.is_bound:
            return list(self.forms)
        return sorted(self.forms, key=place_of)

    def told(self) -> list[Row]:
        """The rows as they are to be kept, each key once; of new ones, as many as there is room."""
        left, rows, room = dict(self.kept), [], self.room
        taken: set[str] = set()
        for form in self.ordered:
            key = str(form.sent("key") or "")
            if key in taken:
                # The same row twice: the second is a new one.
                form.row, key = None, ""
            row = form.told()
            if form.row is not None:
                left.pop(str(form.row.key), None)
            if row is None:
                continue
            if form.row is None:
                if room < 1:
                    continue
                room -= 1
                row.key = uuid.UUID(key) if key else row.key
            taken.add(str(row.key))
            rows.append(row)
        rows = self.in_place(rows, left)
        for order, row in enumerate(rows):
            row.sort_order = order
        return rows

    @property
    def room(self) -> int:
        """How many new rows fit, once those that are removed have gone."""
        leaving = sum(form.is_removed and form.row is not None for form in self.forms)
        return self.most - len(self.kept) + leaving

    def clean(self) -> None:
        new = sum(form.told() is not None for form in self.forms if form.row is None)
        if new > self.room:
            raise ValidationError(FULL, params={"most": self.most})

    def in_place(self, rows: list[Row], left: dict[str, Row]) -> list[Row]:
        """The rows that came where they stood, among those that nobody mentioned."""
        came = [key for key in self.kept if key not in left]
        coming = iter(rows)
        placed: list[Row] = []
        for key in self.kept:
            placed += [left[key]] if key in left else islice(coming, 1)
            if came and key == came[-1]:
                placed += coming
        return [*placed, *coming]

    def has_changed(self) -> bool:
        if super().has_changed() or any(form.is_removed and form.row for form in self.forms):
            return True
        order = [str(form.row.key) for form in self.ordered if form.row is not None]
        return order != [key for key in self.kept if key in order]

    @property
    def names(self) -> str:
        """What the rows that are kept are called, in a sentence."""
        return ", ".join(str(row) for row in self.kept.values())

    @property
    def complaints(self) -> list[str]:
        return [str(error) for error in self.non_form_errors()] if self.is_bound else []


def place_of(form: Any) -> tuple[int, int]:
    index = int(form.prefix.rsplit("-", 1)[1])
    place = form.sent("place")
    return (index if place is None else place, index)


def initial_of(row: Row, kind: RowKind) -> dict[str, Any]:
    told: dict[str, Any] = {"key": row.key}
    for name in kind.names:
        if name == WHEN:
            told[name] = tuple(getattr(row, part) for part in PARTS_OF_WHEN)
        else:
            value = getattr(row, attribute(row, name))
            told[name] = {True: "yes", False: "no"}.get(value, value) if is_flag(value) else value
    return told


def attribute(row: Row, name: str) -> str:
    """Where a row holds an answer: of what it refers to, but for places, only the key."""
    told: Any = row._meta.get_field(name)
    return name if name == "territory" else str(told.attname)


def with_places(rows: list[Any]) -> list[Any]:
    """The rows, each with its municipality and what it lies in. One query for all."""
    places = Territory.objects.municipalities().in_bulk([row.territory_id for row in rows])
    for row in rows:
        row.territory = places.get(row.territory_id)
    return rows


def is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def arranged(data: QueryDict) -> QueryDict:
    """What was sent, with the row moved as the button says that was pressed without scripts."""
    prefix, _dash, way = data.get("move", "").rpartition("-")
    relation, _dash, number = prefix.rpartition("-")
    total = data.get(f"{relation}-TOTAL_FORMS", "")
    if not (number.isdecimal() and total.isdecimal() and int(total) <= 2 * MOST_ROWS):
        return data
    order = sorted(range(int(total)), key=lambda each: (place_in(data, relation, each), each))
    if int(number) not in order:
        return data
    here = order.index(int(number))
    there = min(max(here + (1 if way == "down" else -1), 0), len(order) - 1)
    order[here], order[there] = order[there], order[here]
    moved = data.copy()
    for place, each in enumerate(order):
        moved[f"{relation}-{each}-place"] = str(place)
    return moved


def place_in(data: QueryDict, relation: str, number: int) -> int:
    place = data.get(f"{relation}-{number}-place", "")
    return int(place) if place.isdecimal() and len(place) < 6 else number
