"""Which municipalities are alike, and in what. Worked out here alone, the same for everybody.

How far two lie apart in a number is counted in the unit of all (see `territories.ground`),
three units and more being the farthest: one figure never decides alone. Countries are the
same or not; traits lie as far apart as they do not overlap. The mean, by the weights, over
what both have, is the distance: 0 is the same, 1 the farthest. Two are compared only when
they share what makes up 70 % of the weights.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from heapq import nsmallest
from operator import add
from typing import TYPE_CHECKING

from territories.ground import MEASURED, Aspect, Known, ground_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from territories.ground import Ground, Group
    from territories.models import Territory

WEIGHTS = {
    Aspect.POPULATION: 30,
    Aspect.BUDGET: 25,
    Aspect.RURAL: 15,
    Aspect.DENSITY: 10,
    Aspect.COUNTRY: 10,
    Aspect.TAGS: 10,
}
# Beyond so many units two are as far apart as can be.
FARTHEST = 3.0
# What two must both have to be compared, in per cent of the weights.
LEAST_SHARED = 70
# An aspect that fewer than this part of all municipalities know is told to be scarce.
SCARCE = 0.5

Weights = dict[Aspect, int]


@dataclass(frozen=True)
class Peer:
    """Another municipality: how far it lies (0 to 1) and how much of the weights both have (%)."""

    there: Known
    distance: float
    shared_percent: int
    lacking: tuple[Aspect, ...] = ()

    @property
    def pk(self) -> int:
        return self.there.pk

    @property
    def likeness_percent(self) -> int:
        return round(100 * (1 - self.distance))


@dataclass(frozen=True)
class Comparison:
    """The peers of a municipality, the nearest first, and what is missing to find more.

    `known_percent` is the part of the weights that is known of the municipality itself,
    `lacking` what is not, the heaviest first. `left_out` are those asked for that
    cannot be compared, and `scarce` what few municipalities have. `compared` counts all
    that could be.
    """

    weights: Weights
    here: Known | None
    peers: list[Peer] = field(default_factory=list)
    left_out: list[Peer] = field(default_factory=list)
    lacking: tuple[Aspect, ...] = ()
    scarce: tuple[Aspect, ...] = ()
    known_percent: int = 0
    compared: int = 0

    @property
    def is_possible(self) -> bool:
        """Whether enough is known of the municipality itself."""
        return self.known_percent >= LEAST_SHARED

    @property
    def usable(self) -> Weights:
        """The same weights, with nothing on what is missing here or scarce elsewhere."""
        dropped = {*self.lacking, *self.scarce}
        return {aspect: 0 if aspect in dropped else self.weights[aspect] for aspect in Aspect}


def nearest(
    territory: Territory,
    *,
    limit: int,
    weights: Mapping[Aspect, int] | None = None,
    among: Collection[int] | None = None,
) -> Comparison:
    """The `limit` municipalities most like this one; only those with a key in `among`, if given.

    Equal ones stand in the order of the tree. One query at most, none for a territory
    that was asked `with_stamp`; see `territories.ground`.
    """
    ground = ground_of(territory)
    weighed = {aspect: int((weights or WEIGHTS).get(aspect, 0)) for aspect in Aspect}
    if territory.pk not in ground.place_of or not sum(weighed.values()):
        return Comparison(weighed, None, lacking=tuple(Aspect))
    here = ground.rows[ground.place_of[territory.pk]]
    measure = Measure(ground, here, weighed)
    wanted = places_among(ground, among)
    found = nsmallest(limit, measure.distances(wanted))
    return Comparison(
        weighed,
        here,
        peers=[measure.peer(place, distance) for distance, place in found],
        left_out=[measure.peer(place, 1.0) for place in measure.left_out(wanted)]
        if among is not None
        else [],
        lacking=lacking(here, weighed),
        scarce=tuple(aspect for aspect in heaviest(weighed) if ground.share_known(aspect) < SCARCE),
        known_percent=percent_known(here, weighed),
        compared=measure.compared,
    )


@dataclass(frozen=True)
class Near:
    """The municipality itself and, by country code and code, how far each of some others lies."""

    here: Known
    others: dict[tuple[str, str], tuple[float, Known]]


def near_by_code(territory: Territory, codes: Collection[str]) -> Near | None:
    """Of the municipalities with these codes those that can be compared, itself among them.

    None for what is no municipality. One query at most, as `nearest`.
    """
    ground = ground_of(territory)
    if territory.pk not in ground.place_of:
        return None
    here = ground.rows[ground.place_of[territory.pk]]
    measure = Measure(ground, here, WEIGHTS)
    found = [*measure.everywhere, (0.0, measure.own)]
    told = ((distance, ground.rows[place]) for distance, place in found)
    return Near(
        here,
        {(row.country_code, row.code): (far, row) for far, row in told if row.code in codes},
    )


def heaviest(weights: Mapping[Aspect, int]) -> list[Aspect]:
    """Those that weigh something, the heaviest first."""
    weighing = [aspect for aspect in Aspect if weights[aspect]]
    return sorted(weighing, key=lambda aspect: -weights[aspect])


def lacking(here: Known, weights: Mapping[Aspect, int]) -> tuple[Aspect, ...]:
    return tuple(aspect for aspect in heaviest(weights) if not here.knows(aspect))


def percent_known(here: Known, weights: Mapping[Aspect, int]) -> int:
    known = sum(weights[aspect] for aspect in heaviest(weights) if here.knows(aspect))
    return 100 * known // sum(weights.values())


def places_among(ground: Ground, keys: Collection[int] | None) -> set[int] | None:
    if keys is None:
        return None
    return {ground.place_of[key] for key in keys if key in ground.place_of}


class Measure:
    """How far all others lie from one."""

    def __init__(self, ground: Ground, here: Known, weights: Mapping[Aspect, int]) -> None:
        self.ground, self.here, self.weights = ground, here, weights
        self.known = {aspect for aspect in heaviest(weights) if here.knows(aspect)}
        self.least = LEAST_SHARED * sum(weights.values())
        self.own = ground.place_of[here.pk]

    def shared(self, group: Group) -> int:
        """The weights of what it and those of the group both have."""
        return sum(self.weights[aspect] for aspect in self.known & group.known)

    @cached_property
    def everywhere(self) -> list[tuple[float, int]]:
        """Distance and place of all that can be compared."""
        found: list[tuple[float, int]] = []
        for group in self.ground.groups:
            shared = self.shared(group)
            if shared and 100 * shared >= self.least:
                sums = self.sums(group)
                found += zip([each / shared for each in sums], group.places, strict=True)
        return [each for each in found if each[1] != self.own]

    def sums(self, group: Group) -> list[float]:
        """What lies between it and each of the group, by the weights. Runs for every place there
        is: the loops are written out.
        """
        country = self.weights[Aspect.COUNTRY] * (group.country_code != self.here.country_code)
        sums = [float(country)] * len(group.places)
        for aspect in MEASURED:
            mine = self.here.measure(aspect)
            if mine is None or aspect not in self.known & group.known:
                continue
            weight = self.weights[aspect]
            step = weight / (FARTHEST * self.ground.units[aspect])
            apart = [
                gap if (gap := abs(value - mine) * step) < weight else weight
                for value in group.columns[aspect]
            ]
            sums = list(map(add, sums, apart))
        if Aspect.TAGS in self.known & group.known:
            # Few sets of traits exist.
            between = {theirs: self.between_traits(theirs) for theirs in set(group.tags)}
            apart = [between[theirs] for theirs in group.tags]
            sums = list(map(add, sums, apart))
        return sums

    def between_traits(self, theirs: frozenset[str]) -> float:
        mine = self.here.tags
        return self.weights[Aspect.TAGS] * (1 - len(mine & theirs) / len(mine | theirs))

    @property
    def compared(self) -> int:
        return len(self.everywhere)

    def distances(self, wanted: set[int] | None) -> list[tuple[float, int]]:
        """Distance and place of those that can be compared, of all or of those wanted."""
        if wanted is None:
            return self.everywhere
        return [each for each in self.everywhere if each[1] in wanted]

    def left_out(self, wanted: set[int] | None) -> list[int]:
        """Of those asked for, the ones that share too little."""
        found = {place for _distance, place in self.everywhere}
        return sorted((wanted or set()) - found - {self.own})

    def peer(self, place: int, distance: float) -> Peer:
        there = self.ground.rows[place]
        shared = sum(self.weights[each] for each in self.known if there.knows(each))
        percent = 100 * shared // sum(self.weights.values())
        return Peer(there, distance, percent, lacking(there, self.weights))
