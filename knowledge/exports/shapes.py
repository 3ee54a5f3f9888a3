"""What a field of a model is in open data: its JSON Schema, and its value to that shape."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.text import capfirst

from knowledge.models.choice_lists import ChoiceList

if TYPE_CHECKING:
    from collections.abc import Iterable

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
KINDS: tuple[tuple[type[models.Field[Any, Any]], Schema], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.UUIDField, {"type": "string", "format": "uuid"}),
    (models.URLField, ADDRESS),
    (models.DecimalField, {"type": "number"}),
    (models.IntegerField, {"type": "integer"}),
    (models.DateTimeField, MOMENT),
    (models.DateField, DAY),
)


def schema_of(field: Any) -> Schema:
    """With the label and the help its authors read, in the active language."""
    schema = shape(field)
    schema["title"] = capfirst(str(field.verbose_name))
    if field.help_text:
        schema["description"] = str(field.help_text)
    return schema


def shape(field: Any) -> Schema:
    if isinstance(field, ChoiceList):
        return {"type": "array", "uniqueItems": True, "items": one_of(field.scale.choices)}
    if field.choices:
        values = list(field.choices)
        return one_of(values, may_be_empty=field.null or field.blank)
    for kind, schema in KINDS:
        if isinstance(field, kind):
            empty = field.null or (kind is models.URLField and field.blank)
            return or_null(schema) if empty else {**schema}
    return {**TEXT, **({"maxLength": field.max_length} if field.max_length else {})}


def one_of(choices: Iterable[tuple[Any, Any]], *, may_be_empty: bool = False) -> Schema:
    """One of the values of a scale, each with what it is called."""
    known: list[Schema] = [{"const": value, "title": str(label)} for value, label in choices]
    return {"oneOf": [*known, {"type": "null"}] if may_be_empty else known}


def or_null(schema: Schema) -> Schema:
    """Also null: not told."""
    return {**schema, "type": [schema["type"], "null"]}


def listed(schema: Schema, title: object = "") -> Schema:
    return {"type": "array", "items": schema, **({"title": str(title)} if title else {})}


def thing(properties: dict[str, Schema], title: object = "") -> Schema:
    """An object that has all of these and nothing else."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        **({"title": str(title)} if title else {}),
    }


def value_of(field: Any, row: models.Model) -> Any:
    """As `schema_of` says it: null for what is not told, a number for an amount."""
    value = getattr(row, field.attname)
    if isinstance(field, ChoiceList):
        known = {each.value for each in field.scale}
        return [each for each in value or [] if each in known]
    if isinstance(value, Decimal):
        return whole(value)
    if value == "" and (field.choices or isinstance(field, models.URLField)):
        return None
    return str(value) if isinstance(field, models.UUIDField) and value else value


def whole(value: Decimal | None) -> int | float | None:
    """A JSON number, without a point where it needs none."""
    if value is None:
        return None
    return int(value) if value == value.to_integral() else float(value)
