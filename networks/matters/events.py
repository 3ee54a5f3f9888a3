"""What waits for people in events; shown on "Mi espacio"."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.dates import instant
from community.waiting import Matter, Source
from networks.clock import span_in_words
from networks.matters.questions import publishes
from networks.models import EventPage, EventRegistration
from networks.uses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from community.models import User

# How near an event must be to stand there, and how long its minutes are waited for.
NEAR = timedelta(days=7)
WORTH_TELLING = timedelta(days=45)
MOST = 5


def of_who_comes_to_events(user: User) -> Iterator[Source]:
    """What the person comes to this week, and what they ran that has no minutes."""
    now = timezone.now()
    coming = EventRegistration.objects.filter(
        user=user, event__live=True, event__ends_at__gte=now, event__starts_at__lte=now + NEAR
    )
    rows = coming.concerned().filter(event__standing__called_off_at=None)
    nearest = EventRegistration.objects.filter(
        pk__in=rows.order_by("event__starts_at").values("pk")[:MOST]
    )
    columns = ("title", "url_path", "starts_at", "ends_at", "time_zone")
    told = {"state": F("state"), **{name: F(f"event__{name}") for name in columns}}
    yield Source(nearest, told, partial(coming_event, user.time_zone), "created_at")
    if publishes(user):
        yield without_minutes(user, now)


def coming_event(zone: str, told: dict[str, Any], since: datetime) -> Iterator[Matter]:
    is_registered = told["state"] == EventRegistration.State.REGISTERED
    hours = instant(told["starts_at"]), instant(told["ends_at"])
    yield Matter(
        pgettext("a person", "registered") if is_registered else _("in the queue"),
        told["title"],
        address_of(told["url_path"]),
        _("See the event"),
        said=span_in_words(*hours, zone or told["time_zone"]),
        since=since,
        tone="told",
    )


def without_minutes(user: User, now: datetime) -> Source:
    over: Any = EventPage.objects.past(now).filter(ends_at__gte=now - WORTH_TELLING, live=True)
    mine = over.filter(Q(owner=user.pk) | Q(author=user.pk)).not_called_off()
    last = mine.filter(minutes="[]", recording="").values("pk")[:MOST]
    told = {"title": F("title"), "url_path": F("url_path")}
    return Source(EventPage.objects.filter(pk__in=last), told, untold_event, "ends_at")


def untold_event(told: dict[str, Any], since: datetime) -> Iterator[Matter]:
    yield Matter(
        _("without minutes"),
        told["title"],
        address_of(told["url_path"]),
        _("Tell what came of it"),
        said=_("Add the minutes, the recording or the materials"),
        since=since,
        tone="quiet",
    )
