"""Tables of a web page as rows of text, all of the same width."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag

# What our table block parts its cells with.
PARTING = "|"
# Wider than any table that can be read; a made-up colspan must not fill the memory.
WIDEST = 40


@dataclass
class Grid:
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    caption: str = ""

    def as_value(self, caption: str) -> dict[str, str]:
        """The value of the table block."""
        lines = [f" {PARTING} ".join(row) for row in self.rows]
        return {
            "caption": caption,
            "header": f" {PARTING} ".join(self.header),
            "rows": "\n".join(line if line.strip(f"{PARTING} ") else "–" for line in lines),
        }


def grid_of(table: Tag, clean: Callable[[str], str]) -> Grid:
    """Its cells, those that span several written into the first and left empty in the others."""
    grid = Grid()
    if table.caption is not None:
        grid.caption = clean(table.caption.get_text(" "))
    held: dict[int, int] = {}
    rows = []
    for tr in table.find_all("tr"):
        rows.append(row_of(tr, clean, held))
    rows = [row for row in rows if any(row)]
    width = max((len(row) for row in rows), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    if rows:
        grid.header, *grid.rows = rows
    return grid


def row_of(tr: Tag, clean: Callable[[str], str], held: dict[int, int]) -> list[str]:
    """One row; `held` says for how many rows more a cell from above reaches down in a column."""
    row: list[str] = []
    for cell in tr.find_all(["td", "th"]):
        fill_held(row, held)
        text = clean(cell.get_text(" ")).replace(PARTING, "/")
        across, down = span(cell.get("colspan")), span(cell.get("rowspan"))
        for place in range(across):
            if down > 1:
                held[len(row)] = down - 1
            row.append(text if place == 0 else "")
    fill_held(row, held)
    return row[:WIDEST]


def fill_held(row: list[str], held: dict[int, int]) -> None:
    while held.get(len(row), 0) and len(row) < WIDEST:
        held[len(row)] -= 1
        row.append("")


def span(given: object) -> int:
    text = str(given or "1")
    return min(max(int(text), 1), WIDEST) if text.isascii() and text.isdigit() else 1


def is_data(grid: Grid) -> bool:
    """Whether it compares things: two columns and a row below the names of its columns."""
    return len(grid.header) > 1 and bool(grid.rows) and any(grid.header)
