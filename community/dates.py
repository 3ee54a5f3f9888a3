"""Days and hours as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop, ngettext

# Named here so that our catalogue carries them: Django begins them with a capital in Portuguese.
MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)


def instant(written: str) -> datetime:
    """As databases write them in JSON: some without their zone, which is UTC."""
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def local_day(value: date | datetime) -> date:
    """The day of an instant on the reader's calendar; a date is its own day."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def in_words(value: date | datetime, now: datetime) -> str:
    """How long ago, up to a week; before that, and for what is to come, the date.

    An instant of today is told in minutes or hours, a date by days alone.
    """
    day = local_day(value)
    days = (timezone.localtime(now).date() - day).days
    if isinstance(value, datetime) and timedelta(0) <= now - value < timedelta(hours=12):
        return hours_in_words(now - value)
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if 1 < days <= 7:
        return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    return date_format(day, "DATE_FORMAT")


def hours_in_words(past: timedelta) -> str:
    minutes = int(past.total_seconds() // 60)
    if minutes < 1:
        return gettext("a moment ago")
    if minutes < 60:
        return ngettext("%(count)s minute ago", "%(count)s minutes ago", minutes) % {
            "count": minutes
        }
    hours = minutes // 60
    return ngettext("%(count)s hour ago", "%(count)s hours ago", hours) % {"count": hours}
