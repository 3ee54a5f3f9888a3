"""Rows as they stand in a file, before anybody asks what they mean; their columns by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.importing import shape
from knowledge.importing.limits import MAX_CASES, SourceError
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass
class RawRow:
    """One row as it stands in the file, its cells by column, or why it cannot be read."""

    row: int
    cells: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


@dataclass
class RawCase:
    """A case with the rows that belong to it, by sheet. A sheet that is missing says nothing."""

    own: RawRow
    rows: dict[str, list[RawRow]] = field(default_factory=dict)


@dataclass
class Opened:
    """A file: its cases one after the other, and what was found out about it.

    `strays` are rows of cases that the file does not have: (sheet, row, number).
    """

    cases: Iterable[RawCase]
    kind: str
    encoding: str = ""
    separator: str = ""
    unused: list[str] = field(default_factory=list)
    strays: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def notes(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "encoding": self.encoding,
            "separator": self.separator,
            "unused": self.unused,
        }


def limited(cases: Iterable[RawCase]) -> Iterator[RawCase]:
    for nth, case in enumerate(cases, start=1):
        if nth > MAX_CASES:
            raise SourceError(
                _("The file has more than %(limit)s experiences: split it into several.")
                % {"limit": MAX_CASES}
            )
        yield case


def named_columns(name: str, cells: Iterable[Any], unused: list[str]) -> list[str | None]:
    """Of the first row of a sheet, the column each cell heads; None for those nobody knows.

    Raises:
        SourceError: a column is there twice.

    """
    known = shape.headers(name)
    found: list[str | None] = []
    for cell in cells:
        told = str(cell if cell is not None else "").strip()
        column = known.get(fold(told)) if told else None
        if told and column is None and told not in unused:
            unused.append(told[:80])
        found.append(column.name if column else None)
    twice = sorted({each for each in found if each and found.count(each) > 1})
    if twice:
        raise SourceError(
            _("The file repeats the columns %(columns)s.") % {"columns": ", ".join(twice)}
        )
    return found


def check_columns(found: Iterable[str | None]) -> None:
    """Raise a `SourceError` with the words for what is missing, when it is no table of cases."""
    needed = [each for each in shape.sheet(shape.CASES).columns if each.name in ("number", "title")]
    missing = [f"“{shape.header(each)}” ({each.name})" for each in needed if each.name not in found]
    if missing:
        raise SourceError(
            ngettext(
                "This is not a table of experiences: the column %(columns)s is missing.",
                "This is not a table of experiences: the columns %(columns)s are missing.",
                len(missing),
            )
            % {"columns": ", ".join(missing)}
        )


def is_blank(cells: Iterable[Any]) -> bool:
    return not any(str(cell if cell is not None else "").strip() for cell in cells)


def row_of(number: int, columns: list[str | None], cells: list[Any]) -> RawRow:
    if not is_blank(cells[len(columns) :]):
        return RawRow(number, problem=_("has more cells than there are columns"))
    named = zip(columns, cells, strict=False)
    return RawRow(number, {name: cell for name, cell in named if name})
