"""What is known about a territory, with its source and year, and what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from territories.gathered import Gathered
from territories.models import AlternateCode, TaggedTerritory

if TYPE_CHECKING:
    from decimal import Decimal

    from territories.models import Territory, TerritoryQuerySet


@dataclass(frozen=True)
class Fact:
    """One line of the sheet. An empty `value` means that nobody has told us yet."""

    label: str
    value: str
    source: str = ""


def facts_about(territory: Territory, *, only_known: bool = False) -> list[Fact]:
    """The sheet of a territory, the same lines for all, known or not."""
    facts = [
        Fact(_("Capital"), territory.capital, territory.source),
        Fact(
            _("Population"),
            number(territory.population),
            dated(territory.population_year, territory.population_source),
        ),
        Fact(
            _("Area"),
            number(territory.area_km2, " km²"),
            dated(territory.area_year, territory.area_source or territory.source),
        ),
        Fact(_("Coordinates"), coordinates(territory), territory.coordinates_source),
        Fact(
            _("Own budget"),
            budget(territory),
            dated(territory.budget_year, territory.budget_source),
        ),
        Fact(
            _("Rural population"),
            number(territory.rural_share_percent, " %"),
            dated(territory.rural_share_year, territory.rural_share_source),
        ),
    ]
    return [fact for fact in facts if fact.value or not only_known]


def number(value: Decimal | int | None, after: str = "") -> str:
    """As it is written in the reader's language, without needless noughts."""
    if value is None:
        return ""
    plain = f"{value:f}"
    decimals = len(plain.partition(".")[2].rstrip("0"))
    return f"{number_format(value, decimals, force_grouping=True)}{after}"


def budget(territory: Territory) -> str:
    if territory.budget_usd_per_inhabitant is None:
        return ""
    amount = number(territory.budget_usd_per_inhabitant)
    return _("US$ %(amount)s per inhabitant") % {"amount": amount}


def dated(year: int | None, source: str) -> str:
    """The source with its year, said once."""
    if year is None or str(year) in source:
        return source
    return f"{source}, {year}" if source else str(year)


def coordinates(territory: Territory) -> str:
    if territory.latitude is None or territory.longitude is None:
        return ""
    north = _("N") if territory.latitude >= 0 else _("S")
    east = _("E") if territory.longitude >= 0 else _("W")
    latitude = number_format(round(abs(territory.latitude), 2), 2)
    longitude = number_format(round(abs(territory.longitude), 2), 2)
    return f"{latitude}° {north}, {longitude}° {east}"


def with_traits(places: TerritoryQuerySet) -> TerritoryQuerySet:
    """With `tag_names` and `other_codes`, lists or None, in the same query."""
    tags = TaggedTerritory.objects.filter(content_object=OuterRef("pk")).order_by()
    codes = AlternateCode.objects.filter(territory=OuterRef("pk")).order_by()
    code = Concat("scheme", Value(" "), "code")
    return places.annotate(
        tag_names=Subquery(
            tags.values("content_object").annotate(all=Gathered("tag__name")).values("all")
        ),
        other_codes=Subquery(codes.values("territory").annotate(all=Gathered(code)).values("all")),
    )


def coded_as(places: TerritoryQuerySet, country: str, code: str) -> Territory | None:
    """The territory of the country that has this code, be it its own or an alternate one.

    Case does not count, but its own code in its own case goes before all others.
    """
    own = Q(code__iexact=code)
    other = Q(alternate_codes__code__iexact=code)
    found = list(places.filter(own | other, country_code=country).distinct()[:20])
    found.sort(key=lambda place: (place.code != code, place.code.lower() != code.lower()))
    return found[0] if found else None
