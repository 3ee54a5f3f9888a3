"""What was found in municipalities like the reader's first, and why each is like it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from community.permissions import municipality_of
from search.snapshot import documents_in
from territories.comparing import WEIGHTS, peers_by_code
from territories.likeness_words import reasons

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from search.snapshot import Snapshot
    from territories.comparing import Peer
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
    peers: dict[int, tuple[Known, Peer]] = field(default_factory=dict)

    def sorted(self, documents: list[int]) -> list[int]:
        """The nearest first; those as near stay as they stand."""
        return sorted(documents, key=self.distance)

    def distance(self, document: int) -> float:
        known = self.peers.get(document)
        return known[1].distance if known else NOWHERE

    def because(self, document: int) -> str:
        """Why it stands where it stands; empty for what is not compared, and in one's own."""
        known = self.peers.get(document)
        if known is None or known[0] == known[1].there:
            return ""
        return reasons(known[0], known[1].there, WEIGHTS)

    @property
    def is_possible(self) -> bool:
        return any(peer.there != here for here, peer in self.peers.values())


def near_to(user: User | AnonymousUser, snapshot: Snapshot) -> Near:
    """By the municipality the reader works for. Two queries."""
    place = municipality_of(user, timezone.localdate())
    if place is None:
        return Near()
    towns = snapshot.facets.get("municipio", {})
    countries = snapshot.facets.get("pais", {})
    near = Near(place)
    for (country, code), known in peers_by_code(place, towns.keys()).items():
        for document in documents_in(towns[code] & countries.get(country, 0)):
            near.peers[document] = known
    return near
