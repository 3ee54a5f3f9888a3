"""A case made of what a row of a file says, or brought to it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models.base import ModelState
from django.utils.dateparse import parse_date
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

from knowledge.importing import shape
from knowledge.importing.reading import OF_EXPORTS
from knowledge.models import Case, CaseKeyword

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.importing.references import References

# What tells two rows of one kind apart, for those that come without their key.
NAMES = ("name", "title", "concept", "what", "text", "finding", "condition", "source", "kind")


def build(told: dict[str, Any], refs: References, **fields: Any) -> Case:
    """A new case that says it, not saved."""
    case = blank(Case)
    for name, value in fields.items():
        setattr(case, name, value)
    # What nobody speaks of is empty: asked of the database, each would be a query.
    case._cluster_related_objects = {name: [] for name in relations()}
    tell(case, told, refs)
    return case


def load_named(told: Sequence[dict[str, Any]], refs: References) -> None:
    """Have at hand all that these cases name: a query for each kind of thing."""
    wanted: dict[Any, set[int | None]] = defaultdict(set)
    for each in told:
        for column in naming_columns(shape.CASES):
            keys = each.get(column.name)
            wanted[column.to].update(keys if isinstance(keys, list) else (keys,))
        for relation in shape.ROWS.keys() & each.keys():
            for column in naming_columns(relation):
                wanted[column.to].update(row.get(column.name) for row in each[relation])
    for model, keys in wanted.items():
        refs.load(model, keys)
    refs.load_tags(word for each in told for word in each.get("keywords", ()))


@cache
def naming_columns(name: str) -> tuple[Any, ...]:
    return tuple(column for column in shape.sheet(name).columns if column.to)


def blank(model: Any) -> Any:
    """A new object of a model, as calling it gives it: in a tenth of the time."""
    values, made = made_of(model)
    thing = model.__new__(model)
    vars(thing).update(values)
    vars(thing).update((name, make()) for name, make in made)
    thing._state = ModelState()
    return thing


@cache
def made_of(model: Any) -> tuple[dict[str, Any], tuple[tuple[str, Any], ...]]:
    """What a new object has: values all share, and what makes those each has for itself."""
    told = {name: value for name, value in vars(model()).items() if name != "_state"}
    made = [f for f in model._meta.concrete_fields if callable(f.default) and f.has_default()]
    own = {field.attname: field.get_default for field in made}
    return {name: value for name, value in told.items() if name not in own}, tuple(own.items())


@cache
def relations() -> tuple[str, ...]:
    rows = [relation.get_accessor_name() for relation in get_all_child_relations(Case)]
    lists = [field.name for field in get_all_child_m2m_relations(Case)]
    return (*rows, *lists)


def tell(case: Case, told: dict[str, Any], refs: References) -> None:
    """Have the case say what the file says; what the file does not speak of stays."""
    for column in shape.sheet(shape.CASES).columns:
        if column.name not in OF_EXPORTS:
            tell_column(case, column, told, refs)
    for relation in shape.ROWS:
        if relation in told:
            set_rows(case, relation, told[relation])


def tell_column(case: Case, column: Any, told: dict[str, Any], refs: References) -> None:
    if column.kind not in ("references", "words"):
        fill(case, column, told, refs)
    elif column.name in told and column.kind == "words":
        mark(case, told[column.name], refs)
    elif column.name in told:
        refer(case, column, told[column.name], refs)


def fill(thing: Any, column: Any, told: dict[str, Any], refs: References) -> None:
    for name in column.parts or (column.name,):
        if name not in told:
            continue
        value = told[name]
        if column.kind == "reference":
            setattr(thing, name, refs.thing(column.to, value))
        elif column.kind == "date" and isinstance(value, str):
            setattr(thing, name, parse_date(value))
        elif column.kind == "decimal":
            setattr(thing, name, column.field.to_python(value))
        else:
            setattr(thing, name, value)


def refer(case: Case, column: Any, keys: list[int], refs: References) -> None:
    things = list(refs.found(column.to, keys).values())
    if not column.relation:
        if case.pk:
            setattr(case, column.name, things)
        else:
            held_by(case)[column.name] = things
        return
    field = link_to(column.to, column.relation)
    kept = {getattr(row, field.attname): row for row in rows_of(case, column.relation)}
    rows = [kept.get(thing.pk) or field.model(**{field.name: thing}) for thing in things]
    set_in_order(case, column.relation, rows)


@cache
def link_to(model: Any, relation: str) -> Any:
    """The field by which a row of that relation leads there."""
    of_row: Any = Case._meta.get_field(relation).related_model
    return next(each for each in of_row._meta.concrete_fields if each.related_model is model)


def mark(case: Case, words: list[str], refs: References) -> None:
    kept = {row.tag.name: row for row in rows_of(case, "keyword_rows")}
    rows = [kept.get(word) or CaseKeyword(tag=refs.tag(word)) for word in words]
    if case.pk:
        case.keyword_rows.set(rows)
    else:
        held_by(case)["keyword_rows"] = rows


def set_rows(case: Case, relation: str, told: list[dict[str, Any]]) -> None:
    """Rows known by their key, or by what they are called, stay the same row; the others are new.

    Documents whose file is kept here stay: no table says anything about it. So does whoever
    is protected: their name is in no table.
    """
    sheet = shape.sheet(relation)
    kept = rows_of(case, relation)
    rows = []
    for each in told:
        row = known_row(kept, each) or blank(sheet.model)
        for name, value in each.items():
            if name != "key":
                put(row, name, value)
        if each.get("key") and row._state.adding and row not in kept:
            row.key = uuid.UUID(each["key"])
        rows.append(row)
    rows += [row for row in kept if stays(row)]
    set_in_order(case, relation, rows)


def rows_of(case: Case, relation: str) -> list[Any]:
    """Those it has already; a new case has none."""
    return list(getattr(case, relation).all()) if case.pk else []


def held_by(case: Case) -> dict[str, list[Any]]:
    """What django-modelcluster keeps of each relation. Its managers cost more than the rows."""
    held: dict[str, list[Any]] = case._cluster_related_objects
    return held


def set_in_order(case: Case, relation: str, rows: list[Any]) -> None:
    for nth, row in enumerate(rows):
        row.sort_order = nth
    if case.pk:
        getattr(case, relation).set(rows)
    else:
        # Whose they are they are told when it has a key: `writing_many.write_rows`.
        held_by(case)[relation] = rows


def stays(row: Any) -> bool:
    """Whether a table that does not speak of the row leaves it where it is."""
    return bool(getattr(row, "file", None)) or getattr(row, "is_protected", False)


def put(row: Any, name: str, value: Any) -> None:
    field = row._meta.get_field(name)
    if field.is_relation:
        setattr(row, field.attname, value)
    else:
        setattr(row, name, field.to_python(value) if value is not None else value)


def known_row(kept: list[Any], told: dict[str, Any]) -> Any:
    """Takes it out of `kept`, so that no two are the same."""
    key = told.get("key")
    for nth, row in enumerate(kept):
        if str(row.key) == key if key else is_called(row, told):
            return kept.pop(nth)
    return None


def is_called(row: Any, told: dict[str, Any]) -> bool:
    name = next((name for name in NAMES if name in told), "")
    if not name:
        return False
    field = row._meta.get_field(name)
    return bool(told[name]) and bool(getattr(row, field.attname) == told[name])
