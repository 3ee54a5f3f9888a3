"""The tables of a systematization: sources, lived moments, lessons. A form holds all its rows."""

from __future__ import annotations

import calendar
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.forms.fields import LineField, YearField
from knowledge.forms.systematization import LinesField
from knowledge.forms.telling import months
from knowledge.kinds import LessonKind, MilestoneKind
from knowledge.models import DrawnLesson, LivedMoment, Phase, SourceRow, Systematization

if TYPE_CHECKING:
    from community.models import User

MOST_ROWS = 60


class RowForm(forms.Form):
    """A row. Left empty it is no row; `QUIET` are answers that alone make none."""

    use_required_attribute = False
    QUIET: ClassVar[frozenset[str]] = frozenset()

    # A new row has its own from the beginning: saved again, it is known again.
    key = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)

    def has_changed(self) -> bool:
        ignored = set() if self.initial.get("key") else {*self.QUIET, "key"}
        return bool(set(self.changed_data) - ignored)

    @classmethod
    def written(cls) -> list[str]:
        return [name for name in cls.base_fields if name != "key"]


class SourceRowForm(RowForm):
    QUIET = frozenset({"state"})

    what = LineField(
        label=_("Who, or which document"),
        max_length=200,
        error_messages={"required": _("Say who or what it is.")},
        help_text=_("Of a person the post, not the name."),
    )
    can_tell = LineField(label=_("What it can tell"), max_length=280, required=False)
    state = forms.ChoiceField(
        label=_("Do we have it?"), choices=SourceRow.State.choices, initial=SourceRow.State.WANTED
    )
    year = YearField(label=_("Year"), first=1500)
    note = LineField(label=_("Where it is, or why not"), max_length=280, required=False)


class LivedMomentForm(RowForm):
    QUIET = frozenset({"phase", "kind"})

    phase = forms.ChoiceField(
        label=_("Part of the story"), choices=Phase.choices, initial=Phase.COURSE
    )
    year = YearField(label=_("Year"), first=1500)
    month = forms.TypedChoiceField(
        label=_("Month"),
        choices=months(_("Not known")),
        coerce=int,
        empty_value=None,
        required=False,
    )
    day = forms.IntegerField(
        label=_("Day"),
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.TextInput(attrs={"class": "year", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write a day between 1 and 31.")
        ),
    )
    title = LineField(
        label=_("What happened"),
        max_length=80,
        error_messages={"required": _("Say what happened, in a few words.")},
    )
    change = LinesField(label=_("What changed with it"), max_length=1000, rows=3)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("None of these")), *MilestoneKind.choices], required=False
    )
    known_from = LineField(
        label=_("How it is known"),
        max_length=200,
        required=False,
        help_text=_("The document or the post of who told it. It stays here."),
    )

    @property
    def phase_name(self) -> str:
        """In which part of the story it was when the page was made; "" of a new row."""
        is_kept = bool(self.initial.get("key"))
        return str(Phase(self.initial["phase"]).label) if is_kept else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        year, month, day = (cleaned.get(name) for name in ("year", "month", "day"))
        if year is None and "year" not in self.errors:
            self.add_error("year", _("Write the year, even if it is not certain."))
        if day and not month and "month" not in self.errors:
            self.add_error("month", _("Choose the month too, or leave out the day."))
        if year and month and day and day > calendar.monthrange(year, month)[1]:
            self.add_error("day", _("That month of that year has no such day."))
        return cleaned


class LessonForm(RowForm):
    QUIET = frozenset({"kind"})

    kind = forms.ChoiceField(
        label=_("If you do it again"), choices=LessonKind.choices, initial=LessonKind.DO
    )
    text = LinesField(label=_("Lesson"), max_length=600, rows=3)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(_("Write the lesson, or remove the row."))
        return text


