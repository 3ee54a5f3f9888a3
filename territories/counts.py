"""How many parts countries have, in their own words."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count

from territories.models import Territory
from territories.names import counted

Kinds = dict[str, int]


def kinds_by_country(country: str = "") -> dict[str, dict[str, Kinds]]:
    """By country code and level, how many there are of each kind. One query.

    {"PA": {"state": {"provincia": 10, "comarca": 3}, "municipality": {...}}}.
    With `country` for that one alone.
    """
    rows = Territory.objects.exclude(level=Territory.Level.COUNTRY)
    if country:
        rows = rows.filter(country_code=country)
    found: dict[str, dict[str, Kinds]] = defaultdict(lambda: defaultdict(dict))
    grouped = rows.order_by().values_list("country_code", "level", "kind")
    for code, level, kind, number in grouped.annotate(number=Count("pk")):
        found[code][level][kind or str(Territory.Level(level).label)] = number
    return found


def in_words(levels: dict[str, Kinds]) -> list[str]:
    """From the top down: "24 estados", "335 municipios", "1139 parroquias"."""
    return [counted(levels[level]) for level in Territory.Level if level in levels]


def main_kind(kinds: Kinds) -> str:
    """What most of them are called."""
    return max(kinds, key=lambda kind: kinds[kind], default="")


def count_of(places: list[Territory]) -> str:
    """The same for some that are at hand: "9 parroquias"."""
    kinds: Kinds = defaultdict(int)
    for place in places:
        kinds[place.kind or str(place.get_level_display())] += 1
    return counted(kinds)
