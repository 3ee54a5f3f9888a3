"""Empty tables to be filled in: their columns, what may stand in them, and how it is written."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.models import Theme
from knowledge.importing import shape
from knowledge.importing.writing import add_sheet, csv_line
from knowledge.levels import asked_for
from knowledge.models import Condition, TargetGroup
from knowledge.scales import Level
from networks.models import NetworkPage

if TYPE_CHECKING:
    from collections.abc import Callable

# What is listed whole among the allowed values.
LISTS = (Theme, TargetGroup, Condition, NetworkPage)
ROWS_WITH_LISTS = 2_000
# Where the levels and the columns call one thing by two names.
ASKED_AS = {"themes": "case_themes", "start": "start_year"}


def words_for(column: Any) -> list[str]:
    """What may be written in a column, in words; nothing where anything may."""
    if column.kind == "yes_no":
        return [pgettext("answer", "yes"), pgettext("answer", "no")]
    if column.choices:
        return [str(label) for value, label in column.choices if value != ""]
    if column.to in LISTS:
        things = column.to.objects.all()
        if column.to is NetworkPage:
            things = things.live().public()
        elif hasattr(things, "active"):
            things = things.active()
        return [str(thing) if column.to is not Theme else thing.name for thing in things]
    return []


def blank_book() -> bytes:
    """A sheet for the cases, one for each kind of row, the values they may have, and help."""
    book = import_string("openpyxl.Workbook")(write_only=True)
    lists = {
        (sheet.name, column.name): (f"{shape.title_of(sheet)}: {shape.header(column)}", words)
        for sheet in shape.sheets()
        for column in sheet.columns
        if (words := words_for(column))
    }
    allowed = _("Allowed values")
    places = {place: nth for nth, place in enumerate(lists, start=1)}
    for sheet in shape.sheets():
        heading = [shape.header(column) for column in sheet.columns]
        made = add_sheet(book, shape.title_of(sheet), [heading])
        for nth, column in enumerate(sheet.columns, start=1):
            place = (sheet.name, column.name)
            if column.kind in ("moment", "date", "line") or column.name == shape.NUMBER:
                as_text(made, nth)
            if place in places and column.kind in ("choice", "yes_no", "reference"):
                offer(made, nth, allowed, places[place], len(lists[place][1]))
    add_sheet(book, allowed, lines_of_lists(list(lists.values())), 36)
    add_sheet(book, _("Help"), lines_of_help(), 36)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_text(sheet: Any, nth: int) -> None:
    """Have the column kept as it is typed: "03/2019" is no day, "0012" no twelve."""
    letter = import_string("openpyxl.utils.get_column_letter")(nth)
    sheet.column_dimensions[letter].number_format = "@"


def offer(sheet: Any, nth: int, allowed: str, place: int, many: int) -> None:
    """A list to choose from; what is written otherwise is taken too."""
    letters = import_string("openpyxl.utils.get_column_letter")
    make = import_string("openpyxl.worksheet.datavalidation.DataValidation")
    source = f"'{allowed}'!${letters(place)}$2:${letters(place)}${many + 1}"
    validation = make(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    validation.add(f"{letters(nth)}2:{letters(nth)}{ROWS_WITH_LISTS}")
    sheet.data_validations.append(validation)


def lines_of_lists(lists: list[tuple[str, list[str]]]) -> list[list[Any]]:
    longest = max(len(words) for _title, words in lists)
    lines: list[list[Any]] = [[title for title, _words in lists]]
    for nth in range(longest):
        lines.append([words[nth] if nth < len(words) else None for _title, words in lists])
    return lines


def lines_of_help() -> list[list[Any]]:
    """A line for each column: what it is, how it is written, who asks for it."""
    lines: list[list[Any]] = [
        [
            *(pgettext("of a book", "Sheet"), _("Column"), _("Name in CSV and JSON Lines")),
            *(pgettext("of a column", "Asked for"), _("How it is written"), _("What it is for")),
        ]
    ]
    for sheet in shape.sheets():
        for column in sheet.columns:
            lines.append(
                [
                    *(shape.title_of(sheet), shape.header(column), column.name),
                    *(asked(sheet, column), how_to_write(column), str(column.help)),
                ]
            )
    return lines


def asked(sheet: shape.Sheet, column: Any) -> str:
    if column.is_required:
        return _("always")
    if sheet.name != shape.CASES:
        return ""
    for level in (Level.REGISTERED, Level.SYSTEMATIZED, Level.VERIFIED):
        if ASKED_AS.get(column.name, column.name) in asked_for(level):
            return _("to be %(level)s") % {"level": level.label}
    return ""


def how_to_write(column: Any) -> str:
    limit = getattr(column.field, "max_length", None)
    ways = {
        "whole": _("A whole number"),
        "decimal": _("A number; decimals after a comma or a point"),
        "moment": _("2019, 03/2019 or 15/03/2019"),
        "date": _("15/03/2019"),
        "yes_no": _("yes or no"),
        "choice": _("One of the allowed values"),
        "choices": _("Allowed values, parted by vertical bars"),
        "references": _("Names, parted by vertical bars"),
        "words": _("Words, parted by vertical bars"),
        "reference": _("A name or a code"),
        "narrative": _("Text, of as many paragraphs as you like"),
        "key": "",
    }
    way = ways.get(column.kind, _("Text"))
    if column.kind in ("line", "text") and limit:
        return _("Text of up to %(limit)d characters") % {"limit": limit}
    return way


def blank_csv() -> bytes:
    """The columns of the cases alone, in words."""
    columns = shape.sheet(shape.CASES).columns
    return b"\xef\xbb\xbf" + csv_line(shape.header(column) for column in columns)


def blank_lines() -> bytes:
    """One line with every name there is, empty, and one row of each kind."""
    told: dict[str, Any] = {column.name: "" for column in shape.sheet(shape.CASES).columns}
    for relation in shape.ROWS:
        columns = shape.sheet(relation).columns[1:]
        told[relation] = [{column.name: "" for column in columns}]
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"


TEMPLATES: dict[str, Callable[[], bytes]] = {
    "xlsx": blank_book,
    "csv": blank_csv,
    "jsonl": blank_lines,
}
