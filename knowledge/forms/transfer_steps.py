"""What the steps of the plan of a transfer share.

Each is one form: fields of the transfer, and a line for each row. A row is known
by its key, the new ones too, so that whatever was typed finds its place again
when somebody else has changed the plan meanwhile.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from knowledge.forms.review import RefusableForm

if TYPE_CHECKING:
    from django.forms import BoundField
    from django_stubs_ext import StrOrPromise

    from knowledge.models import Transfer

    Typed = list[tuple[StrOrPromise, str]]

# What the origin says of a row: other words of it are a change of the step.
OF_ORIGIN = {
    "fit_answers": ("condition", "weight"),
    "adaptations": ("component", "adaptability"),
}


@dataclass
class Line:
    """A row as the form draws it; `row` is None for one that is new."""

    key: str
    row: Any | None
    fields: dict[str, BoundField] = field(default_factory=dict)
    # What is saved now, by the name of the field, where it is not what was typed.
    saved: dict[str, str] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        return any(each.errors for each in self.fields.values())


class StepForm(RefusableForm):
    """A step of the plan. `seen` is the number of the plan that was opened.

    `shown` stands for what this step said then: a plan that changed elsewhere
    changes nothing here.
    """

    rows_model: ClassVar[Any] = None
    relation: ClassVar[str] = ""
    # Fields of the transfer, and of each row.
    of_transfer: ClassVar[tuple[str, ...]] = ()
    of_row: ClassVar[tuple[str, ...]] = ()
    takes_new = False
    EMPTY, MOST = 2, 200

    seen = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, transfer: Transfer, writer: int = 0) -> None:
        self.transfer, self.writer = transfer, writer
        self.known = {row.key.hex: row for row in getattr(transfer, self.relation).all()}
        stored = self.stored()
        initial = {**stored, "seen": transfer.plan_number, "shown": self.digest(stored)}
        super().__init__(data, initial=initial)
        for key in self.keys():
            for name, made in self.row_fields(self.known.get(key)).items():
                self.fields[f"{key}-{name}"] = made

    def keys(self) -> list[str]:
        """The keys of all the lines: rows that are there, rows that were sent, empty ones."""
        if not self.is_bound:
            return [*self.known, *(self.fresh_keys() if self.takes_new else [])]
        sent = [each for each in self.sent_keys() if each not in self.known]
        return [*self.known, *(sent if self.takes_new else [])][: self.MOST]

    def fresh_keys(self) -> list[str]:
        """Of the empty lines: the same for one person until the plan changes.

        What the browser kept of them finds its place when the page is opened again.
        """
        here = f"{self.transfer.pk}-{self.relation}-{self.transfer.plan_number}-{self.writer}"
        return [
            uuid.uuid5(uuid.NAMESPACE_OID, f"{here}-{number}").hex for number in range(self.EMPTY)
        ]

    def sent_keys(self) -> list[str]:
        keys = self.data.getlist("row") if hasattr(self.data, "getlist") else self.data.get("row")
        return [each for each in keys or [] if is_key(each)]

    def row_fields(self, row: Any | None) -> dict[str, forms.Field]:
        raise NotImplementedError

    def stored(self) -> dict[str, Any]:
        """What is saved now, by the name of the field."""
        values = {name: getattr(self.transfer, name) for name in self.of_transfer}
        for key, row in self.known.items():
            values |= {f"{key}-{name}": getattr(row, name) for name in self.of_row}
        return values

    def digest(self, stored: dict[str, Any]) -> str:
        """Stands for what is saved and for what the origin says of it."""
        whole = dict(stored)
        for key, row in self.known.items():
            for name in OF_ORIGIN.get(self.relation, ()):
                whole[f"{key}-origin-{name}"] = getattr(row, name)
        told = "\n".join(f"{name}={value}" for name, value in sorted(whole.items()))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        """Nothing is asked of a row that goes."""
        cleaned = super().clean() or {}
        going = {key for key in self.known if cleaned.get(f"{key}-gone")}
        for name in [each for each in self.errors if each.partition("-")[0] in going]:
            del self.errors[name]
        return cleaned

    # --- Somebody else wrote meanwhile ------------------------------------------------

    @property
    def is_stale(self) -> bool:
        """Whether this step says something else than when it was opened."""
        if str(self.data.get("seen", "")) == str(self.transfer.plan_number):
            return False
        return self.data.get("shown", "") != self.initial["shown"]

    @property
    def number(self) -> int:
        """The number of the plan this was written for: the newest, unless the step changed."""
        if not self.is_stale:
            return self.transfer.plan_number
        return int(self.cleaned_data["seen"])

    def beside(self) -> StepForm:
        """The same typed texts, ready to be sent again, with what is saved now beside each."""
        sent: Any = self.data
        data = sent.copy()
        data["seen"], data["shown"] = self.transfer.plan_number, self.initial["shown"]
        for name, made in self.fields.items():
            if name not in data and name in self.initial and not is_check(made):
                data[name] = prepared(made, self.initial[name])
        again = type(self)(data, transfer=self.transfer, writer=self.writer)
        again.is_valid()
        again.is_in_conflict = True
        return again

    is_in_conflict = False

    @property
    def undrawn(self) -> list[Typed]:
        """In a conflict: what was typed in rows that are there no more, row by row."""
        if not self.is_in_conflict or self.takes_new:
            return []
        keys = [each for each in dict.fromkeys(self.sent_keys()) if each not in self.known]
        return [typed for typed in map(self.typed_in, keys[: self.MOST]) if typed]

    def typed_in(self, key: str) -> Typed:
        fields: dict[str, Any] = self.row_fields(None)
        return [
            (made.label, chosen(made, words))
            for name, made in fields.items()
            if (words := self.typed(f"{key}-{name}"))
        ]

    # --- What the page draws, what is kept --------------------------------------------

    @property
    def lines(self) -> list[Line]:
        return [self.line(key) for key in self.keys_drawn()]

    def keys_drawn(self) -> list[str]:
        found = dict.fromkeys(
            name.partition("-")[0] for name in self.fields if is_key(name.partition("-")[0])
        )
        return list(found)

    def line(self, key: str) -> Line:
        fields = {
            name.partition("-")[2]: self[name] for name in self.fields if name.startswith(f"{key}-")
        }
        made = Line(key, self.known.get(key), fields)
        if self.is_in_conflict:
            made.saved = {
                name: self.in_words(f"{key}-{name}")
                for name, bound in fields.items()
                if made.row is not None and self.differs(bound.name)
            }
        return made

    @property
    def own(self) -> list[tuple[BoundField, str]]:
        """The fields of the transfer, each with what is saved now where it differs."""
        return [
            (self[name], self.in_words(name) if self.differs(name) else "")
            for name in self.of_transfer
        ]

    def differs(self, name: str) -> bool:
        return self.is_in_conflict and name in self.initial and self.typed(name) != self.words(name)

    def typed(self, name: str) -> str:
        return str(self.data.get(name, "")).strip().replace("\r\n", "\n")

    def words(self, name: str) -> str:
        return str(prepared(self.fields[name], self.initial[name]))

    def in_words(self, name: str) -> str:
        """What is saved now, as one reads it; "—" for nothing."""
        value = self.words(name)
        return chosen(self.fields[name], value) if value else "—"

    @property
    def values(self) -> dict[str, Any]:
        """Fields of the transfer as they should be."""
        return {name: self.cleaned_data[name] for name in self.of_transfer}

    def rows(self) -> list[Any]:
        """The rows to write: those that are there, and the new ones that say something."""
        found = []
        for order, key in enumerate(self.keys_drawn()):
            told = self.told(key)
            row = self.known.get(key)
            if self.is_gone(key) or (row is None and self.is_blank(told)):
                continue
            row = row or self.rows_model(key=uuid.UUID(key), sort_order=order)
            for name, value in told.items():
                setattr(row, name, value)
            found.append(row)
        return found

    def gone(self) -> list[Any]:
        return [row for key, row in self.known.items() if self.is_gone(key)]

    def told(self, key: str) -> dict[str, Any]:
        names = [name for name in self.of_row if f"{key}-{name}" in self.fields]
        return {name: self.cleaned_data.get(f"{key}-{name}") for name in names}

    def is_gone(self, key: str) -> bool:
        return bool(self.cleaned_data.get(f"{key}-gone"))

    def is_blank(self, told: dict[str, Any]) -> bool:
        return not any(told.values())


def is_key(word: Any) -> bool:
    try:
        return uuid.UUID(str(word)).hex == word
    except ValueError:
        return False


def is_check(made: forms.Field) -> bool:
    return isinstance(made, forms.BooleanField)


def chosen(made: Any, value: str) -> str:
    """The value as one reads it: what a choice is called."""
    return str(dict(made.choices).get(value, value)) if hasattr(made, "choices") else value


def prepared(made: forms.Field, value: Any) -> Any:
    """The value as the control of the field holds it."""
    told = made.prepare_value(value)
    if isinstance(told, date):
        return told.isoformat()
    return "" if told is None else told
