"""Form fields for amounts, counts and dates, as people of different countries write them."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy

from community.figures import GROUPS, LONGEST_FIGURE, SPACES, AmbiguousError, number_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def written(value: Decimal) -> str:
    """The number as one would write it in this language, so that `number_of` gives it again."""
    text = f"{value:f}"
    if "." not in text:
        return text
    whole, part = text.split(".")
    part = part.rstrip("0")
    if len(part) == 3:
        part += "0"
    return f"{whole}{get_format('DECIMAL_SEPARATOR')}{part}" if part else whole


class AmountField(forms.DecimalField):
    """A number with decimals; with comma or point, and signs between thousands."""

    default_error_messages = {
        "invalid": gettext_lazy(
            "Write a number, for example 1250 or 12,5. Put units and remarks elsewhere."
        ),
        "ambiguous": gettext_lazy(
            "“%(typed)s” may be thousands or decimals. Write %(whole)s or %(part)s."
        ),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs=FIGURE))
        super().__init__(required=options.pop("required", False), **options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value is None or isinstance(value, Decimal | int):
            return None if value is None else Decimal(value)
        text = str(value).strip()
        if not text:
            return None
        try:
            if len(text) > LONGEST_FIGURE:
                raise ValueError(text[:LONGEST_FIGURE])
            return number_of(text)
        except AmbiguousError as error:
            told = {"typed": text, "whole": error.whole, "part": error.part}
            raise ValidationError(
                self.error_messages["ambiguous"], code="ambiguous", params=told
            ) from error
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return differs(self, initial, data)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class CountField(forms.IntegerField):
    """A whole number; signs between thousands may be written."""

    default_error_messages = {
        "invalid": gettext_lazy("Write a whole number in digits, for example 1250."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs=FIGURE))
        super().__init__(
            required=options.pop("required", False),
            min_value=options.pop("min_value", 0),
            **options,
        )

    def to_python(self, value: Any) -> int | None:
        text = SPACES.sub("", str("" if value is None else value))
        if GROUPS.fullmatch(text):
            text = re.sub("[.,]", "", text)
        if len(text) > LONGEST_FIGURE:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return differs(self, initial, data)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


FIGURE = {"class": "figure", "inputmode": "decimal", "autocomplete": "off"}


def differs(field: forms.Field, initial: Any, data: Any) -> bool:
    """Whether another number was written; what cannot be read is another."""
    try:
        return bool(field.to_python(data) != initial)
    except ValidationError:
        return True


Moment = tuple[int | None, int | None, int | None]
NO_MOMENT: Moment = (None, None, None)
IN_FIGURES = re.compile(r"(?:(?:(\d{1,2})[/.\-])?(\d{1,2})[/.\-])?(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
IN_WORDS = re.compile(r"(?:(\d{1,2})\s*(?:de\s+)?)?([^\W\d_]{3,12})\.?\s*(?:de\s+|del\s+)?(\d{4})")


class MomentField(forms.Field):
    """A date as exact as it is known, in one box: year, month and day, each None if unknown.

    "2019", "5/2019", "31/05/2019", "2019-05-31", "mayo de 2019".
    """

    default_error_messages = {
        "required": gettext_lazy("Write when it was; the year is enough: 2019."),
        "invalid": gettext_lazy(
            "Write the date like this: 2019, 05/2019 or 31/05/2019 (day, month, year)."
        ),
        "no_day": gettext_lazy("There is no %(typed)s: that month has no such day."),
        "no_month": gettext_lazy("There is no %(typed)s: a year has twelve months."),
        "year": gettext_lazy("Write a year between %(first)d and 2100."),
    }

    def __init__(self, *, first: int = 1500, help_text: StrOrPromise = "", **options: Any) -> None:
        super().__init__(
            help_text=help_text or gettext_lazy("As exact as you know: 2019, 05/2019, 31/05/2019."),
            widget=forms.TextInput(attrs={"class": "moment", "autocomplete": "off"}),
            **options,
        )
        self.first = first

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, tuple):
            return value
        year, month, day = value
        parts = [f"{day:02}" if day and month else "", f"{month:02}" if month else "", year]
        return "/".join(str(part) for part in parts if part)

    def to_python(self, value: Any) -> Moment:
        text = " ".join(str(value or "").split()).casefold()
        if not text:
            return NO_MOMENT
        moment = read_moment(text)
        if moment is None:
            raise self.wrong("invalid", text)
        year, month, day = moment
        if year is None or not self.first <= year <= 2100:
            raise ValidationError(
                self.error_messages["year"], code="year", params={"first": self.first}
            )
        if month is not None and not 1 <= month <= 12:
            raise self.wrong("no_month", text)
        if day is not None and month is not None and not is_day(year, month, day):
            raise self.wrong("no_day", text)
        return moment

    def wrong(self, code: str, text: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"typed": text[:40]})

    def validate(self, value: Any) -> None:
        if self.required and value == NO_MOMENT:
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return differs(self, initial or NO_MOMENT, data)


def read_moment(text: str) -> Moment | None:
    """Year, month and day of a date in figures or words; None when it is neither."""
    if found := IN_FIGURES.fullmatch(text):
        day, month, year = found.groups()
    elif found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := IN_WORDS.fullmatch(text):
        day, name, year = found.groups()
        month = str(month_called(name))
    else:
        return None
    return int(year), int(month) if month else None, int(day) if day else None


SPANISH = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
).split()


def month_called(name: str) -> int:
    """The number of a month by its name or beginning; 13 when there is none."""
    name = "septiembre" if name.startswith("seti") else name
    for number in range(1, 13):
        names = (SPANISH[number - 1], str(MONTHS[number]).casefold())
        if any(each.startswith(name) for each in names):
            return number
    return 13


def is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
