"""Rows of several tables, read in one query."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, DateTimeField, F, IntegerField, Model, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from community.dates import instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True)
class Source:
    """Rows of one kind; of what `told` names of each, `draw` makes what is shown, by its key."""

    rows: Any
    told: dict[str, Any]
    draw: Callable[[dict[str, Any]], Iterable[tuple[Any, Any]]]


def drawn_together(sources: Sequence[Source]) -> dict[Any, Any]:
    """What is made of the rows of all sources, by key; of two with the same, the first."""
    found: dict[Any, Any] = {}
    for place, told in read_together([(each.rows, each.told) for each in sources]):
        for key, thing in sources[place].draw(told):
            found.setdefault(key, thing)
    return found


def read_together(sources: Sequence[tuple[Any, dict[str, Any]]]) -> list[tuple[int, Any]]:
    """What is told of the rows of each of these query sets, none of them sliced, in their order.

    With each the place of its source among them; what is told is as JSON has it,
    a moment as `community.dates.instant` reads it.
    """
    arms = [columns(place, *source) for place, source in enumerate(sources)]
    return sorted(arms[0].union(*arms[1:], all=True), key=itemgetter(0)) if arms else []


def columns(place: int, rows: Any, told: dict[str, Any]) -> Any:
    named = {"read_of": Value(place, IntegerField()), "read_told": JSONObject(**told)}
    return rows.order_by().annotate(**named).values_list(*named)


def number_of(rows: Any) -> Coalesce:
    """How many rows there are, as a column of another query, whose row they may name."""
    all_of_them = rows.order_by().annotate(of_all=Value(1)).values("of_all")
    return Coalesce(Subquery(all_of_them.annotate(number=Count("pk")).values("number")), Value(0))


def as_they_are(rows: Any, *names: str) -> Source:
    """Rows themselves, by model and key; only with these columns, if some are named."""
    model = rows.model
    return Source(
        rows,
        columns_of(model, *names),
        lambda told: [((model, told["id"]), row_of(model, told))],
    )


def columns_of(model: type[Model], *names: str) -> dict[str, F]:
    fields = [each.attname for each in model._meta.concrete_fields]
    return {name: F(name) for name in fields if not names or name in names}


def row_of(model: type[Model], told: dict[str, Any]) -> Any:
    """A row of which these columns are told, as if it had been read by itself."""
    fields = [each for each in model._meta.concrete_fields if each.attname in told]
    values = [value_of(each, told[each.attname]) for each in fields]
    return model.from_db(DEFAULT_DB_ALIAS, [each.attname for each in fields], values)


def value_of(field: Any, told: Any) -> Any:
    moment = isinstance(field, DateTimeField) and told is not None
    return instant(told) if moment else field.to_python(told)
