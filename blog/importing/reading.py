"""Opening a file that somebody says holds articles: JSON Lines, CSV or XLSX.

Nothing is believed because of its name: what the file is, its bytes say.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.file_kinds import CarriesMacrosError, UnpacksTooLargeError, is_what_it_says

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MAX_BYTES = 32 * 1024 * 1024
MAX_LINE_BYTES = 4 * 1024 * 1024
MAX_ROWS = 20_000
# What every row needs; the other columns are in docs/import.md.
REQUIRED = ("titulo", "cuerpo", "fecha")
LISTS = ("categorias", "fuentes", "regiones", "etiquetas")


class SourceError(Exception):
    """The file is not what it says. Its text is one sentence for the person who gave it."""


@dataclass
class Raw:
    """One row as it stands in the file, or why it cannot be read."""

    number: int
    cells: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


def read_path(path: Path) -> list[Raw]:
    """The rows of the file at `path`.

    Raises:
        SourceError: there is no such file, or it is no table of articles.

    """
    try:
        check_file(path)
        with path.open("rb") as file:
            return read_rows(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(
            _("%(file)s cannot be read: %(reason)s.") % {"file": path, "reason": reason}
        ) from None


def check_file(path: Path) -> None:
    if path.is_dir():
        raise SourceError(_("%(file)s is a folder, not a file.") % {"file": path})
    if not path.exists():
        raise SourceError(_("There is no file %(file)s.") % {"file": path})
    if not path.is_file():
        raise SourceError(_("%(file)s is not an ordinary file.") % {"file": path})


def read_rows(file: IO[bytes]) -> list[Raw]:
    """The rows of an open file, in their order; at least one of them can be read.

    Raises:
        SourceError: it is no table of articles.

    """
    size = file.seek(0, 2)
    if not size:
        raise SourceError(_("The file is empty."))
    if size > MAX_BYTES:
        raise SourceError(
            _("The file is larger than %(limit)s MB: split it into several.")
            % {"limit": MAX_BYTES // 1024**2}
        )
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    rows = list(limited(rows_of_book(file) if start == b"PK\x03\x04" else rows_of_text(file)))
    check_columns(rows)
    return rows


def limited(rows: Iterator[Raw]) -> Iterator[Raw]:
    for nth, row in enumerate(rows, start=1):
        if nth > MAX_ROWS:
            raise SourceError(
                _("The file has more than %(limit)s rows: split it into several.")
                % {"limit": MAX_ROWS}
            )
        yield row


def check_columns(rows: list[Raw]) -> None:
    if not rows:
        raise SourceError(_("The file has no rows."))
    good = [row for row in rows if not row.problem]
    if not good:
        raise SourceError(
            _("No row of the file can be read. Row %(number)s: %(reason)s.")
            % {"number": rows[0].number, "reason": rows[0].problem}
        )
    missing = [name for name in REQUIRED if not any(name in row.cells for row in good)]
    if missing:
        raise SourceError(
            ngettext(
                "This is not a table of articles: the column %(columns)s is missing.",
                "This is not a table of articles: the columns %(columns)s are missing.",
                len(missing),
            )
            % {"columns": ", ".join(missing)}
        )


# --- Text: JSON Lines and CSV ---------------------------------------------------


def rows_of_text(file: IO[bytes]) -> Iterator[Raw]:
    start = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    file.seek(0)
    if b"\x00" in start:
        raise SourceError(_("The file is not text: only JSON Lines, CSV and XLSX can be read."))
    if start.startswith(b"["):
        raise SourceError(
            _("The file is one JSON list: write one article per line, without the list around.")
        )
    return rows_of_lines(file) if start.startswith(b"{") else rows_of_table(file)


def rows_of_lines(file: IO[bytes]) -> Iterator[Raw]:
    number = 0
    while line := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) > MAX_LINE_BYTES:
            raise SourceError(
                _("Line %(number)s is longer than %(limit)s MB: that is no article.")
                % {"number": number, "limit": MAX_LINE_BYTES // 1024**2}
            )
        if line.strip():
            yield row_of_line(number, decoded(line, number).strip())


def row_of_line(number: int, line: str) -> Raw:
    try:
        cells = json.loads(line)
    except RecursionError:
        return Raw(number, problem=_("is nested too deeply to be an article"))
    except ValueError as error:
        told = getattr(error, "colno", 1)
        return Raw(number, problem=_("is not JSON (at sign %(place)s)") % {"place": told})
    if not isinstance(cells, dict):
        return Raw(number, problem=_("is not an object with columns"))
    return Raw(number, {str(name).strip().lower(): value for name, value in cells.items()})


def decoded(line: bytes, number: int) -> str:
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        raise SourceError(
            _("The file is not text in UTF-8 (line %(number)s): save it as “CSV UTF-8”.")
            % {"number": number}
        ) from None


def rows_of_table(file: IO[bytes]) -> Iterator[Raw]:
    lines = [decoded(line, nth) for nth, line in enumerate(file, start=1)]
    text = "".join(lines)
    if "\x00" in text:
        raise SourceError(_("The file is not text: only JSON Lines, CSV and XLSX can be read."))
    header = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = csv.field_size_limit(MAX_LINE_BYTES)
    try:
        yield from rows_below_header(with_lines(reader))
    finally:
        csv.field_size_limit(before)


def with_lines(reader: Any) -> Iterator[tuple[int, list[Any]]]:
    """Each row with the line it begins on."""
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(
            _("Line %(number)s is not CSV: %(reason)s.")
            % {"number": reader.line_num, "reason": error}
        ) from None


def rows_below_header(rows: Iterator[tuple[int, list[Any]]]) -> Iterator[Raw]:
    """The first row that holds anything names the columns of the others."""
    columns: list[str] = []
    for number, cells in rows:
        if not any(str(cell if cell is not None else "").strip() for cell in cells):
            continue
        if not columns:
            columns = [str(cell or "").strip().lower() for cell in cells]
            check_twice(columns)
        elif any(str(cell or "").strip() for cell in cells[len(columns) :]):
            yield Raw(number, problem=_("has more cells than there are columns"))
        else:
            named = zip(columns, cells, strict=False)
            yield Raw(number, {name: cell for name, cell in named if name and cell is not None})


def check_twice(columns: list[str]) -> None:
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise SourceError(
            _("The file repeats the columns %(columns)s.") % {"columns": ", ".join(twice)}
        )


# --- Spreadsheets ---------------------------------------------------------------


def rows_of_book(file: IO[bytes]) -> Iterator[Raw]:
    try:
        is_book = is_what_it_says("xlsx", file)
    except CarriesMacrosError:
        raise SourceError(_("The spreadsheet carries macros: save it without them.")) from None
    except UnpacksTooLargeError:
        raise SourceError(_("The spreadsheet unpacks to far more than articles need.")) from None
    if not is_book:
        raise SourceError(_("The file is not a spreadsheet in XLSX, nor text."))
    file.seek(0)
    # By name: it takes ten MiB of every process that imports it, and few ever read a spreadsheet.
    load_workbook = import_string("openpyxl.load_workbook")
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [
            (number, [as_text(cell) for cell in cells])
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
            if number <= MAX_ROWS + 2
        ]
    except Exception:
        # Damaged spreadsheets fail in as many ways as there are parts in them.
        raise SourceError(_("The spreadsheet is damaged: save it again.")) from None
    yield from rows_below_header(iter(rows))


def as_text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


# --- Cells ----------------------------------------------------------------------


def text_of(cells: dict[str, Any], name: str) -> str:
    """What stands in a cell as text; several texts are joined with commas.

    Raises:
        ValueError: it holds something else.

    """
    value = cells.get(name)
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(part for part in map(one_text(name), value) if part.strip())
    return one_text(name)(value)


def one_text(name: str) -> Callable[[Any], str]:
    def of(value: Any) -> str:
        if isinstance(value, bool | dict | list):
            raise ValueError(_("“%(column)s” is not text") % {"column": name})
        return "" if value is None else str(value)

    return of


def list_of(cells: dict[str, Any], name: str) -> list[str]:
    """The texts of a cell: a JSON list, or a text parted by vertical bars or semicolons."""
    value = cells.get(name)
    if isinstance(value, str):
        value = value.strip()
        parting = "|" if "|" in value else ";"
        value = json_list(value) if value.startswith("[") else value.split(parting)
    elif value is None:
        return []
    elif not isinstance(value, list):
        value = [value]
    texts = [one_text(name)(part).strip() for part in value]
    return list(dict.fromkeys(text for text in texts if text))


def json_list(text: str) -> list[Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return [text]
    return value if isinstance(value, list) else [text]
