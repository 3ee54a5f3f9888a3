"""A case as a file of the demonstration tells it: what it is made with, rows included."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from taggit.models import Tag

from community.html import html_of
from community.models import User
from knowledge.models import (
    NARRATIVE,
    Case,
    CaseKeyword,
    CaseNetwork,
    CaseTheme,
    Condition,
    TargetGroup,
)
from knowledge.models.case_classification import Classification
from knowledge.models.case_means import Means, Snapshot
from networks.demo.entries import themes_called
from networks.models import NetworkPage

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = (
    "title",
    "summary",
    "record_kind",
    "stage",
    "validity_status",
    "interruption_reason",
    "validity_note",
    "start_year",
    "start_month",
    "end_year",
    "is_ongoing",
    "scope",
    "cost_band",
)
# Told where something is known of it; else as a new record has it.
IF_KNOWN = {
    field.name for part in (Classification, Means, Snapshot) for field in part._meta.local_fields
} - {"cost_band", "inspired_by"}
ROWS = (
    "actors",
    "contributors",
    "milestones",
    "indicators",
    "evaluations",
    "lessons",
    "cost_lines",
    "funding_sources",
    "technologies",
    "legal_instruments",
    "enabling_conditions",
    "core_components",
    "steps",
    "attachments",
)
# What a row refers to, and by what a file calls it.
REFERENCES: dict[str, tuple[Any, str]] = {
    "condition": (Condition, "slug"),
    "person": (User, "email"),
}


def read(file: Path) -> Any:
    """Numbers with a point exactly as they are written."""
    return json.loads(file.read_text(), parse_float=Decimal)


def text_of(told: dict[str, Any]) -> dict[str, Any]:
    """What a case is made with: fields, references and rows, as `Case` takes them."""
    source = Case.objects.published().filter(title=told.get("inspired_by", ""))
    return {
        **{name: valued(Case, name, told.get(name)) for name in PLAIN},
        **{name: html_of(told.get(name) or "") for name in NARRATIVE},
        **{name: told[name] for name in IF_KNOWN & told.keys()},
        "recurrence": told.get("time_limited") or "",
        "language": told.get("language") or "es",
        "inspired_by": source.first() if "inspired_by" in told else None,
        "target_groups": list(TargetGroup.objects.filter(slug__in=told["target_groups"])),
        "case_themes": [
            CaseTheme(theme=theme, sort_order=order)
            for order, theme in enumerate(themes_called(told["themes"])[:3])
        ],
        "case_networks": [
            CaseNetwork(network=network, sort_order=order)
            for order, network in enumerate(NetworkPage.objects.filter(slug__in=told["networks"]))
        ],
        "keyword_rows": [CaseKeyword(tag=tag_of(word)) for word in told.get("keywords", ())],
        **{relation: rows_of(told, relation) for relation in ROWS},
    }


def rows_of(told: dict[str, Any], relation: str) -> list[Any]:
    model: Any = Case._meta.get_field(relation).related_model
    return [
        model(
            sort_order=order,
            key=key_of(told, relation, order),
            **{name: resolved(told, model, name, value) for name, value in row.items()},
        )
        for order, row in enumerate(told.get(relation, ()))
    ]


def key_of(told: dict[str, Any], relation: str, order: int) -> uuid.UUID:
    """The same for the same row of every version of a case."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{told['title']}/{relation}/{order}")


def resolved(told: dict[str, Any], model: Any, name: str, value: Any) -> Any:
    """A document is told by its place among the attachments."""
    if name == "document":
        return key_of(told, "attachments", value)
    if name in REFERENCES:
        referred, known_by = REFERENCES[name]
        return referred.objects.filter(**{known_by: value}).first()
    return valued(model, name, value)


def valued(model: Any, name: str, value: Any) -> Any:
    """The value; text that is not there is empty, numbers stay unknown."""
    may_be_unknown = model._meta.get_field(name).null
    return value if value is not None or may_be_unknown else ""


def tag_of(word: str) -> Tag:
    return Tag.objects.filter(name__iexact=word).first() or Tag.objects.create(name=word)
