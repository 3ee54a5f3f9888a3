"""What the archive of a person's data consists of: each app adds what it holds of them.

    archive.register("comentarios", "community.archive_parts.comments",
                     covers=["community.Comment.author"])

The callable takes the person and returns a `Part`. Its name is that of the file
in the archive. `covers` names the relations to people whose rows the part gives;
a test finds the relation that nobody covers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from community.models import User

CHUNK = 200


@dataclass(frozen=True)
class Part:
    """One file of the archive: its rows, what their columns mean, the files that go with them.

    Texts are those of the language in force while it is made.
    """

    title: str
    columns: Mapping[str, str]
    rows: Iterable[dict[str, Any]]
    files: Iterable[FieldFile] = ()


@dataclass(frozen=True)
class Column:
    """A column that is no field: its name, what it means, how it is read off a row."""

    name: str
    meaning: str
    read: Callable[[Any], Any]


@dataclass(frozen=True)
class Registered:
    name: str
    make: Callable[[User], Part] | str
    covers: frozenset[str] = field(default_factory=frozenset)

    def part_of(self, user: User) -> Part:
        make = import_string(self.make) if isinstance(self.make, str) else self.make
        part: Part = make(user)
        return part


_registered: dict[str, Registered] = {}
_left_out: dict[str, str] = {}


def register(name: str, make: Callable[[User], Part] | str, *, covers: Sequence[str] = ()) -> None:
    """Have a part in every archive. `make` may be a path, for apps that are starting."""
    _registered[name] = Registered(name, make, frozenset(covers))


def leave_out(relation: str, why: str) -> None:
    """Say that rows of this relation are not the person's, and why; a whole app by its label."""
    _left_out[relation] = why


def registered() -> list[Registered]:
    return list(_registered.values())


def left_out() -> Mapping[str, str]:
    return _left_out


def table(
    title: str,
    rows: models.QuerySet[Any],
    *columns: str | Column,
    files: Callable[[Any], FieldFile | None] | None = None,
) -> Part:
    """A part with one row for each of `rows`, read as they are written: none is kept in memory.

    A column is a field ("post", or "organization.name" of what it refers to),
    explained by what the model says about it, or a `Column`.
    """
    read = [_column(rows.model, each) if isinstance(each, str) else each for each in columns]

    def written() -> Iterator[dict[str, Any]]:
        for row in rows.iterator(chunk_size=CHUNK):
            yield {column.name: column.read(row) for column in read}

    def attached() -> Iterator[FieldFile]:
        for row in rows.iterator(chunk_size=CHUNK) if files else ():
            kept = files(row) if files else None
            if kept:
                yield kept

    return Part(title, {column.name: column.meaning for column in read}, written(), attached())


def all_fields(model: type[models.Model], *, without: Sequence[str] = ()) -> list[str]:
    """The names of its columns, but for what points at people, which the archive is about."""
    return [
        each.name
        for each in model._meta.concrete_fields
        if each.name not in without and not each.is_relation
    ]


def _column(model: type[models.Model], path: str) -> Column:
    def read(row: Any) -> Any:
        value = reduce(lambda thing, name: getattr(thing, name, None), path.split("."), row)
        return str(value) if isinstance(value, models.Model | FieldFile) else value

    return Column(path, meaning_of(model, path), read)


def meaning_of(model: type[models.Model], path: str) -> str:
    """What the model says about a field: its name in words, its help, its choices."""
    first, _dot, rest = path.partition(".")
    try:
        found: Any = model._meta.get_field(first)
    except FieldDoesNotExist:
        return ""
    words = [str(found.verbose_name)]
    if rest and found.related_model:
        kind = found.related_model._meta.verbose_name
        return f"{kind}: {meaning_of(found.related_model, rest)}"
    if found.help_text:
        words.append(str(found.help_text))
    if found.choices:
        words.append("; ".join(f"{value} = {label}" for value, label in found.flatchoices))
    return ". ".join(words)
