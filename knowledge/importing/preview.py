"""The first cases of a file as they would be, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst

from community.html import text_of
from knowledge.importing import shape
from knowledge.importing.building import build
from knowledge.importing.references import References
from knowledge.importing.writing import cell_of
from knowledge.models import StagedCase

if TYPE_CHECKING:
    from knowledge.models import CaseImport

SAMPLES = 3
LONGEST = 300


@dataclass
class Sample:
    """A case in words: its fields that say something, and how many rows of each kind it has."""

    title: str
    facts: list[tuple[str, Any]] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)


def samples_of(begun: CaseImport) -> list[Sample]:
    fates = (StagedCase.Fate.NEW, StagedCase.Fate.CHANGED)
    rows = begun.rows.filter(fate__in=fates).order_by("pk")[:SAMPLES]
    refs = References(begun.user)
    return [sample_of(row, refs) for row in rows]


def sample_of(row: StagedCase, refs: References) -> Sample:
    case = build(row.told, refs)
    sample = Sample(case.title or row.title)
    for column in shape.sheet(shape.CASES).columns:
        told = in_words(case, column, row.told, refs)
        if column.name != "title" and told not in (None, "", []):
            sample.facts.append((shape.header(column), told))
    for relation in shape.ROWS:
        if row.told.get(relation):
            label = shape.sheet(relation).label
            sample.rows.append((capfirst(str(label)), len(row.told[relation])))
    return sample


def in_words(case: Any, column: Any, told: dict[str, Any], refs: References) -> Any:
    name = column.name
    if column.parts:
        parts = [str(told.get(part)) for part in reversed(column.parts) if told.get(part)]
        return "/".join(parts)
    if told.get(name) in (None, "", []):
        return ""
    if column.kind == "choice":
        return getattr(case, f"get_{name}_display")()
    if column.kind == "choices":
        return " | ".join(str(label) for label in column.field.labels(told[name]))
    if column.kind in ("reference", "references"):
        keys = told[name] if isinstance(told[name], list) else [told[name]]
        return " | ".join(str(refs.thing(column.to, key) or "") for key in keys)
    return shortened(getattr(case, name, told[name]), column.kind)


def shortened(value: Any, kind: str) -> Any:
    text = text_of(value) if kind == "narrative" else str(cell_of(value))
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text
