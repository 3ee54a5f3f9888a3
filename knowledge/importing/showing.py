"""What a case says, in the shape of a file: what exports write and imports compare."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from knowledge.importing import shape
from knowledge.importing.narrative import shown
from knowledge.models import Case, Contributor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Names:
    """What the things that cases refer to are called in files; each is asked for once."""

    def __init__(self) -> None:
        self.known: dict[tuple[Any, int], str] = {}

    def load(self, model: Any, keys: Iterable[Any]) -> None:
        wanted = {key for key in keys if key and (model, key) not in self.known}
        if wanted:
            for key, thing in model._default_manager.in_bulk(wanted).items():
                self.known[model, key] = name_in_file(thing)

    def name(self, model: Any, key: Any) -> str:
        if not key:
            return ""
        self.load(model, [key])
        return self.known.get((model, key), "")


def name_in_file(thing: Any) -> str:
    """A word by which an import finds it again: of a municipality, country and code."""
    label = thing._meta.label
    if label == "territories.Territory":
        return f"{thing.country_code} {thing.code}"
    if label == "knowledge.Case":
        return thing.code or ""
    return str(getattr(thing, "handle", "") or thing.slug)


def record_of(case: Case, names: Names) -> dict[str, Any]:
    """All that a file may say of it, in values that JSON knows; rows as lists of objects."""
    told: dict[str, Any] = {}
    for column in shape.sheet(shape.CASES).columns:
        if column.name not in (shape.NUMBER, "source", "key", "revision"):
            told[column.name] = value_of(case, column, names)
    for relation in shape.ROWS:
        rows = getattr(case, relation).all()
        told[relation] = [row_of(row, relation, names) for row in rows]
    return told


def row_of(row: Any, relation: str, names: Names) -> dict[str, Any]:
    columns = shape.sheet(relation).columns[1:]
    told = {column.name: value_of(row, column, names) for column in columns}
    if isinstance(row, Contributor) and row.is_protected:
        # The name of somebody protected leaves the site in no file.
        told["name"] = told["person"] = ""
    return told


def value_of(thing: Any, column: Any, names: Names) -> Any:
    if column.parts:
        return moment_of([getattr(thing, name) for name in column.parts])
    show = SHOWN.get(column.kind)
    return show(thing, column, names) if show else getattr(thing, column.name)


def moment_of(parts: list[int | None]) -> str:
    """As ISO 8601 writes it: "2019", "2019-03" or "2019-03-15"."""
    known: list[str] = []
    for part in parts:
        if not part:
            break
        known.append(f"{part:04}" if not known else f"{part:02}")
    return "-".join(known)


def show_decimal(thing: Any, column: Any, names: Names) -> str:
    """With all the decimals of its column, so that no sign can be taken for that of thousands."""
    value = getattr(thing, column.name)
    if value is None:
        return ""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-column.field.decimal_places)))


def show_reference(thing: Any, column: Any, names: Names) -> str:
    return names.name(column.to, getattr(thing, column.field.attname))


def show_references(thing: Any, column: Any, names: Names) -> list[str]:
    if not column.relation:
        return [name_in_file(each) for each in getattr(thing, column.name).all()]
    field = next(
        each
        for each in thing._meta.get_field(column.relation).related_model._meta.concrete_fields
        if each.related_model is column.to
    )
    keys = [getattr(row, field.attname) for row in getattr(thing, column.relation).all()]
    names.load(column.to, keys)
    return [name for key in keys if (name := names.name(column.to, key))]


def show_words(thing: Any, column: Any, names: Names) -> list[str]:
    return [row.tag.name for row in thing.keyword_rows.all()]


def show_key(thing: Any, column: Any, names: Names) -> str:
    return str(getattr(thing, column.name))


def show_date(thing: Any, column: Any, names: Names) -> str:
    value = getattr(thing, column.name)
    return value.isoformat() if value else ""


def show_narrative(thing: Any, column: Any, names: Names) -> str:
    return shown(getattr(thing, column.name))


def show_choices(thing: Any, column: Any, names: Names) -> list[Any]:
    return list(getattr(thing, column.name) or [])


SHOWN: dict[str, Callable[[Any, Any, Names], Any]] = {
    "decimal": show_decimal,
    "reference": show_reference,
    "references": show_references,
    "words": show_words,
    "key": show_key,
    "date": show_date,
    "narrative": show_narrative,
    "choices": show_choices,
}
