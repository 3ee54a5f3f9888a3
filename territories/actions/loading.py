"""Loading a whole country at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from territories.actions.renaming import WRITTEN, renamed
from territories.models import AlternateCode, TaggedTerritory, Territory, TerritoryTag
from territories.sources import Problem, Reading, Row

if TYPE_CHECKING:
    from territories.sources.rows import Key

LEVELS = list(Territory.Level)
# What a file may say about a territory that is already here.
FACTS = [
    "capital",
    "population",
    "population_year",
    "population_source",
    "area_km2",
    "area_year",
    "area_source",
    "latitude",
    "longitude",
    "coordinates_source",
    "budget_usd_per_inhabitant",
    "budget_year",
    "budget_source",
    "rural_share_percent",
    "rural_share_year",
    "rural_share_source",
    "source",
]
# What goes together, by the year it is of: a file never puts an older one in its place.
DATED = (
    ("population_year", ("population", "population_year", "population_source", "area_km2")),
    ("budget_year", ("budget_usd_per_inhabitant", "budget_year", "budget_source")),
    ("rural_share_year", ("rural_share_percent", "rural_share_year", "rural_share_source")),
    ("area_year", ("area_km2", "area_year", "area_source")),
)
UNCHECKED = ["path", "depth", "numchild", "search_name", "search_text", "parent_names"]
BATCH = 500


@dataclass
class Report:
    """What a load did. `loaded` of `total` rows are in the database as the file has them."""

    total: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def loaded(self) -> int:
        return self.new + self.changed + self.unchanged


class RefusedRowError(Exception):
    """The row does not fit what is here; its text says why."""


@transaction.atomic
def load_territories(reading: Reading, *, partial: bool = False) -> Report:
    """Bring a country to what the file says. A second time it changes nothing.

    Territories are known again by their code. What the file does not know
    stays as it is, and so does a figure younger than the file's; nothing is
    removed or moved. With problems nothing is written, unless `partial`: then every
    row without one is.
    """
    load = Load(reading)
    load.take_country()
    for row in reading.rows:
        try:
            load.take(row)
        except RefusedRowError as refused:
            load.report.problems.append(Problem(row.place, str(refused)))
    if load.report.problems and not partial:
        return Report(total=reading.total, problems=load.report.problems)
    load.write()
    return load.report


class Load:
    """One load, in memory until `write`: treebeard would ask the database for every node."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.report = Report(total=reading.total, problems=list(reading.problems))
        here = list(Territory.objects.filter(country_code=reading.country).order_by("path"))
        self.last_child = {t.path[: -Territory.steplen]: t.path for t in here}
        self.known: dict[Key, Territory] = {(t.code_scheme, t.code): t for t in here}
        by_id = {territory.pk: territory for territory in here}
        for other in AlternateCode.objects.filter(territory__country_code=reading.country):
            self.known[other.scheme, other.code] = by_id[other.territory_id]
        self.tags = self.known_tags()
        self.new: list[Territory] = []
        self.changed: dict[str, Territory] = {}
        self.parents: dict[str, Territory] = {}
        self.seen: set[str] = set()
        self.new_tags: list[tuple[Territory, str]] = []
        self.new_alternates: list[AlternateCode] = []

    def known_tags(self) -> set[tuple[int, str]]:
        tagged = TaggedTerritory.objects.filter(content_object__country_code=self.reading.country)
        return set(tagged.values_list("content_object_id", "tag__name"))

    # --- The country itself ---------------------------------------------------

    def take_country(self) -> None:
        code = self.reading.country
        row = Row(
            f"country {code}",
            "country",
            self.reading.country_name,
            "",
            ("iso-3166-1", code),
            None,
            self.reading.country_facts,
            self.reading.country_tags,
        )
        country = self.known.get(row.key)
        before = (self.report.new, self.report.changed, self.report.unchanged)
        if country is None:
            last = Territory.get_last_root_node()
            path = last._inc_path() if last else Territory._get_path("", 1, 1)
            self.country = self.add(row, path, None)
        else:
            self.country = country
            self.update(country, row)
        if not self.reading.country_is_counted:
            self.report.new, self.report.changed, self.report.unchanged = before

    # --- Its parts ------------------------------------------------------------

    def take(self, row: Row) -> None:
        """Decide what becomes of the row. Raises RefusedRowError."""
        parent = self.country if row.parent is None else self.known.get(row.parent)
        if parent is None:
            raise RefusedRowError("what it lies in cannot be loaded")
        if LEVELS.index(Territory.Level(row.level)) != parent.depth:
            raise RefusedRowError(f"a {row.level} cannot lie in a {parent.level}")
        known = self.known.get(row.key)
        if known is None:
            self.add(row, self.next_path(parent), parent)
        elif known.path in self.seen:
            raise RefusedRowError(f"the code {row.key[1]} is given twice")
        elif known.path[: -Territory.steplen] != parent.path:
            raise RefusedRowError(
                f"the code {row.key[1]} is already that of {known.name_with_parent}"
            )
        else:
            self.update(known, row)

    def next_path(self, parent: Territory) -> str:
        last = self.last_child.get(parent.path)
        if last is None:
            return str(Territory._get_path(parent.path, parent.depth + 1, 1))
        step = Territory._str2int(last[-Territory.steplen :]) + 1
        return str(Territory._get_path(parent.path, parent.depth + 1, step))

    def add(self, row: Row, path: str, parent: Territory | None) -> Territory:
        territory = Territory(
            path=path,
            depth=len(path) // Territory.steplen,
            level=row.level,
            name=row.name,
            kind=row.kind,
            code_scheme=row.key[0],
            code=row.key[1],
            country_code=self.reading.country,
            parent_names=parent.names_for_children if parent else "",
            **row.facts,
        )
        territory.renew_search()
        check(territory)
        self.add_codes_and_tags(territory, row)
        self.new.append(territory)
        self.seen.add(path)
        self.known[row.key] = territory
        self.last_child[path[: -Territory.steplen]] = path
        if parent is not None:
            parent.numchild += 1
            self.parents[parent.path] = parent
        self.report.new += 1
        return territory

    def update(self, territory: Territory, row: Row) -> None:
        facts = {name: row.facts[name] for name in FACTS if name in row.facts}
        for year, together in DATED:
            if (facts.get(year) or 0) < (getattr(territory, year) or 0):
                facts = {name: value for name, value in facts.items() if name not in together}
        facts |= {"name": row.name, "kind": row.kind or territory.kind}
        before = {name: getattr(territory, name) for name in facts}
        for name, value in facts.items():
            setattr(territory, name, value)
        try:
            check(territory)
            grown = self.add_codes_and_tags(territory, row)
        except RefusedRowError:
            for name, value in before.items():
                setattr(territory, name, value)
            raise
        self.seen.add(territory.path)
        if before == facts and not grown:
            self.report.unchanged += 1
            return
        self.changed[territory.path] = territory
        self.report.changed += 1

    def add_codes_and_tags(self, territory: Territory, row: Row) -> bool:
        """Whether the row brings any that the territory has not yet. Raises RefusedRowError."""
        for key in row.alternates:
            if self.known.get(key, territory) is not territory:
                raise RefusedRowError(f"the code {key[1]} is already that of another territory")
        codes = [key for key in row.alternates if key not in self.known]
        tags = [tag for tag in row.tags if (territory.pk, tag) not in self.tags]
        for scheme, code in codes:
            self.known[scheme, code] = territory
            self.new_alternates.append(AlternateCode(territory=territory, scheme=scheme, code=code))
        self.new_tags += [(territory, tag) for tag in tags]
        return bool(codes or tags)

    # --- Writing --------------------------------------------------------------

    def write(self) -> None:
        """Write it all, many rows to a query."""
        Territory.objects.bulk_create(self.new, batch_size=BATCH)
        made = {territory.path for territory in self.new}
        older = [parent for path, parent in self.parents.items() if path not in made]
        Territory.objects.bulk_update(older, ["numchild"], batch_size=BATCH)
        family = {territory.path: territory for territory in self.known.values()}
        renewed = renamed(family[path] for path in sorted(family))
        changed = self.changed | {territory.path: territory for territory in renewed}
        now = timezone.now()
        for territory in changed.values():
            territory.changed_at = now
        Territory.objects.bulk_update(
            changed.values(), ["name", "kind", "changed_at", *WRITTEN, *FACTS], batch_size=BATCH
        )
        for code in self.new_alternates:
            code.territory_id = code.territory.pk
        AlternateCode.objects.bulk_create(self.new_alternates)
        self.write_tags()

    def write_tags(self) -> None:
        wanted = {name for _, name in self.new_tags}
        tags = {tag.name: tag for tag in TerritoryTag.objects.filter(name__in=wanted)}
        for name in sorted(wanted - tags.keys()):
            tags[name] = TerritoryTag.objects.create(name=name, slug=slugify(name))
        TaggedTerritory.objects.bulk_create(
            TaggedTerritory(content_object=territory, tag=tags[name])
            for territory, name in dict.fromkeys(self.new_tags)
        )


def check(territory: Territory) -> None:
    """Refuse what the table would, in words. Raises RefusedRowError."""
    try:
        territory.clean_fields(exclude=UNCHECKED)
    except ValidationError as error:
        found: dict[str, Any] = error.message_dict
        raise RefusedRowError("; ".join(f"{k}: {' '.join(v)}" for k, v in found.items())) from None
    if not territory.name.isprintable() or not territory.code.isprintable():
        raise RefusedRowError("its name or code has signs that cannot be printed")
    if territory.population is not None and territory.population_year is None:
        raise RefusedRowError("its population has no year")
    if (territory.latitude is None) != (territory.longitude is None):
        raise RefusedRowError("latitude and longitude go together")
