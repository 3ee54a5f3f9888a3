"""The rows of a text as its record has them, made into objects only when somebody asks.

A case may have hundreds of rows, and whoever saves one section of it touches
those of two or three kinds.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models
from modelcluster.models import (
    get_all_child_m2m_relations,
    get_all_child_relations,
    get_field_value,
    model_from_serializable_data,
)

if TYPE_CHECKING:
    from modelcluster.models import ClusterableModel


class RowsAsTold(dict[str, list[Any]]):
    """What django-modelcluster keeps of each relation of an object, made on the first use."""

    def __init__(self, told: ClusterableModel, records: dict[str, list[dict[str, Any]]]) -> None:
        super().__init__()
        self.told = told
        self.records = records

    def __contains__(self, name: object) -> bool:
        return name in self.records or super().__contains__(name)

    def __missing__(self, name: str) -> list[Any]:
        model = self.told._meta.get_field(name).related_model
        rows = [
            model_from_serializable_data(model, record, check_fks=False)
            for record in self.records[name]
        ]
        getattr(self.told, name).set(rows)
        return super().__getitem__(name)

    def __setitem__(self, name: str, rows: list[Any]) -> None:
        self.records.pop(name, None)
        super().__setitem__(name, rows)


class AsTold(models.Model):
    """Abstract, for a clusterable model: its rows stay records until they are read."""

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        relations = {relation.get_accessor_name() for relation in get_all_child_relations(cls)}
        own = {name: value for name, value in data.items() if name not in relations}
        told: Any = super().from_serializable_data(  # type: ignore[misc]
            own, check_fks=check_fks, strict_fks=strict_fks
        )
        if told is not None:
            rows = {name: data[name] for name in relations & data.keys()}
            held = RowsAsTold(told, rows)
            # Many-to-many relations are there already.
            held.update(getattr(told, "_cluster_related_objects", {}))
            told._cluster_related_objects = held
        return told

    def records_of(self, relation: str) -> list[dict[str, Any]] | None:
        """The rows as they were told, while nobody has asked for them; None after that."""
        held = vars(self).get("_cluster_related_objects")
        return held.records.get(relation) if isinstance(held, RowsAsTold) else None

    def number_of(self, relation: str) -> int:
        """How many rows there are. No query for a text that was read from a revision."""
        records = self.records_of(relation)
        return len(getattr(self, relation).all() if records is None else records)

    def serializable_data(self) -> dict[str, Any]:
        """As django-modelcluster tells it; rows nobody has asked for as they were told."""
        data = record_of_fields(self)
        held = vars(self).get("_cluster_related_objects", {})
        for name in names_of_rows(type(self)):
            records = self.records_of(name)
            if records is None:
                # Held in memory they need no query set; `get` makes nothing of what was told.
                rows = held.get(name)
                rows = getattr(self, name).all() if rows is None else rows
                records = [record_of_fields(row) for row in rows]
            data[name] = records
        for field in get_all_child_m2m_relations(type(self)):
            if field.serialize:
                data[field.name] = [thing.pk for thing in getattr(self, field.name).all()]
        return data


@cache
def names_of_rows(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(relation.get_accessor_name() for relation in get_all_child_relations(model))


@cache
def serialized_fields(model: type[models.Model]) -> tuple[tuple[str, str, Any], ...]:
    """Of each field its name, where its value lies, and itself unless the value goes as it is."""
    every: Any = model._meta.fields
    fields = [each for each in every if each.serialize]
    return tuple((each.name, each.attname, None if each.is_relation else each) for each in fields)


# Of these, django-modelcluster tells what they are.
AS_THEY_ARE = frozenset({str, int, bool, Decimal})


def record_of_fields(thing: models.Model) -> dict[str, Any]:
    """As django-modelcluster tells the columns of an object, in half the time."""
    record = {"pk": thing.pk}
    for name, attname, field in serialized_fields(type(thing)):
        value = getattr(thing, attname)
        if field is not None and type(value) not in AS_THEY_ARE:
            value = get_field_value(field, thing)
        record[name] = value
    return record
