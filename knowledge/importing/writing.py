"""Tables of cases going out: exports in the shape of imports, and the empty ones to fill in."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.text import slugify

from community.tables import defused
from knowledge.importing import shape
from knowledge.importing.showing import Names, record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from knowledge.models import Case


def book_of(sheets: Mapping[str, Iterable[list[Any]]], widths: int = 24) -> bytes:
    """A spreadsheet; the first line of each sheet heads it. No text is ever a formula."""
    book = import_string("openpyxl.Workbook")(write_only=True)
    for title, lines in sheets.items():
        add_sheet(book, title, lines, widths)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def add_sheet(book: Any, title: str, lines: Iterable[list[Any]], width: int = 24) -> Any:
    make_cell = import_string("openpyxl.cell.WriteOnlyCell")
    bold = import_string("openpyxl.styles.Font")(bold=True)
    letters = import_string("openpyxl.utils.get_column_letter")
    sheet = book.create_sheet(title=title[:31])
    sheet.freeze_panes = "A2"
    for nth, line in enumerate(lines):
        cells = [safe(cell) for cell in line]
        if nth == 0:
            for place in range(1, len(cells) + 1):
                sheet.column_dimensions[letters(place)].width = width
            cells = [make_cell(sheet, value=cell) for cell in cells]
            for cell in cells:
                cell.font = bold
        sheet.append(cells)
    return sheet


# What XML has no way to write.
UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
LONGEST_CELL = 32_767


def safe(cell: Any) -> Any:
    """As a cell takes it: text that is no formula, without signs that break the file."""
    if not isinstance(cell, str):
        return cell
    return defused(cell.translate(UNWRITABLE))[:LONGEST_CELL]


def cell_of(value: Any) -> Any:
    """A value of a record in one cell: lists parted by bars, rows as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return json.dumps(value, ensure_ascii=False)
        return " | ".join(str(each) for each in value)
    return value


def csv_line(cells: Iterable[Any]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerow(
        [defused(cell) if isinstance(cell, str) else cell for cell in cells]
    )
    return buffer.getvalue().encode()


# --- Cases going out -----------------------------------------------------------------


def records_of(cases: Any) -> Iterator[dict[str, Any]]:
    """What each of a query set of cases says in its newest text, in the shape of an import.

    A few queries for each hundred cases, whatever they hold.
    """
    names = Names()
    wanted = cases.select_related("latest_revision", "imported").order_by("pk")
    for case in wanted.iterator(chunk_size=100):
        yield {**origin_of(case), **record_of(text_of(case), names)}


def text_of(case: Case) -> Case:
    """Its newest text. Of a revision no row is asked for."""
    revision = case.latest_revision
    return case.as_told(revision.content) if revision is not None else case


def origin_of(case: Case) -> dict[str, Any]:
    """By what an import knows it again, here or elsewhere, and which of its texts this is."""
    imported = getattr(case, "imported", None)
    site = slugify(settings.WAGTAIL_SITE_NAME)
    return {
        "number": imported.number if imported else case.reference,
        "source": imported.source if imported else site,
        "key": str(case.key),
        "revision": case.latest_revision_id,
    }


def export_jsonl(cases: Any) -> Iterator[bytes]:
    for record in records_of(cases):
        yield json.dumps(record, ensure_ascii=False).encode() + b"\n"


def export_csv(cases: Any) -> Iterator[bytes]:
    """All in one table: each kind of rows lies in one cell, as JSON."""
    yield b"\xef\xbb\xbf"
    names = [*(column.name for column in shape.sheet(shape.CASES).columns), *shape.ROWS]
    yield csv_line(names)
    for record in records_of(cases):
        yield csv_line(plain(record[name]) for name in names)


def plain(value: Any) -> Any:
    """Rows and lists as JSON where they hold objects; other lists with bars."""
    return "" if value == [] else cell_of(value)


def export_xlsx(cases: Any) -> bytes:
    """A sheet for the cases and one for each kind of row, headed in the language of now."""
    own = [[shape.header(column) for column in shape.sheet(shape.CASES).columns]]
    rows = {
        name: [[shape.header(column) for column in shape.sheet(name).columns]]
        for name in shape.ROWS
    }
    for record in records_of(cases):
        columns = shape.sheet(shape.CASES).columns
        own.append([number_or_text(record[column.name], column) for column in columns])
        for name, lines in rows.items():
            of_sheet = shape.sheet(name).columns[1:]
            for row in record[name]:
                cells = [number_or_text(row[column.name], column) for column in of_sheet]
                lines.append([str(record["number"]), *cells])
    titled = {shape.title_of(shape.sheet(name)): lines for name, lines in rows.items()}
    return book_of({shape.title_of(shape.sheet(shape.CASES)): own, **titled})


def number_or_text(value: Any, column: Any) -> Any:
    """Figures as figures, so that a spreadsheet counts with them."""
    if column.kind == "decimal" and value:
        return float(value) if len(value.replace(".", "").lstrip("-0")) <= 15 else value
    return plain(value)


FORMATS = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", export_xlsx),
    "csv": ("text/csv; charset=utf-8", export_csv),
    "jsonl": ("application/x-ndjson", export_jsonl),
}
