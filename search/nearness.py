"""What was found in municipalities like the reader's first, and why each is like it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from community.permissions import municipality_of
from search.snapshot import documents_in
from territories.comparing import WEIGHTS, near_by_code
from territories.likeness_words import reasons

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from search.snapshot import Snapshot
    from territories.ground import Known
    from territories.models import Territory

# Beyond the farthest there is: what lies nowhere, and where too little is known.
NOWHERE = 2.0


@dataclass
class Near:
    """Of each document in a municipality that can be compared, which one that is.

    `place` is the reader's own, None where they work for none.
    """

    place: Territory | None = None
    here: Known | None = None
    places: dict[int, tuple[float, Known]] = field(default_factory=dict)

    def sorted(self, documents: list[int]) -> list[int]:
        """The nearest first; those as near stay as they stand."""
        return sorted(documents, key=self.distance)

    def distance(self, document: int) -> float:
        known = self.places.get(document)
        return known[0] if known else NOWHERE

    def because(self, document: int) -> str:
        """Why it stands where it stands; empty for what is not compared, and in one's own."""
        known = self.places.get(document)
        if known is None or self.here is None or known[1] == self.here:
            return ""
        return reasons(self.here, known[1], WEIGHTS)

    @property
    def is_possible(self) -> bool:
        return any(there != self.here for _distance, there in self.places.values())


def near_to(user: User | AnonymousUser, snapshot: Snapshot) -> Near:
    """By the municipality the reader works for. Two queries."""
    place = municipality_of(user, timezone.localdate())
    if place is None:
        return Near()
    towns = snapshot.facets.get("municipio", {})
    countries = snapshot.facets.get("pais", {})
    told = near_by_code(place, towns.keys())
    if told is None:
        return Near(place)
    near = Near(place, told.here)
    for (country, code), known in told.others.items():
        for document in documents_in(towns[code] & countries.get(country, 0)):
            near.places[document] = known
    return near
