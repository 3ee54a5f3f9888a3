"""What a visitor asks for, read from the address of the search page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict

from search.analysis import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_QUERY = 200
UNPRINTABLE = {"Cc", "Cs"}
# Parameters that filter; a repeated one means "or".
FACETS = ("tipo", "tema", "red", "nivel", "costo", "pais", "municipio", "anio")
VALUE = re.compile(r"[-\w.:]{1,80}")
MOST_VALUES = 20
NEWEST = "recientes"
# What happened in municipalities like the reader's first.
ALIKE = "parecidos"
ORDERS = (NEWEST, ALIKE)


@dataclass(frozen=True)
class Asked:
    """Words, filters and order of a search."""

    words: str
    chosen: dict[str, tuple[str, ...]]
    order: str

    @property
    def is_empty(self) -> bool:
        return not self.words and not any(self.chosen.values())

    @property
    def has_words(self) -> bool:
        return bool(words_of(self.words))

    def values(self) -> Iterator[tuple[str, str]]:
        """Every filter chosen, as facet and value."""
        for facet, values in self.chosen.items():
            for value in values:
                yield facet, value

    def query(self, *, words: str | None = None, without: tuple[str, str] | None = None) -> str:
        """The address's query for the same search with other words, or without a filter."""
        parameters = QueryDict(mutable=True)
        parameters["q"] = self.words if words is None else words
        for facet, value in self.values():
            if (facet, value) != without:
                parameters.appendlist(facet, value)
        if self.order:
            parameters["orden"] = self.order
        return parameters.urlencode()


def read(parameters: QueryDict) -> Asked:
    """What the address asks for; values that could be none are left out."""
    chosen = {}
    for facet in FACETS:
        values = [value for value in parameters.getlist(facet) if VALUE.fullmatch(value)]
        if values:
            chosen[facet] = tuple(dict.fromkeys(values))[:MOST_VALUES]
    asked = parameters.get("orden") or ""
    order = asked if asked in ORDERS else ""
    return Asked(clean_words(parameters.get("q") or ""), chosen, order)


def clean_words(raw: str) -> str:
    """What was typed, cut to a length a person types, without what cannot be printed.

    Characters that never meant a word (NUL, controls, lone surrogates) become
    spaces, so that no engine and no database has to know about them.
    """
    printable = (
        " " if unicodedata.category(character) in UNPRINTABLE else character
        for character in raw[:LONGEST_QUERY]
    )
    return " ".join("".join(printable).split())
