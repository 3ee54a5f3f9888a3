"""What is compared of all municipalities, as one process remembers it.

Twenty thousand rows are read once and kept as long as no municipality changes: that
costs one query that reads two numbers off an index. Whoever writes many municipalities
without saving each sets their `changed_at`; whoever only tags one saves it too.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from math import log
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from territories.gathered import Gathered
from territories.models import USER_ASSIGNED, TaggedTerritory, Territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from territories.models import TerritoryQuerySet


class Aspect(models.TextChoices):
    """What municipalities are compared by. The values stand in addresses."""

    POPULATION = "poblacion", _("population")
    BUDGET = "presupuesto", _("own budget per inhabitant")
    RURAL = "ruralidad", _("rural share")
    DENSITY = "densidad", _("density")
    COUNTRY = "pais", _("country")
    TAGS = "rasgos", _("traits")


# Those that are numbers: how far apart two lie is counted in the unit of all of them.
MEASURED = (Aspect.POPULATION, Aspect.BUDGET, Aspect.RURAL, Aspect.DENSITY)
# The unit where fewer than this many are known, or most are equal: twice as much,
# and ten points of a hundred.
FEWEST = 5
USUAL = {aspect: log(2) for aspect in MEASURED} | {Aspect.RURAL: 10.0}
# Makes the median distance from the median comparable to a standard deviation, where
# what is measured is spread like a bell.
# Source: Rousseeuw and Croux (1993), Alternatives to the Median Absolute Deviation.
LIKE_A_DEVIATION = 1.4826
# A change may be written while another, begun later, is already read: after this, all is
# read again.
LONGEST_KEPT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a municipality: its name and what is compared. None: nobody told us."""

    pk: int
    name: str
    parent_names: str
    country_code: str
    code: str
    population: int | None
    budget: float | None
    rural: float | None
    area: float | None
    tags: frozenset[str] = frozenset()

    @property
    def density(self) -> float | None:
        """Inhabitants for each square kilometre."""
        return self.population / self.area if self.population and self.area else None

    @property
    def is_fictional(self) -> bool:
        return bool(USER_ASSIGNED.fullmatch(self.country_code))

    @property
    def url(self) -> str:
        told = Territory(
            level=Territory.Level.MUNICIPALITY, country_code=self.country_code, code=self.code
        )
        return told.get_absolute_url()

    @property
    def name_with_parent(self) -> str:
        return f"{self.name} ({self.parent_names})" if self.parent_names else self.name

    def measure(self, aspect: Aspect) -> float | None:
        """The number that is compared: the logarithm, or the share as it is. 0 tells nothing."""
        if aspect == Aspect.RURAL:
            return self.rural
        value = {
            Aspect.POPULATION: self.population,
            Aspect.BUDGET: self.budget,
            Aspect.DENSITY: self.density,
        }[aspect]
        return log(value) if value and value > 0 else None

    def knows(self, aspect: Aspect) -> bool:
        """Whether it can be compared by that. Its country is always known."""
        if aspect == Aspect.COUNTRY:
            return True
        if aspect == Aspect.TAGS:
            return bool(self.tags)
        return self.measure(aspect) is not None


@dataclass(frozen=True)
class Group:
    """Municipalities of one country of which the same is known: what they share with another is
    the same for all of them.

    `places` are those in the rows of the ground; `columns` their numbers, in that order.
    """

    country_code: str
    known: frozenset[Aspect]
    places: list[int]
    columns: dict[Aspect, list[float]]
    tags: list[frozenset[str]]


