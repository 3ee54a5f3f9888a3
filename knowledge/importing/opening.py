"""Opening a file that somebody says holds cases: CSV, XLSX or JSON Lines.

Nothing is believed because of its name: what the file is, its bytes say.
Cases come one at a time, so that ten thousand of them need little memory.
"""

from __future__ import annotations

from collections import defaultdict
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from knowledge.importing import shape
from knowledge.importing.books import rows_of_book
from knowledge.importing.limits import MAX_BYTES, MAX_ROWS, SourceError
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
from knowledge.importing.texts import cases_of_lines, cases_of_table
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator


def open_cases(file: IO[bytes]) -> Opened:
    """What the file holds.

    Raises:
        SourceError: it is no table of cases; going through `cases` may raise it too.

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
    start = file.read(4096)
    file.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return cases_of_book(file)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return cases_of_lines(file)
    return cases_of_table(file, start)


# --- Spreadsheets -------------------------------------------------------------------


def cases_of_book(file: IO[bytes]) -> Opened:
    """The sheet of the cases, each with its rows of the others.

    Those are read first and kept, because the sheet of a row says to which case
    it belongs, and not where that is.
    """
    opened = Opened((), "xlsx")
    sheets = rows_of_book(file)
    known = shape.sheet_names()
    found = {name: known[fold(name)] for name in sheets if fold(name) in known}
    own = next((name for name, each in found.items() if each.name == shape.CASES), None)
    own = own or next(iter(sheets))
    columns, rows = heading(shape.CASES, sheets[own], opened.unused)
    check_columns(columns)
    kept: dict[str, dict[str, list[RawRow]]] = {}
    for name, each in found.items():
        if name != own and each.name != shape.CASES:
            kept[each.name] = rows_by_case(each.name, sheets[name], opened)
    opened.cases = limited(gathered(rows, columns, kept, opened))
    return opened


def heading(
    name: str, rows: Iterator[tuple[int, list[Any]]], unused: list[str]
) -> tuple[list[str | None], Iterator[tuple[int, list[Any]]]]:
    for _number, cells in rows:
        if not is_blank(cells):
            return named_columns(name, cells, unused), rows
    return [], rows


def rows_by_case(
    name: str, rows: Iterator[tuple[int, list[Any]]], opened: Opened
) -> dict[str, list[RawRow]]:
    columns, below = heading(name, rows, opened.unused)
    found: dict[str, list[RawRow]] = defaultdict(list)
    if columns and shape.NUMBER not in columns:
        raise SourceError(
            _("The sheet “%(sheet)s” lacks the column “%(column)s” (%(name)s).")
            % {
                "sheet": shape.title_of(shape.sheet(name)),
                "column": shape.header(shape.sheet(name).columns[0]),
                "name": shape.NUMBER,
            }
        )
    last = ""
    for nth, (number, cells) in enumerate(below):
        if nth > MAX_ROWS:
            raise SourceError(
                _("The sheet “%(sheet)s” has more than %(limit)s rows: split the file.")
                % {"sheet": shape.title_of(shape.sheet(name)), "limit": MAX_ROWS}
            )
        if not is_blank(cells):
            row = row_of(number, columns, cells)
            # Merged downwards, or left empty: the experience of the row above.
            last = own_number(row) or last
            found[last].append(row)
    return found


def own_number(row: RawRow) -> str:
    told = row.cells.pop(shape.NUMBER, None)
    if isinstance(told, float) and told.is_integer():
        told = int(told)
    return "" if told is None else str(told).strip()


def gathered(
    rows: Iterator[tuple[int, list[Any]]],
    columns: list[str | None],
    kept: dict[str, dict[str, list[RawRow]]],
    opened: Opened,
) -> Iterator[RawCase]:
    for number, cells in rows:
        if is_blank(cells):
            continue
        row = row_of(number, columns, cells)
        told = own_number(row)
        row.cells[shape.NUMBER] = told
        yield RawCase(row, {name: found.pop(told, []) for name, found in kept.items()})
    for name, found in kept.items():
        opened.strays += [(name, row.row, told) for told, left in found.items() for row in left]
