"""Tables for spreadsheets: what people wrote is never run as a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What a spreadsheet would take for a formula when the file is opened.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def defused(text: str) -> str:
    """As it is written in a table that a spreadsheet may open: never run as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """In UTF-8 with its mark and semicolons, as spreadsheets in Spanish expect it; line by line."""
    yield b"\xef\xbb\xbf"
    for row in rows:
        line = io.StringIO()
        cells = [defused(cell) if isinstance(cell, str) else cell for cell in row]
        csv.writer(line, delimiter=";").writerow(cells)
        yield line.getvalue().encode()
