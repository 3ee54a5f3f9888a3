"""The plain table: one territory a row, for every country without a form of its own.

Its columns are described in `territories/data/README.md`; keep both in step.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from babel import Locale

from territories.names import fold, proper_name
from territories.sources.rows import OURS, Problem, Reading, Row, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUIRED = ("level", "name", "code")
TEXTS = (
    "capital",
    "population_source",
    "area_source",
    "coordinates_source",
    "budget_source",
    "rural_share_source",
    "source",
)
WHOLE_NUMBERS = (
    "population",
    "population_year",
    "area_year",
    "budget_year",
    "rural_share_year",
)
NUMBERS = (
    "area_km2",
    "latitude",
    "longitude",
    "budget_usd_per_inhabitant",
    "rural_share_percent",
)
COLUMNS = (
    *REQUIRED,
    "code_scheme",
    "parent_code",
    "kind",
    *TEXTS,
    *WHOLE_NUMBERS,
    *NUMBERS,
    "tags",
)
LEVELS = ("country", "state", "municipality", "parish")


class RowError(Exception):
    """A row that cannot be loaded; its text says why."""


def rows_of_table(text: str, country: str) -> Reading:
    """Every territory of the table; parents may stand after their children.

    Raises:
        SourceError: it is not such a table, or it is of another country.

    """
    reading = Reading(country, "", {}, [], [])
    given: list[tuple[str, dict[str, str]]] = []
    for place, cells in cells_of(text):
        if cells.get(None):  # type: ignore[call-overload]
            reading.problems.append(Problem(place, "has more cells than there are columns"))
        else:
            given.append((place, {key: (value or "").strip() for key, value in cells.items()}))
    if not given and not reading.problems:
        raise SourceError("The table has columns, but no rows.")
    schemes = {cells["code"]: scheme_of(cells) for _, cells in given}
    for place, cells in given:
        try:
            row = row_of(place, cells, schemes, country)
        except RowError as bad:
            reading.problems.append(Problem(place, str(bad)))
        else:
            add(reading, row)
    reading.rows.sort(key=lambda row: LEVELS.index(row.level))
    reading.country_name = reading.country_name or name_of_country(country)
    return reading


def add(reading: Reading, row: Row) -> None:
    if row.level == "country":
        reading.country_name, reading.country_facts = row.name, row.facts
        reading.country_is_counted, reading.country_tags = True, row.tags
    else:
        reading.rows.append(row)


def cells_of(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows with the line each stands on. Commas or semicolons part the cells."""
    header = text.lstrip().splitlines()[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(text.lstrip()), delimiter=delimiter, strict=True)
    try:
        columns = [(name or "").strip() for name in reader.fieldnames or []]
        check_columns(columns)
        reader.fieldnames = columns
        for cells in reader:
            yield f"line {reader.line_num}", cells
    except csv.Error as error:
        raise SourceError(f"Line {reader.line_num} is not CSV: {error}.") from None


def check_columns(columns: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in columns]
    unknown = [name[:40] for name in columns if name not in COLUMNS]
    twice = [name for name in set(columns) if columns.count(name) > 1]
    for names, fault in ((missing, "lacks"), (unknown, "does not know"), (twice, "repeats")):
        if names:
            raise SourceError(
                "This is not a table of territories as described in territories/data/README.md: "
                f"it {fault} the columns {', '.join(names[:8])}."
            )


def scheme_of(cells: dict[str, str]) -> str:
    if cells["level"] == "country":
        return "iso-3166-1"
    return cells.get("code_scheme") or OURS


def row_of(place: str, cells: dict[str, str], schemes: dict[str, str], country: str) -> Row:
    level, name, code = cells["level"], proper_name(cells["name"]), cells["code"]
    if level not in LEVELS:
        raise RowError(f'"{level}" is no level (country, state, municipality, parish)')
    if not fold(name):
        raise RowError("has no name")
    scheme = scheme_of(cells)
    check_country(code, scheme, country)
    parent = cells.get("parent_code", "")
    if parent in ("", country):
        key = None
    elif parent in schemes:
        key = (schemes[parent], parent)
    else:
        raise RowError(f'"{parent}" under "parent_code" is the code of no row')
    if key is None and level not in ("country", "state"):
        raise RowError('has no "parent_code"')
    tags = tuple(tag.strip() for tag in cells.get("tags", "").split("|") if tag.strip())
    facts = facts_of(cells)
    return Row(place, level, name, cells.get("kind", ""), (scheme, code), key, facts, tags)


def check_country(code: str, scheme: str, country: str) -> None:
    if not code:
        raise RowError("has no code")
    starts = {"iso-3166-1": country, "iso-3166-2": f"{country}-", OURS: f"{country.lower()}-"}
    if scheme == "iso-3166-1" and code != country:
        raise SourceError(f"This is a file of {code[:20]}, not of {country}.")
    if not code.startswith(starts.get(scheme, "")):
        raise RowError(f'the code "{code}" should begin with "{starts[scheme]}"')


def facts_of(cells: dict[str, str]) -> dict[str, Any]:
    facts: dict[str, Any] = {name: cells[name] for name in TEXTS if cells.get(name)}
    for name in (*WHOLE_NUMBERS, *NUMBERS):
        if cells.get(name):
            facts[name] = number(cells[name], name, whole=name in WHOLE_NUMBERS)
    return facts


def number(text: str, column: str, *, whole: bool) -> int | Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise RowError(f'"{text[:40]}" under "{column}" is not a number') from None
    if not value.is_finite() or abs(value) > 10**12 or (whole and value != int(value)):
        raise RowError(f'"{text[:40]}" under "{column}" is not a number that fits')
    return int(value) if whole else value


def name_of_country(country: str) -> str:
    name = Locale("es").territories.get(country)
    if not name or country.startswith("X"):
        raise SourceError(
            f'{country} is no country of ISO 3166-1; a table of it needs a row of level "country".'
        )
    return str(name)
