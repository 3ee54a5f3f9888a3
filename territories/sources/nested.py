"""JSON files in which states hold municipalities and these hold parishes.

A `NestedSource` declares which keys hold what; nothing here knows a country.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from territories.names import fold, proper_name, slug
from territories.sources.rows import OURS, Key, Problem, Reading, Row, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from territories.sources.corrections import Corrections
    from territories.sources.seats import Seats


ARTICLES = {"El", "La", "Las", "Los"}


@dataclass(frozen=True)
class Census:
    """Keys of one count of inhabitants and of the area it was made for.

    `added_up`: the record does not say; it is the sum of its parts, if every
    one of them has it.
    """

    year: int
    source: str
    population: str
    area: str = ""
    added_up: bool = False


@dataclass(frozen=True)
class Tier:
    """One level of the file.

    `children` is the key of the level below; a record that is a mere string
    stands for `{name: string}`. `censuses` in order of preference. Codes:
    the value under `code`, if it matches `pattern`, belongs to `scheme`; where
    there is a `code_table` it is translated and the value itself becomes an
    alternate code in `alternate_scheme`; where there are `alternates` the value
    stays and they give the other code. `code_of_children`: the code is that
    many first signs, the same in all, of the codes of what lies in it.
    Otherwise the code is ours.

    `kinds` says what the territories of some codes are called. The capital
    stands under `capital`, or is the child whose code ends in `capital_child`,
    unless `capitals` names another for that code.
    """

    level: str
    name: str
    kind: str
    children: str = ""
    other_kinds: tuple[str, ...] = ()
    code: str = ""
    scheme: str = OURS
    pattern: str = ""
    code_of_children: int = 0
    code_table: Mapping[str, str] = field(default_factory=dict)
    alternate_scheme: str = ""
    alternates: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    capital: str = ""
    capital_child: str = ""
    capitals: Mapping[str, str] = field(default_factory=dict)
    censuses: tuple[Census, ...] = ()


@dataclass(frozen=True)
class NestedSource:
    """A file: `root` is the key of the list of states, or "" when the file is that list.

    `small_words` are written small inside names.
    """

    country: str
    country_name: str
    origin: str
    tiers: tuple[Tier, ...]
    corrections: Corrections
    root: str = ""
    seats: Seats | None = None
    unknown: tuple[str, ...] = ("",)
    small_words: tuple[str, ...] = ()
    country_census: Census | None = None


class RecordError(Exception):
    """A record that cannot become a row; its text says why."""


@dataclass(frozen=True)
class Parent:
    """What is known above a record: its key (None: the country), slugs and state code."""

    key: Key | None
    slugs: tuple[str, ...]
    name: str = ""
    state: str = ""
    is_lost: bool = False


def rows_of_nested(source: NestedSource, data: Any) -> Reading:
    """Every territory of the file as a row or a problem, parents before children.

    Raises:
        SourceError: the file has another form, or is of another country.

    """
    records = top_records(source, data)
    walk = Walk(source)
    for number, record in enumerate(records, start=1):
        walk.visit(record, number, 0, Parent(None, (source.country.lower(),)), "")
    return Reading(
        source.country, source.country_name, walk.country_facts(records), walk.rows, walk.problems
    )


def top_records(source: NestedSource, data: Any) -> list[Any]:
    first = source.tiers[0]
    where = f'a list under "{source.root}"' if source.root else "a list"
    shape = f'{where} of records with "{first.name}" and "{first.children}"'
    records = data.get(source.root) if source.root and isinstance(data, dict) else data
    if not isinstance(records, list) or not any(
        isinstance(record, dict) and first.name in record and first.children in record
        for record in records
    ):
        raise SourceError(f"This is not the file of {source.country}: it should hold {shape}.")
    codes = [str(r.get(first.code)) for r in records if isinstance(r, dict)]
    if first.code and not any(re.fullmatch(first.pattern, code) for code in codes):
        raise SourceError(f'This is a file of another country: no "{first.code}" is one of ours.')
    return records


class Walk:
    """One passage through a file, from the first state to the last parish."""

    def __init__(self, source: NestedSource) -> None:
        self.source = source
        self.rows: list[Row] = []
        self.problems: list[Problem] = []
        self.taken: set[Key] = set()

    def visit(self, record: Any, number: int, depth: int, parent: Parent, above: str) -> None:
        tier = self.source.tiers[depth]
        record = {tier.name: record} if isinstance(record, str) else record
        place = f"{above}{tier.level} {number}"
        if isinstance(record, dict) and record.get(tier.name):
            place = f'{place} "{str(record[tier.name])[:60]}"'
        try:
            row, below = self.row_of(record, tier, parent, place)
        except RecordError as bad:
            self.problems.append(Problem(place, str(bad)))
            below = Parent(None, parent.slugs, is_lost=True)
        else:
            self.rows.append(row)
        children = record.get(tier.children) if isinstance(record, dict) else None
        if isinstance(children, list):
            for nth, child in enumerate(children, start=1):
                self.visit(child, nth, depth + 1, below, f"{place}, ")

    def row_of(self, record: Any, tier: Tier, parent: Parent, place: str) -> tuple[Row, Parent]:
        if parent.is_lost:
            raise RecordError("what it lies in cannot be loaded")
        if not isinstance(record, dict):
            raise RecordError("is not a record")
        if tier.children and not isinstance(record.get(tier.children), list):
            raise RecordError(f'has no list under "{tier.children}"')
        record = self.source.corrections.applied(tier.level, parent.name, tier.name, record)
        name = record.get(tier.name)
        if not isinstance(name, str) or not fold(name):
            raise RecordError(f'has no name under "{tier.name}"')
        name = self.with_small_words(proper_name(name))
        slugs = (*parent.slugs, slug(name))
        key, alternates = self.codes_of(record, tier, slugs)
        if key in self.taken:
            raise RecordError(f"its code {key[1]} is already that of another one")
        self.taken.add(key)
        facts = self.facts_of(record, tier) | self.capital_of(record, tier, key[1])
        state = parent.state or key[1]
        if tier.level == "municipality" and self.source.seats is not None:
            facts |= self.source.seats.coordinates(state, facts.get("capital") or name)
        kind = tier.kinds.get(key[1]) or kind_of(tier, name)
        row = Row(place, tier.level, name, kind, key, parent.key, facts,
                  alternates=alternates)  # fmt: skip
        return row, Parent(key, slugs, name, state)

    def codes_of(
        self, record: dict[str, Any], tier: Tier, slugs: tuple[str, ...]
    ) -> tuple[Key, tuple[Key, ...]]:
        given: Any
        if tier.code_of_children:
            given = self.code_of_children(record, tier)
        elif tier.code:
            given = record.get(tier.code)
        else:
            return self.own_code(slugs), ()
        if not isinstance(given, str) or not given:
            raise RecordError(f'has no code under "{tier.code or tier.children}"')
        if given.startswith(f"{self.source.country.lower()}-"):
            return (OURS, given), ()
        table = tier.code_table
        if not re.fullmatch(tier.pattern, given) or (table and given not in table):
            raise RecordError(f'its code "{given}" is not whole, nor in the table of corrections')
        other = tier.alternates.get(given, "") if tier.alternates else given
        alternates = ((tier.alternate_scheme, other),) if tier.alternate_scheme and other else ()
        return (tier.scheme, table.get(given, given)), alternates

    def code_of_children(self, record: dict[str, Any], tier: Tier) -> str:
        """What the codes of all its children begin with; empty when they do not agree."""
        key = self.source.tiers[self.source.tiers.index(tier) + 1].code
        children = [child for child in record[tier.children] if isinstance(child, dict)]
        codes = {str(child.get(key))[: tier.code_of_children] for child in children}
        return codes.pop() if len(codes) == 1 else ""

    def capital_of(self, record: dict[str, Any], tier: Tier, code: str) -> dict[str, str]:
        if code in tier.capitals:
            return {"capital": tier.capitals[code]}
        if not tier.capital_child:
            return {}
        below = self.source.tiers[self.source.tiers.index(tier) + 1]
        for child in record[tier.children]:
            if isinstance(child, dict) and str(child.get(below.code)) == code + tier.capital_child:
                child = self.source.corrections.applied(below.level, "", below.name, child)
                return {"capital": self.with_small_words(proper_name(str(child[below.name])))}
        return {}

    def with_small_words(self, name: str) -> str:
        """Valle Del Cauca, as its people write it; after "de" articles are small too."""
        first, *rest = name.split(" ")
        words = [first]
        for word in rest:
            is_article = words[-1] == "de" and word in ARTICLES and bool(self.source.small_words)
            is_small = is_article or word in self.source.small_words
            words.append(word.lower() if is_small else word)
        return " ".join(words)

    def own_code(self, slugs: tuple[str, ...]) -> Key:
        """`<country>-<state>-<slug>`; the second of equal names gets -2, in the file's order."""
        code = first = "-".join(slugs)
        number = 1
        while (OURS, code) in self.taken:
            number += 1
            code = f"{first}-{number}"
        return OURS, code

    def facts_of(self, record: dict[str, Any], tier: Tier) -> dict[str, Any]:
        facts: dict[str, Any] = {"source": self.source.origin}
        capital = record.get(tier.capital) if tier.capital else None
        if isinstance(capital, str) and capital.strip() and capital not in self.source.unknown:
            facts["capital"] = proper_name(capital)
        for census in tier.censuses:
            counted = self.counted(record, tier, census)
            if "population" in counted:
                return facts | counted
        return facts

    def counted(self, record: dict[str, Any], tier: Tier, census: Census) -> dict[str, Any]:
        parts = record.get(tier.children) if census.added_up else [record]
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            return {}
        try:
            counts = [self.number(part, census.population) for part in parts]
        except RecordError:
            if census.added_up:  # said at the part itself
                return {}
            raise
        if not counts or any(count is None for count in counts):
            return {}
        found: dict[str, Any] = {
            "population": int(sum(count for count in counts if count is not None)),
            "population_year": census.year,
            "population_source": census.source,
        }
        areas = [self.number(part, census.area) for part in parts] if census.area else []
        if areas and all(area is not None for area in areas):
            found["area_km2"] = sum((a for a in areas if a is not None), Decimal(0))
        return found

    def number(self, record: Mapping[str, Any], key: str) -> Decimal | None:
        """The number under `key`; None when it is not known yet."""
        value = record.get(key)
        if value is None or (isinstance(value, str) and value.strip() in self.source.unknown):
            return None
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            raise RecordError(f'"{value}" under "{key}" is not a number') from None
        if not number.is_finite() or number < 0 or isinstance(value, bool):
            raise RecordError(f'"{value}" under "{key}" is not a quantity')
        return number

    def country_facts(self, records: list[Any]) -> dict[str, Any]:
        """What the country itself has: the sum of its states."""
        facts: dict[str, Any] = {"source": self.source.origin}
        if self.source.country_census is None or self.problems:
            return facts
        tier = Tier("country", "", "", children="states")
        return facts | self.counted({"states": records}, tier, self.source.country_census)


def kind_of(tier: Tier, name: str) -> str:
    """What the country calls it: one of `other_kinds` when its name begins with the word."""
    first = name.split(" ")[0].lower()
    return first if first in tier.other_kinds else tier.kind
