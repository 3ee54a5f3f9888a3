"""Events as calendars of other programs read them: RFC 5545.

Apps above add whole days to the calendar of a person:

    calendars.register("knowledge.calendar_days.of_transfers")
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from community.actions.notice_mails import absolute
from networks.models import EventPage, EventRegistration, Membership

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from datetime import date, datetime

    from community.models import User
    from networks.models import EventQuerySet

# How far back a calendar looks, and how many events the one of a person holds.
BACK = timedelta(days=365)
MOST = 1000
# Those of networks and of the whole site are fetched by everybody's programs again and
# again: so many stay below 12 kB gzipped.
NEAREST = 140
# How often programs should ask again.
AGAIN = timedelta(hours=6)


@dataclass(frozen=True)
class Day:
    """A whole day of somebody's calendar, or several: `ends_on` is the last of them.

    `name` tells it from all others for good; `url` is without the host.
    """

    name: str
    title: str
    starts_on: date
    ends_on: date
    url: str
    said: str
    changed_at: datetime


_asked: list[str] = []


def register(ask: str) -> None:
    """Have the function at this path asked for the days of a person."""
    if ask not in _asked:
        _asked.append(ask)


def own_days(person: User) -> list[Day]:
    asks: list[Callable[[User], Iterable[Day]]] = [import_string(path) for path in _asked]
    return [day for ask in asks for day in ask(person)]


def calendar_of(
    events: Iterable[EventPage],
    name: str,
    *,
    links_of: Container[int] = (),
    days: Iterable[Day] = (),
) -> bytes:
    """The events as one calendar. `links_of`: keys of those whose link to take part may be told.

    Instants stand in UTC, which every program turns into the hours of its
    reader. The identifier of an event never changes; its SEQUENCE grows when
    its hour or place does, and what was called off says so.
    """
    made = Calendar()
    made.add("prodid", "-//Cabildo//Eventos//ES")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", AGAIN, parameters={"VALUE": "DURATION"})
    for event in events:
        made.add_component(entry_of(event, with_link=event.has_open_link or event.pk in links_of))
    for day in days:
        made.add_component(entry_of_day(day))
    ical: bytes = made.to_ical()
    return ical


def entry_of_day(day: Day) -> Entry:
    """The day after the last ends it, as the format wants."""
    address = absolute(day.url)
    entry = Entry()
    entry.add("uid", f"{day.name}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}")
    entry.add("dtstamp", day.changed_at.astimezone(UTC))
    entry.add("last-modified", day.changed_at.astimezone(UTC))
    entry.add("dtstart", day.starts_on)
    entry.add("dtend", day.ends_on + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    entry.add("summary", day.title)
    entry.add("url", address)
    entry.add("description", "\n\n".join(filter(None, (day.said, address))))
    return entry


def entry_of(event: EventPage, *, with_link: bool) -> Entry:
    address = absolute(event.get_url() or "/")
    entry = Entry()
    entry.add("uid", f"{event.translation_key}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}")
    entry.add("dtstamp", changed_at(event))
    entry.add("last-modified", changed_at(event))
    entry.add("sequence", event.state.sequence)
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.title)
    entry.add("status", "CANCELLED" if event.is_called_off else "CONFIRMED")
    entry.add("url", address)
    where = [event.place, event.link if with_link else ""]
    if any(where):
        entry.add("location", " – ".join(filter(None, where)))
    entry.add("description", "\n\n".join(filter(None, told_of(event, address, with_link))))
    return entry


def told_of(event: EventPage, address: str, with_link: bool) -> Iterator[str]:
    if event.is_called_off:
        yield _("Called off: %(reason)s") % {"reason": event.state.called_off_reason}
    yield event.summary
    if event.link and with_link:
        yield _("To take part: %(link)s") % {"link": event.link}
    elif event.link:
        yield _("Online. Whoever is registered gets the link to take part.")
    yield address


def changed_at(event: EventPage) -> datetime:
    """When what stands there was last written: the same calendar, asked again, is the same."""
    known = [event.last_published_at, event.state.changed_at if event.state.pk else None]
    return max(filter(None, known), default=event.starts_at).astimezone(UTC)


def ready(events: EventQuerySet, most: int | None = None) -> list[EventPage]:
    """Those that a calendar shows, with what it shows of them. One query.

    Where there are more than `most`, what comes stands before what is over, and
    of both what lies nearer.
    """
    now = timezone.now()
    is_over = Q(ends_at__lt=now)
    recent = events.filter(ends_at__gte=now - BACK).select_related("standing", "network")
    nearest = recent.order_by(
        Case(When(is_over, then=Value(1)), default=Value(0)),
        Case(When(~is_over, then=F("starts_at"))),
        "-starts_at",
        "pk",
    )
    chosen = nearest[: NEAREST if most is None else most]
    return sorted(chosen, key=lambda event: (event.starts_at, event.pk))


def own_events(person: User) -> EventQuerySet:
    """What the person registered for, and what happens in their networks."""
    seen = EventPage.objects.visible_to(person)
    mine = EventRegistration.objects.filter(user=person).concerned().values("event")
    ties = Membership.objects.active().filter(user=person).values("network")
    own: EventQuerySet = seen.filter(Q(pk__in=mine) | Q(network__in=ties))
    return own


def links_open_to(person: User) -> set[int]:
    """The events whose link to take part this person has: those they are registered for."""
    coming = EventRegistration.objects.filter(user=person).holding_a_seat()
    return set(coming.values_list("event", flat=True))
