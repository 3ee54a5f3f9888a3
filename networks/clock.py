"""The hours of a place, as people say them: in which zone, from when until when."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_location
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from community.models.members import zone_called

if TYPE_CHECKING:
    from datetime import tzinfo

# Where the municipalities of the platform lie, and those who help them.
REGIONS = ("America/", "Atlantic/", "Europe/", "Pacific/Galapagos", "Pacific/Easter")
# "Argentina (Argentina/Buenos Aires)": what stands before the bar says nothing new.
BEFORE_BAR = re.compile(r"\([^()]*/([^()/]+)\)")
LAST_BRACKET = re.compile(r"\([^()]*\)")
# Zones that are younger than the tables of the library, each with another of the same country.
# Source: IANA time zone database, release 2025b.
YOUNG = {"America/Coyhaique": ("America/Punta_Arenas", "Coyhaique")}


def zone_in_words(name: str) -> str:
    """The zone as the reader's language has it: "hora de Colombia"."""
    return words_of(name, get_language() or "es")


@cache
def words_of(name: str, language: str) -> str:
    known, city = YOUNG.get(name, (name, ""))
    said = str(get_timezone_location(known, locale=language.replace("-", "_")))
    if city:
        return LAST_BRACKET.sub(f"({city})", said)
    return BEFORE_BAR.sub(r"(\1)", said)


def zone_choices() -> list[tuple[str, str]]:
    """Every zone of our part of the world with its name in words, in their order."""
    return choices_in(get_language() or "es")


@cache
def choices_in(language: str) -> list[tuple[str, str]]:
    by_words: dict[str, str] = {}
    for name in sorted(each for each in available_timezones() if each.startswith(REGIONS)):
        by_words.setdefault(capfirst(words_of(name, language)), name)
    return [(name, words) for words, name in sorted(by_words.items())]


def at_place(wall: datetime, zone: str) -> datetime:
    """The instant at which clocks of that zone show this. Of an hour they show twice, the first.

    Raises:
        ValidationError: they never show it: that night they are put forward.

    """
    instant = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if on_the_wall(instant, zone) != wall:
        raise ValidationError(_("Clocks are put forward that day: this hour does not exist there."))
    return instant


def on_the_wall(instant: datetime, zone: str) -> datetime:
    """What clocks of that zone show then, without a zone of its own."""
    return instant.astimezone(zone_called(zone)).replace(tzinfo=None)


def the_day_before(instant: datetime, zone: str) -> datetime:
    """The same hour of the day before, as clocks of that zone have it."""
    wall = on_the_wall(instant, zone) - timedelta(days=1)
    return wall.replace(tzinfo=zone_called(zone)).astimezone(UTC)


def differs(one: str, other: str, at: datetime) -> bool:
    """Whether clocks of the two zones show different hours at that instant."""
    return on_the_wall(at, one) != on_the_wall(at, other)


def day_in_words(local: datetime) -> str:
    """The weekday and the date."""
    told = {"weekday": date_format(local, "l"), "day": date_format(local, "DATE_FORMAT")}
    return _("%(weekday)s, %(day)s") % told


def span_in_words(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """From when until when, as clocks of that zone show it."""
    place: tzinfo = zone_called(zone)
    begins, ends = timezone.localtime(starts_at, place), timezone.localtime(ends_at, place)
    told = {
        "day": day_in_words(begins),
        "begins": date_format(begins, "TIME_FORMAT"),
        "last": day_in_words(ends),
        "ends": date_format(ends, "TIME_FORMAT"),
    }
    if begins.date() == ends.date():
        return _("%(day)s, from %(begins)s to %(ends)s") % told
    return _("from %(day)s at %(begins)s to %(last)s at %(ends)s") % told


def moment_in_words(instant: datetime, zone: str) -> str:
    """The day and the hour, as clocks of that zone show them."""
    wall = on_the_wall(instant, zone)
    told = {"day": day_in_words(wall), "hour": date_format(wall, "TIME_FORMAT")}
    return pgettext("a moment", "%(day)s, %(hour)s") % told


def hours_in_words(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """The hours alone of what begins and ends on one day; else the whole span."""
    begins, ends = on_the_wall(starts_at, zone), on_the_wall(ends_at, zone)
    if begins.date() != ends.date():
        return span_in_words(starts_at, ends_at, zone)
    told = {"begins": date_format(begins, "TIME_FORMAT"), "ends": date_format(ends, "TIME_FORMAT")}
    return _("from %(begins)s to %(ends)s") % told


def hours_in_zone(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """The same, with the zone: what mails and notices say."""
    told = {"span": span_in_words(starts_at, ends_at, zone), "zone": zone_in_words(zone)}
    return pgettext("when an event is", "%(span)s (%(zone)s)") % told
