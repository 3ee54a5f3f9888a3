"""Reminding those who come: the day before, and an hour before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from networks.actions.telling_of_events import tell_one
from networks.clock import the_day_before
from networks.models import EventPage, EventRegistration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

AN_HOUR = timedelta(hours=1)
# The reminder of the day before comes no later than this, that of the hour no later than ten
# minutes after it has begun: what comes later than that reminds nobody.
TOO_LATE_FOR_DAY = timedelta(hours=3)
TOO_LATE_FOR_HOUR = timedelta(minutes=10)
# Clocks may be put back between the day before and the day: never by more than this.
LONGEST_DAY = timedelta(hours=27)


def send_reminders(now: datetime | None = None) -> int:
    """Remind those whose hour has come, each once of each; returns how many were told.

    May run twice, or be cut short: who was told is noted with the telling.
    """
    now = now or timezone.now()
    return sum(remind(key, name, kind, now) for name, kind, keys in due(now) for key in list(keys))


def due(now: datetime) -> Iterator[tuple[str, str, Any]]:
    """The column, the kind of notice and who is to be told, for each event near enough."""
    near = EventPage.objects.live().not_called_off()
    near = near.filter(starts_at__gt=now - TOO_LATE_FOR_HOUR, starts_at__lte=now + LONGEST_DAY)
    for event in near:
        coming = EventRegistration.objects.filter(event=event).holding_a_seat().order_by("pk")
        before = the_day_before(event.starts_at, event.time_zone)
        if before <= now < event.starts_at - TOO_LATE_FOR_DAY:
            # Who registers in the last day has just read when it is.
            asked = coming.filter(day_reminder_at=None, queued_at__lt=before)
            yield "day_reminder_at", "event_tomorrow", asked.values_list("pk", flat=True)
        if event.starts_at - AN_HOUR <= now < event.starts_at + TOO_LATE_FOR_HOUR:
            asked = coming.filter(hour_reminder_at=None)
            yield "hour_reminder_at", "event_soon", asked.values_list("pk", flat=True)


@transaction.atomic
def remind(key: int, column: str, kind: str, now: datetime) -> int:
    mine: Any = EventRegistration.objects.holding_a_seat().filter(pk=key, **{column: None})
    if not mine.update(**{column: now}):
        return 0
    registration = EventRegistration.objects.select_related("user", "event__network").get(pk=key)
    tell_one(registration, kind)
    return 1
