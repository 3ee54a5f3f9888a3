"""The rows of a case as open data. Those who made it are no rows here but `credits`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst

from knowledge.exports.shapes import (
    ADDRESS,
    TEXT,
    Schema,
    listed,
    or_null,
    schema_of,
    thing,
    value_of,
    whole,
)
from knowledge.kinds import ContactAudience
from knowledge.models import (
    Actor,
    Attachment,
    CoreComponent,
    CostLine,
    EnablingCondition,
    Evaluation,
    FundingShare,
    Indicator,
    LegalInstrument,
    Lesson,
    Milestone,
    Step,
    Technology,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.exports.record import Addresses
    from knowledge.reading import Reading

KEY: Schema = {"type": "string", "format": "uuid"}
NUMBER: Schema = {"type": ["number", "null"]}
Beside = dict[str, Any]


def nothing(told: Reading, addresses: Addresses) -> list[Beside]:
    return []


@dataclass(frozen=True)
class Rows:
    """One kind of row: its columns, and what `beside` tells of each row from elsewhere.

    Left out are references, what no author writes (`editable=False`) and what `without` names.
    """

    model: Any
    relation: str
    extra: tuple[tuple[str, Schema], ...] = ()
    beside: Callable[[Reading, Addresses], list[Beside]] = nothing
    without: frozenset[str] = frozenset()

    @property
    def fields(self) -> list[Any]:
        return [
            field
            for field in self.model._meta.concrete_fields
            if not field.is_relation
            and (field.editable or field.name == "document")
            and field.name not in {"id", "sort_order", *self.without}
        ]

    def schema(self) -> Schema:
        columns = {field.name: schema_of(field) for field in self.fields}
        properties = {"key": KEY, **columns, **dict(self.extra)}
        return listed(thing(properties), capfirst(str(self.model._meta.verbose_name_plural)))

    def read(self, told: Reading, addresses: Addresses) -> list[dict[str, Any]]:
        rows = list(getattr(told.text, self.relation).all())
        beside = self.beside(told, addresses) or [{} for _row in rows]
        return [
            {
                "key": str(row.key),
                **{field.name: value_of(field, row) for field in self.fields},
                **more,
            }
            for row, more in zip(rows, beside, strict=True)
        ]


def allies(told: Reading, addresses: Addresses) -> list[Beside]:
    """Of those that have a contact, only the one that everybody may see."""
    return [
        {
            "organization": ally.organization,
            "contact": ally.contact
            if ally.row.contact_audience == ContactAudience.EVERYONE
            else "",
        }
        for ally in told.allies
    ]


def conditions(told: Reading, addresses: Addresses) -> list[Beside]:
    called = told.names.get("conditions", {})
    return [
        {"condition": called.get(str(row.key), "")} for row in told.text.enabling_conditions.all()
    ]


def prices(told: Reading, addresses: Addresses) -> list[Beside]:
    return [
        {
            "dollars": whole(priced.money.dollars),
            "dollars_per_inhabitant": whole(priced.money.per_inhabitant),
        }
        for priced in told.costs.lines
    ]


def files(told: Reading, addresses: Addresses) -> list[Beside]:
    return [
        {"file": addresses.absolute(row.file.url) if row.file else None} for row in told.attachments
    ]


ROWS = {
    rows.relation: rows
    for rows in (
        Rows(
            Actor,
            "actors",
            (("organization", TEXT), ("contact", TEXT)),
            allies,
            frozenset({"contact", "contact_audience"}),
        ),
        Rows(Milestone, "milestones"),
        Rows(Indicator, "indicators"),
        Rows(Evaluation, "evaluations"),
        Rows(Lesson, "lessons"),
        Rows(
            CostLine,
            "cost_lines",
            (("dollars", NUMBER), ("dollars_per_inhabitant", NUMBER)),
            prices,
        ),
        Rows(FundingShare, "funding_sources"),
        Rows(Technology, "technologies"),
        Rows(LegalInstrument, "legal_instruments"),
        Rows(EnablingCondition, "enabling_conditions", (("condition", TEXT),), conditions),
        Rows(CoreComponent, "core_components"),
        Rows(Step, "steps"),
        Rows(Attachment, "attachments", (("file", or_null(ADDRESS)),), files),
    )
}
