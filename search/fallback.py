"""What the database finds while there is no index: words within titles, nothing cleverer."""

from __future__ import annotations

import functools
import operator
import unicodedata
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Q, TextField
from wagtail.search.index import AutocompleteField, SearchField
from wagtail.search.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText

from search.analysis import WORD

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_FOUND = 1_000
MOST_WORDS = 12


def answer_from_database(query: Any, rows: QuerySet[Any]) -> list[Any]:
    """The objects of a query set that answer, at most a thousand."""
    condition = condition_of(query, names_of(rows.model))
    if condition is None:
        return list(rows[:MOST_FOUND])
    return list(rows.filter(condition)[:MOST_FOUND])


def names_of(model: Any) -> list[str]:
    """The columns of text that are searched in it."""
    names = []
    for field in model.get_search_fields():
        if isinstance(field, SearchField | AutocompleteField):
            try:
                column = model._meta.get_field(field.field_name)
            except FieldDoesNotExist:
                continue
            if isinstance(column, CharField | TextField):
                names.append(field.field_name)
    return list(dict.fromkeys(names))


def condition_of(query: Any, names: list[str]) -> Q | None:
    """The query as a condition; None when it asks for everything."""
    if isinstance(query, MatchAll):
        return None
    if isinstance(query, Boost):
        return condition_of(query.subquery, names)
    if isinstance(query, PlainText | Phrase | Fuzzy):
        return of_words(query, names)
    if isinstance(query, Not):
        inner = condition_of(query.subquery, names)
        return Q(pk__in=[]) if inner is None else ~inner
    if isinstance(query, And | Or):
        return of_several(query, names)
    return Q(pk__in=[])


def of_several(query: And | Or, names: list[str]) -> Q | None:
    parts = [condition_of(part, names) for part in query.subqueries]
    if isinstance(query, Or):
        known = [part for part in parts if part is not None]
        return None if len(known) < len(parts) else joined(known, Q.OR)
    return joined([part for part in parts if part is not None], Q.AND) if any(parts) else None


def of_words(query: Any, names: list[str]) -> Q:
    words = WORD.findall(unicodedata.normalize("NFC", query.query_string))[:MOST_WORDS]
    if not words or not names:
        return Q(pk__in=[])
    connector = Q.OR if getattr(query, "operator", "and") == "or" else Q.AND
    anywhere = [
        joined([Q(**{f"{name}__icontains": word}) for name in names], Q.OR) for word in words
    ]
    return joined(anywhere, connector)


def joined(parts: list[Q], connector: str) -> Q:
    together = operator.or_ if connector == Q.OR else operator.and_
    return functools.reduce(together, parts, Q())
