"""Coordinates of municipalities, from the populated places of GeoNames.

The rule: the place must lie in the same state and bear the name of the
municipality's capital (of the municipality, when no capital is known), and no
second place may. First its main name is compared, then its other names; case
and accents do not count. Otherwise the municipality has no coordinates.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from territories.names import fold
from territories.sources.corrections import DATA

SOURCE = "GeoNames (CC BY 4.0), cabecera"


@dataclass
class Seats:
    """The places of one country.

    `path` lies below `territories/data/`; `states` gives the code of the state
    for each first-level code of GeoNames.
    """

    path: str
    states: dict[str, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> tuple[dict[tuple[str, str], set[str]], dict[tuple[str, str], set[str]]]:
        """Places by state and folded name: once by main names, once by all names."""
        main: dict[tuple[str, str], set[str]] = defaultdict(set)
        every: dict[tuple[str, str], set[str]] = defaultdict(set)
        with (DATA / self.path).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                state = self.states.get(row["admin1code"], "")
                where = f"{row['latitude']} {row['longitude']}"
                main[state, fold(row["name"])].add(where)
                for name in (row["name"], *row["alternatenames"].split("|")):
                    every[state, fold(name)].add(where)
        return main, every

    def coordinates(self, state: str, name: str) -> dict[str, Any]:
        """Fields of `Territory`, or nothing."""
        for names in self.places:
            found = names.get((state, fold(name)), set())
            if len(found) == 1:
                latitude, longitude = next(iter(found)).split(" ")
                return {
                    "latitude": Decimal(latitude),
                    "longitude": Decimal(longitude),
                    "coordinates_source": SOURCE,
                }
            if found:
                break
        return {}
