"""What a source gives, whatever its form: rows that can be loaded, and problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, str]
"""Code scheme and code: what tells one territory from all others."""

# Our own codes, for places without a usable official one.
OURS = "cabildo"


class SourceError(Exception):
    """The file is not what it says. Its text is one sentence for the person who gave it."""


@dataclass(frozen=True)
class Row:
    """One territory as its source gives it, corrected and in our words.

    `place` says where it stands in the file. `parent` is None below the
    country itself. `facts` are fields of `Territory`; what the source does not
    know is not among them.
    """

    place: str
    level: str
    name: str
    kind: str
    key: Key
    parent: Key | None
    facts: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    alternates: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Problem:
    """A row that cannot be loaded, and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass
class Reading:
    """Everything a file says about one country.

    `country_is_counted` when the file has a row for the country itself.
    """

    country: str
    country_name: str
    country_facts: dict[str, Any]
    rows: list[Row]
    problems: list[Problem]
    country_is_counted: bool = False
    country_tags: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return len(self.rows) + len(self.problems) + self.country_is_counted
