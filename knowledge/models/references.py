"""What a text of a case refers to and that is no longer there."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from modelcluster.models import ClusterableModel


def forget_what_is_gone(text: ClusterableModel) -> None:
    """Empty the references of a deserialized text that lead nowhere; drop rows that hang on one.

    One query for each model referred to. The way of django-modelcluster asks one
    for each reference of each row, that to the case included.
    """
    names = [relation.get_accessor_name() for relation in get_all_child_relations(type(text))]
    rows = {name: list(getattr(text, name).all()) for name in names}
    things: list[Any] = [text, *(row for found in rows.values() for row in found)]
    there = those_that_are_there(things)
    for name, found in rows.items():
        kept = [row for row in found if stands(row, there)]
        if len(kept) < len(found):
            setattr(text, name, kept)
    for thing in things:
        for field in references_of(type(thing)):
            if is_gone(thing, field, there):
                setattr(thing, field.attname, None)


def those_that_are_there(things: Iterable[Any]) -> dict[Any, set[Any]]:
    """Of the models the things refer to, the keys that exist."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for thing in things:
        for field in references_of(type(thing)):
            key = getattr(thing, field.attname)
            if key is not None:
                wanted[field.related_model].add(key)
    return {
        model: set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
        for model, keys in wanted.items()
    }


def references_of(model: Any) -> Iterator[Any]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not isinstance(field, ParentalKey):
            yield field


def is_gone(thing: Any, field: Any, there: dict[Any, set[Any]]) -> bool:
    key = getattr(thing, field.attname)
    return key is not None and key not in there[field.related_model]


def stands(row: Any, there: dict[Any, set[Any]]) -> bool:
    """Whether all that the row hangs on is there."""
    return not any(
        is_gone(row, field, there)
        for field in references_of(type(row))
        if field.remote_field.on_delete is models.CASCADE
    )
