"""Which column is what, country by country: `territories/data/<country>/source.toml`.

A country whose files have a form of their own is described there, and needs no
Python. The words of such a file are in `territories/data/README.md`.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from territories.sources.corrections import DATA, Corrections
from territories.sources.flat import FlatFile, FlatSource
from territories.sources.nested import Census, NestedSource, Tier
from territories.sources.seats import Seats

if TYPE_CHECKING:
    from pathlib import Path

Source = NestedSource | FlatSource


def known_sources() -> dict[str, Source]:
    """Every country that is described, by its code."""
    sources = (read_mapping(file) for file in sorted(DATA.glob("*/source.toml")))
    return {source.country: source for source in sources}


def read_mapping(file: Path) -> Source:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    return flat(told) if told.pop("form") == "flat" else nested(told)


def nested(told: dict[str, Any]) -> NestedSource:
    seats = told.pop("seats", None)
    census = told.pop("country_census", None)
    return NestedSource(
        tiers=tuple(tier(each) for each in told.pop("tier")),
        corrections=Corrections(told.pop("corrections")),
        seats=Seats(**seats) if seats else None,
        country_census=Census(**census) if census else None,
        **as_tuples(told),
    )


def tier(told: dict[str, Any]) -> Tier:
    censuses = tuple(Census(**each) for each in told.pop("census", ()))
    return Tier(censuses=censuses, **as_tuples(told))


def flat(told: dict[str, Any]) -> FlatSource:
    files = tuple(FlatFile(**each) for each in told.pop("file"))
    return FlatSource(files=files, **told)


def as_tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()}
