"""The report of an import by row and column, as a table that can be opened anywhere."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.tables import defused
from knowledge.importing import shape
from knowledge.importing.writing import book_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from knowledge.models import CaseImport


def lines_of(begun: CaseImport) -> Iterator[list[Any]]:
    """A heading, then one line for each problem, or one for the row that has none."""
    yield [
        *(_("Row"), _("Number"), _("Title"), _("What becomes of it")),
        *(pgettext("of a book", "Sheet"), _("Column"), _("Value"), _("Why"), _("Address")),
    ]
    rows = begun.rows.select_related("case").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        fate = capfirst(row.get_fate_display())
        address = settings.WAGTAILADMIN_BASE_URL + row.case.get_absolute_url() if row.case else ""
        if not row.problems:
            yield [row.row, row.number, row.title, fate, "", "", "", row.reason, address]
        for problem in row.problems:
            sheet = shape.sheet(problem["sheet"])
            column = problem["column"] and shape.header(sheet.column(problem["column"]))
            told = [shape.title_of(sheet), column, problem["value"], problem["reason"], address]
            yield [problem["row"], row.number, row.title, fate, *told]


def report_csv(begun: CaseImport) -> Iterator[bytes]:
    """In UTF-8 with its mark and semicolons, as spreadsheets in Spanish expect it."""
    yield b"\xef\xbb\xbf"
    for line in lines_of(begun):
        buffer = io.StringIO()
        cells = [defused(cell) if isinstance(cell, str) else cell for cell in line]
        csv.writer(buffer, delimiter=";").writerow(cells)
        yield buffer.getvalue().encode()


def report_xlsx(begun: CaseImport) -> bytes:
    return book_of({_("Report"): lines_of(begun)})


def write_report(begun: CaseImport, path: Path) -> None:
    if path.suffix.lower() == ".xlsx":
        path.write_bytes(report_xlsx(begun))
    else:
        with path.open("wb") as file:
            file.writelines(report_csv(begun))
