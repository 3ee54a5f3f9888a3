"""Cases in text: JSON Lines and CSV, however their letters and columns are written."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from knowledge.importing import shape
from knowledge.importing.cells import whole
from knowledge.importing.limits import MAX_LINE, SourceError
from knowledge.importing.raw import (
    Opened,
    RawCase,
    RawRow,
    check_columns,
    is_blank,
    limited,
    named_columns,
    row_of,
)
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS = ";,\t|"


def nested(own: RawRow) -> RawCase:
    """A case of one line: its rows lie in its cells, as lists of objects."""
    case = RawCase(own)
    for relation in shape.ROWS:
        if relation in own.cells:
            case.rows[relation] = [
                row_in_cell(own, relation, told) for told in listed(own, relation)
            ]
    return case


def listed(own: RawRow, relation: str) -> list[Any]:
    told = own.cells.pop(relation)
    if isinstance(told, str):
        if not told.strip():
            return []
        try:
            told = json.loads(told, parse_float=Decimal)
        except (ValueError, RecursionError):
            return [None]
    return told if isinstance(told, list) else [told]


def row_in_cell(own: RawRow, relation: str, told: Any) -> RawRow:
    if not isinstance(told, dict):
        return RawRow(own.row, problem=_("is not a list of objects as JSON writes it"))
    columns = ((shape.headed(relation, str(name)), cell) for name, cell in told.items())
    return RawRow(own.row, {column.name: cell for column, cell in columns if column})


# --- JSON Lines -------------------------------------------------------------------


def cases_of_lines(file: IO[bytes]) -> Opened:
    opened = Opened((), "jsonl", "UTF-8")
    opened.cases = limited(nested(row) for row in lines_of(file, opened.unused))
    return opened


def lines_of(file: IO[bytes], unused: list[str]) -> Iterator[RawRow]:
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise SourceError(
                _("Line %(number)s is longer than %(limit)s MB: that is no experience.")
                % {"number": number, "limit": MAX_LINE // 1024**2}
            )
        if line.strip():
            yield row_of_line(number, line, unused)


def row_of_line(number: int, line: bytes, unused: list[str]) -> RawRow:
    try:
        told = json.loads(line.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        return RawRow(number, problem=_("is not text in UTF-8"))
    except RecursionError:
        return RawRow(number, problem=_("is nested too deeply"))
    except ValueError as error:
        place = getattr(error, "colno", 1)
        return RawRow(number, problem=_("is not JSON (at sign %(place)s)") % {"place": place})
    if not isinstance(told, dict):
        return RawRow(number, problem=_("is not an object with columns"))
    return RawRow(number, cells_of_object(told, unused))


def cells_of_object(told: dict[str, Any], unused: list[str]) -> dict[str, Any]:
    cells = {}
    for name, value in told.items():
        column = shape.headed(shape.CASES, str(name))
        if column is not None:
            cells[column.name] = value
        elif name in shape.ROWS:
            cells[name] = value
        elif whole(name) not in unused:
            unused.append(whole(str(name))[:80])
    return cells


# --- CSV --------------------------------------------------------------------------


def cases_of_table(file: IO[bytes], start: bytes) -> Opened:
    content = file.read()
    if b"\x00" in start and start[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        is_binary = sum(start.count(byte) for byte in (b"\x00", b"\x01", b"\x02")) > 8
        if is_binary:
            raise SourceError(_("The file is not text: only CSV, XLSX and JSON Lines can be read."))
    encoding, text = decoded(content)
    del content
    separator = separator_of(text)
    opened = Opened((), "csv", encoding, separator)
    table = rows_of_text(text, separator)
    columns: list[str | None] = []
    for _number, cells in table:
        if not is_blank(cells):
            columns = columns_of_table(cells, opened.unused)
            break
    if not columns:
        raise SourceError(_("The file has no rows."))
    rows = (row_of(number, columns, cells) for number, cells in table if not is_blank(cells))
    opened.cases = limited(nested(row) for row in rows)
    return opened


def columns_of_table(cells: list[str], unused: list[str]) -> list[str | None]:
    """As those of the sheet of cases; a column may also hold all rows of one kind."""
    known = {fold(name): name for name in shape.ROWS}
    lists = [known.get(fold(cell)) for cell in cells]
    plain = [None if name else cell for name, cell in zip(lists, cells, strict=True)]
    found = named_columns(shape.CASES, plain, unused)
    check_columns(found)
    return [name or column for name, column in zip(lists, found, strict=True)]


def decoded(content: bytes) -> tuple[str, str]:
    """The name of the encoding and the text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16", content.decode("utf-16", errors="replace")
    try:
        return "UTF-8", content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes where nothing else is chosen; five of its bytes mean nothing.
        return "Windows-1252", content.decode("cp1252", errors="replace")


def separator_of(text: str) -> str:
    """The sign that parts the most columns we know in the first line that holds anything."""
    header = next((line for line in text[:65536].splitlines() if line.strip()), "")
    known = shape.headers(shape.CASES)

    def recognized(sign: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=sign), [])
        return sum(fold(cell) in known for cell in cells), header.count(sign)

    return max(SEPARATORS, key=recognized)


def rows_of_text(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on."""
    # A NUL stays in its cell, where it is refused; the reader of old Pythons stumbled over it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    line = 1
    before = csv.field_size_limit(MAX_LINE)
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(
            _("Line %(number)s is not CSV: %(reason)s.")
            % {"number": reader.line_num, "reason": error}
        ) from None
    finally:
        csv.field_size_limit(before)