class RowFormSet(forms.BaseFormSet):
    """Compares each row that is sent with the one kept under its key, wherever it stands.

    A screen that saves itself still counts its rows as when it was opened.
    """

    def __init__(self, *args: Any, kept: list[dict[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = {str(row["key"]): row for row in kept}
        self.initial = None if self.is_bound else kept

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_kwargs(index)
        if self.is_bound and index is not None:
            key = str(self.data.get(f"{self.add_prefix(index)}-key", ""))
            options["initial"] = self.kept.get(key, {})
        return options


class RowsForm:
    """All the rows of one kind, in `rows`; a row that is not in it is removed.

    The button "up" with the number of a row moves it before the one above.
    """

    model: ClassVar[Any]
    row_form: ClassVar[type[RowForm]]
    relation: ClassVar[str]

    def __init__(self, data: Any = None, *, instance: Systematization, user: User) -> None:
        self.instance, self.data = instance, data
        formset: Any = forms.formset_factory(
            self.row_form,
            formset=RowFormSet,
            extra=1,
            max_num=MOST_ROWS,
            absolute_max=2 * MOST_ROWS,
            validate_max=True,
            can_delete=True,
        )
        self.rows = formset(data, prefix="rows", kept=self.kept())
        self.is_bound = data is not None

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return (cls.relation,)

    def kept(self) -> list[dict[str, Any]]:
        names = ("key", *self.row_form.written())
        return [{name: getattr(row, name) for name in names} for row in self.stored()]

    def stored(self) -> list[Any]:
        if self.instance.pk is None:
            return []
        return list(getattr(self.instance, self.relation).all())

    @property
    def media(self) -> forms.Media:
        media: forms.Media = self.rows.media
        return media

    def is_valid(self) -> bool:
        return bool(self.rows.is_valid())

    def has_changed(self) -> bool:
        sent = {str(row.initial.get("key")) for row in self.rows.forms}
        is_moved = bool(self.data and "up" in self.data)
        is_removed = bool(set(self.rows.kept) - sent)
        return bool(self.rows.has_changed()) or is_moved or is_removed

    def stored_words(self) -> dict[str, str]:
        return {"rows": "\n".join(f"- {row}" for row in self.stored())}

    def save(self, commit: bool = True) -> Systematization:
        kept = {row.key: row for row in self.stored()}
        rows: list[Any] = []
        for form in self.rows.forms:
            told = form.cleaned_data
            is_empty = not form.has_changed() and not form.initial.get("key")
            if is_empty or told.get("DELETE"):
                continue
            # A row that was not touched may say nothing: it stays as it is kept.
            key = told.get("key") or form.initial.get("key")
            row = kept.pop(key, None) or self.new_row(told, rows)
            for name in self.row_form.written():
                setattr(row, name, told.get(name, getattr(row, name)))
            rows.append(row)
        for row in kept.values():
            row.delete()
        for order, row in enumerate(self.in_order(rows)):
            row.sort_order = order
            row.save()
        return self.instance

    def new_row(self, told: dict[str, Any], rows: list[Any]) -> Any:
        """With the key it was given, unless another row of the form has it."""
        row = self.model(systematization=self.instance)
        if told.get("key") and told["key"] not in {each.key for each in rows}:
            row.key = told["key"]
        return row

    def in_order(self, rows: list[Any]) -> list[Any]:
        asked = str(self.data.get("up", "")) if self.data else ""
        place = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
        if 0 < place < len(rows):
            rows[place - 1], rows[place] = rows[place], rows[place - 1]
        return rows


class SourcesMatrixForm(RowsForm):
    model, row_form, relation = SourceRow, SourceRowForm, "sources"


class TimelineForm(RowsForm):
    """Put in the order of the story: by its parts, and in each by the day."""

    model, row_form, relation = LivedMoment, LivedMomentForm, "moments"

    def in_order(self, rows: list[Any]) -> list[Any]:
        return sorted(rows, key=place_in_the_story)


def place_in_the_story(row: LivedMoment) -> tuple[int, tuple[int, int, int]]:
    return Phase.values.index(row.phase), row.moment


class LessonsForm(RowsForm):
    model, row_form, relation = DrawnLesson, LessonForm, "lessons"
