"""What one cell of a table says, and how a value is written in one.

`READERS` has, for each kind of column, what turns a cell into the value of a
field; what it cannot understand it refuses with a sentence.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.tables import FORMULA
from knowledge.importing.narrative import narrative_of
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.importing.references import References
    from knowledge.importing.shape import Column

BREAKS = re.compile(r"[\x01-\x1f\x7f-\x9f\u2028\u2029]+")
# Half a sign, as broken JSON writes it: nothing can keep it.
SURROGATE = re.compile(r"[\ud800-\udfff]")
# In a text of several lines; tabs and breaks stay.
UNSEEN = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
YES = frozenset({"si", "s", "yes", "y", "true", "verdadero", "sim", "1", "x"})
# What a spreadsheet writes where its formula went wrong.
WENT_WRONG = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
NO = frozenset({"no", "n", "false", "falso", "nao", "0"})
MANY_NAMED = 12


class CellError(ValueError):
    """The cell cannot be understood. Its text goes after a colon."""


def text_in(raw: Any) -> str:
    """The cell as text, its ends trimmed."""
    if not isinstance(raw, str):
        return text_of_value(raw)
    if "\x00" in raw:
        raise CellError(_("holds a sign that no text has (NUL): delete it"))
    if SURROGATE.search(raw):
        raise CellError(_("holds half a sign, which is no letter: write it again"))
    text = raw.strip()
    if text in WENT_WRONG:
        raise CellError(_("is a formula that went wrong: write the value"))
    return unquoted(text)


def whole(text: str) -> str:
    """With a mark in the place of half signs, which cannot be kept."""
    return SURROGATE.sub("\ufffd", text)


def text_of_value(raw: Any) -> str:
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "1" if raw else "0"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date | int | float | Decimal):
        return str(raw)
    raise CellError(_("a list or a table does not fit here"))


def unquoted(text: str) -> str:
    """Without the mark that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA else text


# --- Texts ----------------------------------------------------------------------


def read_line(column: Column, raw: Any, refs: References) -> str:
    text = text_in(raw)
    if not text.isprintable():
        text = BREAKS.sub(" ", text).strip()
    return fitting(column, text)


def read_text(column: Column, raw: Any, refs: References) -> str:
    return fitting(column, UNSEEN.sub("", text_in(raw).replace("\r\n", "\n").replace("\r", "\n")))


def read_narrative(column: Column, raw: Any, refs: References) -> str:
    return narrative_of(text_in(raw))


def fitting(column: Column, text: str) -> str:
    if column.field is None or not text:
        return text
    limit = column.field.max_length
    if limit and len(text) > limit:
        told = {"length": len(text), "limit": limit}
        raise CellError(_("has %(length)d characters and no more than %(limit)d fit") % told)
    check(column, text)
    return text


def check(column: Column, value: Any) -> None:
    """Raise a `CellError` with what the rules of the field say."""
    try:
        column.field.run_validators(value)
    except ValidationError as error:
        raise CellError(" ".join(error.messages).rstrip(".")) from None


# --- Figures ----------------------------------------------------------------------


def read_whole(column: Column, raw: Any, refs: References) -> int | None:
    text = text_in(raw)
    if not text:
        return None
    value = number_in(text, 0, None)
    if value != value.to_integral_value():
        raise CellError(_("is not a whole number"))
    whole = int(value)
    if column.field is not None:
        check(column, whole)
    return whole


def read_decimal(column: Column, raw: Any, refs: References) -> Decimal | None:
    text = text_in(raw)
    if not text:
        return None
    places, digits = column.field.decimal_places, column.field.max_digits
    value = number_in(text, places, largest(column), is_typed=isinstance(raw, str))
    try:
        value = value.quantize(Decimal(1).scaleb(-places))
    except InvalidOperation:
        raise CellError(_("is too large a number")) from None
    if len(value.as_tuple().digits) > digits:
        raise CellError(_("is too large a number"))
    check(column, value)
    return value


def largest(column: Column) -> Decimal | None:
    limits = [
        each.limit_value for each in column.field.validators if isinstance(each, MaxValueValidator)
    ]
    return Decimal(min(limits)) if limits else None


PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")


def number_in(text: str, places: int, most: Decimal | None, *, is_typed: bool = True) -> Decimal:
    """The number, whichever sign parts its decimals and its thousands.

    Where a sign may do either ("1.234"), what the column can hold decides, and
    where that does not, the cell is refused: nobody's figures are guessed.
    """
    bare = re.sub(r"[\s\u00a0\u202f'’]", "", text).replace("\u2212", "-").removesuffix("%")
    signs = [sign for sign in bare if sign in ".,"]
    if is_typed and signs:
        bare = with_point(bare, signs, places, most, text)
    if not PLAIN.fullmatch(bare):
        raise CellError(_("is not a number"))
    return Decimal(bare)


def with_point(bare: str, signs: list[str], places: int, most: Decimal | None, text: str) -> str:
    """The number with a point before its decimals and nothing between its thousands."""
    if len(set(signs)) == 2:
        last = signs[-1]
        other = "," if last == "." else "."
        return bare.replace(other, "").replace(last, ".") if signs.count(last) == 1 else text
    if len(signs) > 1:
        groups = re.fullmatch(r"[+-]?\d{1,3}(?:[.,]\d{3})+", bare)
        return bare.replace(signs[0], "") if groups else text
    whole, _sign, rest = bare.partition(signs[0])
    may_be_thousands = len(rest) == 3 and 1 <= len(whole.lstrip("+-")) <= 3
    may_be_thousands = may_be_thousands and whole.lstrip("+-") != "0"
    if may_be_thousands and places < 3:
        return whole + rest
    if may_be_thousands and (most is None or most >= 1000):
        options = {"thousands": whole + rest, "decimal": f"{whole},{rest}0"}
        raise CellError(
            _("may be %(thousands)s or %(decimal)s: write it one of these ways") % options
        )
    return f"{whole}.{rest}"


