"""The list of events: what comes next, what there was year by year, or a month at a glance.

Costs three queries whatever the data, and one more for the years of what is over.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from community.facets import Narrowed
from community.models import with_themes
from networks.clock import on_the_wall
from networks.listing import Facet, Shelf, asked, mark_chosen

if TYPE_CHECKING:
    from django.http import HttpRequest

    from networks.models import EventPage, EventQuerySet, NetworkPage

EVENTS_PER_PAGE = 12
# A month shows what begins in it; nobody holds more in one.
MOST_IN_A_MONTH = 300
MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")
YEAR = re.compile(r"(?:19|20)\d\d")
# No zone of the world is farther from that of the site.
FARTHEST = timedelta(hours=26)


@dataclass
class Day:
    """One square of the month; `is_of_it` is False for those of the months around."""

    date: date
    is_of_it: bool
    is_today: bool
    events: list[EventPage] = field(default_factory=list)


@dataclass
class Month:
    """A month by weeks, from Monday; the months around it as the address has them."""

    first: date
    weeks: list[list[Day]]
    weekdays: list[str]
    before: str
    after: str

    @property
    def title(self) -> str:
        return capfirst(date_format(self.first, "F Y"))

    @property
    def has_events(self) -> bool:
        return any(day.events for week in self.weeks for day in week if day.is_of_it)


@dataclass
class EventListing(Narrowed):
    """What the page of a section shows: `view` is "proximos", "pasados" or "mes"."""

    view: str
    facets: list[Facet]
    words: str = ""
    year: str = ""
    years: list[str] = field(default_factory=list)
    page_obj: PaginatorPage | None = None
    month: Month | None = None
    # What the links to the other views keep: words and filters.
    kept: str = ""
    past: int = 0

    @property
    def is_filtered(self) -> bool:
        return bool(self.words) or any(each.chosen for each in self.facets)


def list_events(
    request: HttpRequest, model: type[EventPage], network: NetworkPage | None
) -> EventListing:
    """The events this visitor may open: of `network`, or of all when it is None.

    `?q=&tema=&red=` narrow them; `?mes=2026-11` shows a month, `?cuando=pasados`
    what is over, `&anio=` that of a year.
    """
    names = ("tema",) if network is not None else ("tema", "red")
    facets = [Facet(name, asked(request, name, model)) for name in names]
    shelf = Shelf(request, model, network)
    listing = EventListing(view_asked(request), facets, shelf.words)
    listing.kept = kept_of(request)
    if listing.view == "mes":
        shelf.offer(facets)
        listing.month = month_of(request, shown(shelf, facets, request))
    else:
        choose_time(listing, request, shelf)
    for each in facets:
        mark_chosen(request, each, model)
    return listing


def shown(shelf: Shelf, facets: list[Facet], request: HttpRequest) -> Any:
    chosen: Any = shelf.narrowed(facets).select_related("network", "cover", "standing")
    return chosen.with_seats(request.user)


def choose_time(listing: EventListing, request: HttpRequest, shelf: Shelf) -> None:
    """Of what was chosen, what comes or what is over, a page at a time."""
    now, events = timezone.now(), cast("EventQuerySet", shelf.entries)
    if listing.view == "pasados":
        chosen = cast("EventQuerySet", shelf.narrowed(listing.facets))
        listing.years = years_of(chosen.past(now))
        year = request.GET.get("anio", "")
        listing.year = year if YEAR.fullmatch(year) else ""
        events = events.past(now)
        if listing.year:
            events = events.filter(**year_between(int(listing.year)))
    else:
        events = events.upcoming(now)
    shelf.entries = events
    found = shelf.offer(listing.facets)
    rows = shown(shelf, listing.facets, request).prefetch_related(with_themes())
    paginator = Paginator(rows, EVENTS_PER_PAGE)
    paginator.count = found if isinstance(found, int) else len(found)
    listing.page_obj = paginator.get_page(request.GET.get("pagina"))


def view_asked(request: HttpRequest) -> str:
    if request.GET.get("mes"):
        return "mes"
    return "pasados" if request.GET.get("cuando") == "pasados" else "proximos"


def kept_of(request: HttpRequest) -> str:
    """Words and filters of the address, to be written behind another `?…&`."""
    kept = request.GET.copy()
    for name in list(kept):
        if name not in ("q", "tema", "red") or not kept[name]:
            del kept[name]
    return kept.urlencode()


def years_of(events: EventQuerySet) -> list[str]:
    """The years in which they began, the last one first, by the clocks of the site. One query."""
    found = events.order_by().dates("starts_at", "year", order="DESC")
    return [str(first.year) for first in found]


def year_between(year: int) -> dict[str, datetime]:
    zone = timezone.get_current_timezone()
    return {
        "starts_at__gte": datetime(year, 1, 1, tzinfo=zone),
        "starts_at__lt": datetime(year + 1, 1, 1, tzinfo=zone),
    }


def month_of(request: HttpRequest, events: EventQuerySet) -> Month:
    """The month of the address, or this one, with what happens on each day. One query."""
    today = timezone.localdate()
    asked_for = MONTH.fullmatch(request.GET.get("mes", ""))
    first = date(int(asked_for[1]), int(asked_for[2]), 1) if asked_for else today.replace(day=1)
    weeks = [
        [Day(day, day.month == first.month, day == today) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    days = {day.date: day for week in weeks for day in week}
    begins = datetime.combine(weeks[0][0].date, datetime.min.time(), UTC) - FARTHEST
    ends = datetime.combine(weeks[-1][-1].date, datetime.max.time(), UTC) + FARTHEST
    for event in events.filter(starts_at__lt=ends, ends_at__gte=begins).order_by("starts_at", "pk")[
        :MOST_IN_A_MONTH
    ]:
        for each in days_of(event):
            if each in days:
                days[each].events.append(event)
    return Month(
        first,
        weeks,
        [date_format(day.date, "D") for day in weeks[0]],
        (first - timedelta(days=1)).strftime("%Y-%m"),
        (first + timedelta(days=31)).strftime("%Y-%m"),
    )


def days_of(event: EventPage) -> list[date]:
    """On which days it is, by the clocks of its place; of a long one the first sixty."""
    first = event.happens_on
    # What ends at midnight is not on the day that begins then.
    last = on_the_wall(event.ends_at - timedelta(seconds=1), event.time_zone).date()
    return [first + timedelta(days=number) for number in range(min((last - first).days, 59) + 1)]
