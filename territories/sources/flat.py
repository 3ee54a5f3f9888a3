"""Countries in CSV files of their own: one file a level, each row with the code it lies in.

A `FlatSource` declares which columns hold what; nothing here knows a country.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from territories.names import fold, proper_name
from territories.sources.rows import Problem, Reading, Row, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

CAPITAL = "capital"
# As exact as a coordinate is kept: about a metre.
METRE = Decimal("0.00001")


@dataclass(frozen=True)
class FlatFile:
    """One level: the name of its file and its columns.

    `parent` holds the code of what it lies in, in the file before; the country
    when empty. `capital` is marked with 1 in the row of the capital of its
    parent. `alternate` builds another code out of the row: "BR-{uf}". `kinds`
    says what the territories of some codes are called.
    """

    level: str
    path: str
    name: str
    code: str
    kind: str
    pattern: str = ""
    parent: str = ""
    latitude: str = ""
    longitude: str = ""
    capital: str = ""
    alternate: str = ""
    alternate_scheme: str = ""
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> set[str]:
        named = (self.name, self.code, self.parent, self.latitude, self.longitude, self.capital)
        return {name for name in named if name}


@dataclass(frozen=True)
class FlatSource:
    country: str
    country_name: str
    origin: str
    scheme: str
    files: tuple[FlatFile, ...]

    def beside(self, path: str) -> Path | None:
        """The folder of its files, when `path` is that folder or one of them; else None."""
        given = Path(path)
        if given.is_dir():
            return given
        is_ours = given.suffix.lower() == ".csv" and given.name in {f.path for f in self.files}
        return given.parent if is_ours else None


class RecordError(Exception):
    """A record that cannot become a row; its text says why."""


def rows_of_flat(source: FlatSource, folder: Path, read_text: Callable[[str], str]) -> Reading:
    """Every territory of the files as a row or a problem, parents before children.

    Raises:
        SourceError: a file is missing, or has other columns.

    """
    reading = Reading(source.country, source.country_name, {"source": source.origin}, [], [])
    known: dict[str, Row] = {}
    for file in source.files:
        if not (folder / file.path).is_file():
            needed = " and ".join(each.path for each in source.files)
            raise SourceError(f"{folder} lacks {file.path}: {source.country} needs {needed}.")
        for place, cells in records(file, read_text(str(folder / file.path))):
            try:
                row = row_of(source, file, place, cells, known)
            except RecordError as bad:
                reading.problems.append(Problem(place, str(bad)))
            else:
                known[row.key[1]] = row
                reading.rows.append(row)
    return reading


def records(file: FlatFile, text: str) -> list[tuple[str, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), strict=True)
    try:
        missing = file.columns - set(reader.fieldnames or ())
        if missing:
            raise SourceError(f"{file.path} lacks the columns {', '.join(sorted(missing))}.")
        return [(f"{file.path}, line {reader.line_num}", cells) for cells in reader]
    except csv.Error as error:
        raise SourceError(f"{file.path}, line {reader.line_num} is not CSV: {error}.") from None


def row_of(
    source: FlatSource, file: FlatFile, place: str, cells: dict[str, str], known: dict[str, Row]
) -> Row:
    code, name = cell(cells, file.code), proper_name(cell(cells, file.name))
    if not fold(name):
        raise RecordError(f'has no name under "{file.name}"')
    if not re.fullmatch(file.pattern or ".+", code):
        raise RecordError(f'its code "{code[:40]}" is not whole')
    if code in known:
        raise RecordError(f"its code {code} is already that of another one")
    parent = parent_of(file, cells, known)
    facts = {"source": source.origin, **coordinates(source, file, cells)}
    is_capital = parent is not None and bool(file.capital) and cell(cells, file.capital) == "1"
    if is_capital and parent is not None:
        parent.facts[CAPITAL] = name
    alternates = ((file.alternate_scheme, file.alternate.format(**cells)),)
    return Row(
        place,
        file.level,
        name,
        file.kinds.get(code, file.kind),
        (source.scheme, code),
        parent.key if parent else None,
        facts,
        tags=(CAPITAL,) if is_capital else (),
        alternates=alternates if file.alternate else (),
    )


def parent_of(file: FlatFile, cells: dict[str, str], known: dict[str, Row]) -> Row | None:
    if not file.parent:
        return None
    code = cell(cells, file.parent)
    if code not in known:
        raise RecordError(f'"{code[:40]}" under "{file.parent}" is the code of no row')
    return known[code]


def coordinates(source: FlatSource, file: FlatFile, cells: dict[str, str]) -> dict[str, Any]:
    north, east = cell(cells, file.latitude), cell(cells, file.longitude)
    if not north and not east:
        return {}
    try:
        found = {
            "latitude": Decimal(north).quantize(METRE),
            "longitude": Decimal(east).quantize(METRE),
        }
    except InvalidOperation:
        raise RecordError(f'"{north[:20]} {east[:20]}" is no place on the globe') from None
    return {**found, "coordinates_source": source.origin}


def cell(cells: dict[str, str], column: str) -> str:
    return (cells.get(column) or "").strip() if column else ""