class Ground:
    """The municipalities that are compared with each other, in the order of the tree.

    Invented ones are never set beside real ones: there is one of each.
    """

    def __init__(self, rows: Sequence[Known]) -> None:
        self.rows = rows
        self.place_of = {row.pk: place for place, row in enumerate(rows)}

    @cached_property
    def groups(self) -> list[Group]:
        members: dict[tuple[str, frozenset[Aspect]], list[int]] = {}
        for place, row in enumerate(self.rows):
            known = frozenset(aspect for aspect in Aspect if row.knows(aspect))
            members.setdefault((row.country_code, known), []).append(place)
        return [
            Group(
                country,
                known,
                places,
                {aspect: self.numbers(aspect, places) for aspect in MEASURED if aspect in known},
                [self.rows[place].tags for place in places],
            )
            for (country, known), places in members.items()
        ]

    def numbers(self, aspect: Aspect, places: Iterable[int]) -> list[float]:
        told = (self.rows[place].measure(aspect) for place in places)
        return [value for value in told if value is not None]

    @cached_property
    def units(self) -> dict[Aspect, float]:
        """How far from the middle half of all lie: what one step is worth."""
        every = range(len(self.rows))
        return {each: unit_of(self.numbers(each, every), USUAL[each]) for each in MEASURED}

    def share_known(self, aspect: Aspect) -> float:
        """Which part of all can be compared by that, 0 to 1."""
        knowing = sum(len(group.places) for group in self.groups if aspect in group.known)
        return knowing / len(self.rows) if self.rows else 1.0


def unit_of(values: Sequence[float], usual: float) -> float:
    """The median distance from the median; `usual` where that says nothing."""
    if len(values) < FEWEST:
        return usual
    middle = median(values)
    return LIKE_A_DEVIATION * median(abs(value - middle) for value in values) or usual


# --- Keeping it -------------------------------------------------------------------

Stamp = tuple[int, Any]


def with_stamp(places: TerritoryQuerySet) -> TerritoryQuerySet:
    """Territories with what tells whether the ground has changed: it costs no query of its own."""
    towns = Territory.objects.municipalities().order_by().values("level")
    return places.annotate(
        ground_size=Subquery(towns.annotate(all=Count("pk")).values("all")),
        ground_changed_at=Subquery(towns.annotate(last=Max("changed_at")).values("last")),
    )


def stamp_of(territory: Territory | None = None) -> Stamp:
    """When any municipality last changed, and how many there are. At most one query."""
    if territory is not None and hasattr(territory, "ground_changed_at"):
        return territory.ground_size or 0, territory.ground_changed_at
    towns = Territory.objects.municipalities().order_by()
    told = towns.aggregate(all=Count("pk"), last=Max("changed_at"))
    return told["all"], told["last"]


class Kept:
    """The ground as it was read last, and by which stamp it is known to be true."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.stamp: Stamp | None = None
        self.read_at: datetime | None = None
        self.grounds: dict[bool, Ground] = {}

    def latest(self, stamp: Stamp) -> dict[bool, Ground]:
        with self.lock:
            if stamp != self.stamp or not self.is_sure():
                self.read_at = timezone.now()
                self.grounds = read()
                self.stamp = stamp
            return self.grounds

    def is_sure(self) -> bool:
        return self.read_at is not None and timezone.now() - self.read_at < LONGEST_KEPT


kept = Kept()


def ground_of(territory: Territory) -> Ground:
    """Those the territory is compared with. One query, none after `with_stamp`; one more when
    something changed.
    """
    return kept.latest(stamp_of(territory))[territory.is_fictional]


def read() -> dict[bool, Ground]:
    """The real municipalities (False) and the invented ones (True). One query."""
    rows = [known(*row) for row in rows_of_the_table()]
    return {told: Ground([r for r in rows if r.is_fictional == told]) for told in (False, True)}


def known(*told: Any) -> Known:
    *facts, tags = told
    return Known(*facts, frozenset(tags or ()))  # type: ignore[call-arg]  # so many are asked for


def rows_of_the_table() -> Iterable[tuple[Any, ...]]:
    """As floats: twenty thousand decimals cost more than all the rest."""
    number = models.FloatField()
    tags = TaggedTerritory.objects.filter(content_object=OuterRef("pk")).order_by()
    of_each = tags.values("content_object").annotate(all=Gathered("tag__name"))
    return (
        Territory.objects.municipalities()
        .order_by("path")
        .annotate(
            budget=Cast("budget_usd_per_inhabitant", number),
            rural=Cast("rural_share_percent", number),
            area=Cast("area_km2", number),
            tag_names=Subquery(of_each.values("all")),
        )
        .values_list(
            *("pk", "name", "parent_names", "country_code", "code"),
            *("population", "budget", "rural", "area", "tag_names"),
        )
    )
