"""What the rows of a file say of each case, or what is wrong with them, cell by cell."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import slugify
from django.utils.translation import gettext as _

from knowledge.importing import shape
from knowledge.importing.cells import READERS, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.importing.raw import Opened, RawCase, RawRow
    from knowledge.importing.references import References

MOST_THEMES = 3
# Of a value that is refused, as much as lets one find it.
SHOWN = 80
MOST_PROBLEMS = 40
# Which text of this site an exported file was made of; no part of what it says.
OF_EXPORTS = ("key", "revision")


@dataclass
class ReadCase:
    """A case as it was understood. `told` has its fields by name, its rows by their relation."""

    row: int
    source: str = ""
    number: str = ""
    title: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def fingerprint(self) -> str:
        """The same as long as the file says the same of it; asked when it was read whole."""
        said = {name: value for name, value in self.told.items() if name not in OF_EXPORTS}
        text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def complain(self, sheet: str, row: int, column: Any, value: Any, reason: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            shown = "" if value is None else whole(str(value).replace("\x00", "␀"))[:SHOWN]
            self.problems.append(
                {
                    "sheet": sheet,
                    "row": row,
                    "column": column.name if column is not None else "",
                    "value": shown,
                    "reason": reason,
                }
            )


def read_cases(opened: Opened, refs: References, source: str) -> Iterator[ReadCase]:
    """Each case of the file. The second one with the same source and number is a problem.

    `source` is that of the cases that do not say theirs.
    """
    taken: dict[tuple[str, str], int] = {}
    for raw in opened.cases:
        case = read_case(raw, refs, source)
        identity = (case.source, case.number)
        if case.number and identity in taken:
            column = shape.sheet(shape.CASES).column(shape.NUMBER)
            reason = _("is the same number as that of row %(row)d") % {"row": taken[identity]}
            case.complain(shape.CASES, case.row, column, case.number, reason)
        taken.setdefault(identity, case.row)
        yield case
    for sheet, row, number in opened.strays:
        case = ReadCase(row)
        column = shape.sheet(sheet).columns[0]
        case.complain(sheet, row, column, number, _("no experience of the file has this number"))
        yield case


def read_case(raw: RawCase, refs: References, source: str) -> ReadCase:
    case = ReadCase(raw.own.row)
    if raw.own.problem:
        case.complain(shape.CASES, raw.own.row, None, None, raw.own.problem)
        return case
    told = read_row(shape.CASES, raw.own, refs, case)
    case.number = told.pop(shape.NUMBER, "") or ""
    case.source = source_called(told.pop("source", "") or "") or source
    case.title = whole(str(told.get("title") or raw.own.cells.get("title") or ""))[:160]
    case.told = told
    for relation, rows in raw.rows.items():
        case.told[relation] = [read_child(relation, row, refs, case) for row in rows]
    check_whole(case)
    return case


def source_called(text: str) -> str:
    return slugify(text)[:80]


def read_child(relation: str, row: RawRow, refs: References, case: ReadCase) -> dict[str, Any]:
    if row.problem:
        case.complain(relation, row.row, None, None, row.problem)
        return {}
    return read_row(relation, row, refs, case)


@cache
def required(name: str) -> tuple[Any, ...]:
    """Columns that must say something. The number of a row was read with its case."""
    columns = shape.sheet(name).columns
    if name != shape.CASES:
        columns = columns[1:]
    return tuple(column for column in columns if column.is_required)


def read_row(sheet: str, row: RawRow, refs: References, case: ReadCase) -> dict[str, Any]:
    """The fields of one row, and complaints about what cannot be understood."""
    columns = shape.columns_of(sheet)
    told: dict[str, Any] = {}
    wrong = set()
    for name, cell in row.cells.items():
        column = columns.get(name)
        if column is None:
            continue
        try:
            value = READERS[column.kind](column, cell, refs)
        except ValueError as error:
            wrong.add(name)
            case.complain(sheet, row.row, column, cell, str(error))
        else:
            put(told, column, value)
    for column in required(sheet):
        if column.name not in wrong and is_missing(told, column):
            case.complain(sheet, row.row, column, None, _("is empty, and nothing goes without it"))
    return told


def put(told: dict[str, Any], column: Any, value: Any) -> None:
    if column.parts:
        told.update(zip(column.parts, value, strict=True))
    elif value is None and column.field is not None and not column.field.null:
        # A figure or a choice that may not be unknown: what it is when nobody says.
        told[column.name] = column.field.get_default() if column.field.has_default() else None
    else:
        told[column.name] = value


def is_missing(told: dict[str, Any], column: Any) -> bool:
    name = column.parts[0] if column.parts else column.name
    return told.get(name) in (None, "", [])


def check_whole(case: ReadCase) -> None:
    """What no cell shows alone."""
    told, cases = case.told, shape.sheet(shape.CASES)
    themes = told.get("themes") or []
    if len(themes) > MOST_THEMES:
        reason = _("a case carries no more than %(limit)d themes") % {"limit": MOST_THEMES}
        case.complain(shape.CASES, case.row, cases.column("themes"), len(themes), reason)
    start, end = told.get("start_year"), told.get("end_year")
    if start and end and end < start:
        reason = _("it cannot end before it began")
        case.complain(shape.CASES, case.row, cases.column("end"), end, reason)
    if end and told.get("is_ongoing"):
        reason = _("if it is still going on, it has not ended")
        case.complain(shape.CASES, case.row, cases.column("end"), end, reason)


def sentence(problem: dict[str, Any]) -> str:
    """A complaint as one reads it: where, what stands there, and why it cannot stay."""
    sheet = shape.sheet(problem["sheet"])
    where = _("Row %(row)d") % {"row": problem["row"]}
    if sheet.name != shape.CASES:
        where = f"{shape.title_of(sheet)}, {where.lower()}"
    if not problem["column"]:
        return f"{where}: {problem['reason']}."
    column = shape.header(sheet.column(problem["column"]))
    value = f" «{problem['value']}»" if problem["value"] else ""
    return f"{where}, {column}:{value} {problem['reason']}."


def sentences(problems: Iterable[dict[str, Any]]) -> list[str]:
    return [sentence(problem) for problem in problems]