# --- Dates --------------------------------------------------------------------------

YEAR = re.compile(r"(\d{4})")
YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def read_moment(column: Column, raw: Any, refs: References) -> list[int | None]:
    """Year, month and day, as many as the column keeps; None for what is not known."""
    if isinstance(raw, datetime | date):
        found: list[int | None] = [raw.year, raw.month, raw.day]
        return found[: len(column.parts)]
    text = text_in(raw)
    if not text:
        return [None] * len(column.parts)
    year, month, day = parts_of_date(text)
    if not 1500 <= year <= 2100:
        raise CellError(_("the year must lie between 1500 and 2100"))
    return [year, month, day][: len(column.parts)]


def read_date(column: Column, raw: Any, refs: References) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = text_in(raw)
    if not text:
        return None
    year, month, day = parts_of_date(text)
    if month is None or day is None:
        raise CellError(_("write the whole date, for example 15/03/2019"))
    return date(year, month, day)


def parts_of_date(text: str) -> tuple[int, int | None, int | None]:
    text = text.split("T")[0].split(" ")[0]
    if found := YEAR.fullmatch(text):
        return int(found[1]), None, None
    if found := YEAR_MONTH.fullmatch(text):
        year, month = int(found[1] or found[4]), int(found[2] or found[3])
        existing(year, month, 1)
        return year, month, None
    if found := DAY.fullmatch(text):
        year, month = int(found[1] or found[6]), int(found[2] or found[5])
        day = int(found[3] or found[4])
        existing(year, month, day)
        return year, month, day
    raise CellError(_("is not a date: write 2019, 03/2019 or 15/03/2019"))


def existing(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        raise CellError(_("there is no such day: it is written day/month/year")) from None


# --- Values of lists -------------------------------------------------------------------


def read_yes_no(column: Column, raw: Any, refs: References) -> bool | None:
    if isinstance(raw, bool):
        return raw
    told = fold(text_in(raw))
    if not told:
        return None
    if told in YES or told in NO:
        return told in YES
    raise CellError(_("write yes or no"))


@cache
def words_of(column: Column) -> dict[str, Any]:
    """All that stands for each value, folded: itself and its word in each language."""
    found: dict[str, Any] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for value, label in column.choices:
                found.setdefault(fold(str(label)), value)
    values = {str(value): value for value, _label in column.choices if value != ""}
    # As it is kept, it is known without folding.
    return found | {fold(word): value for word, value in values.items()} | values


def read_choice(column: Column, raw: Any, refs: References) -> Any:
    text = text_in(raw)
    if not text:
        return column.field.get_default() if not column.field.null else None
    return chosen(column, text)


def chosen(column: Column, text: str) -> Any:
    words = words_of(column)
    for word in (text, fold(text)):
        if word in words:
            return words[word]
    raise CellError(not_listed([str(label) for value, label in column.choices if value != ""]))


def not_listed(words: list[str]) -> str:
    named = "; ".join(words[:MANY_NAMED])
    if len(words) > MANY_NAMED:
        return _("is not one of the values, such as %(values)s") % {"values": named}
    return _("is not one of the values: %(values)s") % {"values": named}


def read_choices(column: Column, raw: Any, refs: References) -> list[Any]:
    given = parts_in(raw)
    words = words_of(column)
    if len(given) == 1 and "," in given[0] and fold(given[0]) not in words:
        given = [part.strip() for part in given[0].split(",") if part.strip()]
    values: list[Any] = column.field.to_python([chosen(column, part) for part in given])
    return values


def parts_in(raw: Any) -> list[str]:
    """The texts of a cell that holds a list: each once, in their order."""
    if isinstance(raw, list):
        given = raw
    else:
        text = text_in(raw)
        given = json_list(text) if text.startswith("[") else re.split(r"[|;\n]", text)
    parts = (text_in(each) for each in given)
    return list(dict.fromkeys(part for part in parts if part))


def json_list(text: str) -> list[Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise CellError(_("is not a list as JSON writes it")) from None
    return told if isinstance(told, list) else [told]


def read_words(column: Column, raw: Any, refs: References) -> list[str]:
    parts = parts_in(raw)
    if len(parts) == 1 and "," in parts[0]:
        parts = [part.strip() for part in parts[0].split(",") if part.strip()]
    if any(len(part) > 100 for part in parts):
        raise CellError(_("a keyword has more than 100 characters"))
    return parts


# --- References --------------------------------------------------------------------------


def read_reference(column: Column, raw: Any, refs: References) -> int | None:
    text = text_in(raw)
    return refs.find(column.to, text) if text else None


def read_references(column: Column, raw: Any, refs: References) -> list[int]:
    found = [refs.find(column.to, part) for part in parts_in(raw)]
    return list(dict.fromkeys(found))


def read_key(column: Column, raw: Any, refs: References) -> str:
    text = text_in(raw)
    if not text:
        return ""
    try:
        return str(UUID(text))
    except ValueError:
        raise CellError(_("is not a key of this site: leave it empty")) from None


READERS: dict[str, Callable[[Any, Any, Any], Any]] = {
    "line": read_line,
    "text": read_text,
    "narrative": read_narrative,
    "whole": read_whole,
    "decimal": read_decimal,
    "moment": read_moment,
    "date": read_date,
    "yes_no": read_yes_no,
    "choice": read_choice,
    "choices": read_choices,
    "words": read_words,
    "reference": read_reference,
    "references": read_references,
    "key": read_key,
}
