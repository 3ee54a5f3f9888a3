"""Spreadsheets, one row at a time, whatever was put in them."""

from __future__ import annotations

import zipfile
from typing import IO, TYPE_CHECKING, Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from community.file_kinds import CarriesMacrosError, UnpacksTooLargeError, is_what_it_says
from knowledge.importing.limits import MAX_COLUMNS, MAX_UNPACKED, MAX_WORDS_UNPACKED, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator


def rows_of_book(file: IO[bytes]) -> dict[str, Iterator[tuple[int, list[Any]]]]:
    """Of each sheet its rows with their number; formulas by the value they had when saved.

    Raises:
        SourceError: it is no spreadsheet, or holds more than any table of cases;
            going through the rows may raise it too.

    """
    check_book(file)
    # By name: it takes ten MiB of every process that imports it, and few ever read a spreadsheet.
    load_workbook = import_string("openpyxl.load_workbook")
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheets = {sheet.title: rows_of(sheet) for sheet in book.worksheets}
    except Exception:
        # Damaged spreadsheets fail in as many ways as there are parts in them.
        raise damaged() from None
    if not sheets:
        raise damaged()
    return sheets


def check_book(file: IO[bytes]) -> None:
    try:
        is_book = is_what_it_says("xlsx", file)
    except CarriesMacrosError:
        raise SourceError(_("The spreadsheet carries macros: save it without them.")) from None
    except UnpacksTooLargeError:
        raise too_large() from None
    if not is_book:
        raise SourceError(_("The file is not a spreadsheet in XLSX, nor text."))
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    words = sum(e.file_size for e in entries if e.filename.lower().endswith("sharedstrings.xml"))
    if unpacked > MAX_UNPACKED or words > MAX_WORDS_UNPACKED:
        raise too_large()
    file.seek(0)


def too_large() -> SourceError:
    return SourceError(_("The spreadsheet unpacks to far more than experiences need."))


def damaged() -> SourceError:
    return SourceError(_("The spreadsheet is damaged: save it again."))


def rows_of(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Rows that hold something. A merged cell counts in its first place, as it is shown."""
    try:
        # What a sheet says of its own size is often wrong.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
        for number, cells in enumerate(rows, start=1):
            values = [None if value == "" else value for value in cells]
            while values and values[-1] is None:
                values.pop()
            if values:
                yield number, values
    except SourceError:
        raise
    except Exception:
        raise damaged() from None
