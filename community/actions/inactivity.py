"""Accounts nobody uses: their people are warned, then they are closed."""

from __future__ import annotations

import calendar
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from community.actions.members import close_account
from community.actions.notices import notify
from community.models import InactivityWarning, User

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def review_inactive_accounts(now: datetime | None = None) -> None:
    """Warn whoever is due to be warned, close what was warned of. Run daily; twice does no harm.

    Nobody is closed who was not warned each time, as long before as settings
    say: when this has not run for months, everything moves back. Technical
    administrators are left alone: the site would be left without keys.
    """
    now = now or timezone.now()
    for pk in unused(now).values_list("pk", flat=True).iterator(chunk_size=500):
        review(pk, now)


def unused(now: datetime) -> QuerySet[User]:
    """Open accounts nobody came in with for so long that their first warning is due."""
    first = max(settings.ACCOUNT_WARNINGS_DAYS_BEFORE)
    since = months_before(now + timedelta(days=first), settings.ACCOUNT_CLOSES_AFTER_MONTHS)
    seen = Coalesce("last_login", "date_joined")
    people = User.objects.filter(is_active=True, is_superuser=False)
    return people.annotate(seen_at=seen).filter(seen_at__lte=since).order_by("pk")


@transaction.atomic
def review(pk: int, now: datetime) -> None:
    """The next step for one account: a warning, closing it, or nothing yet."""
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    seen = person.last_login or person.date_joined
    given = InactivityWarning.objects.filter(user=person, since=seen)
    warned = dict(given.values_list("days_before", "warned_at"))
    earliest = now
    for days in sorted(settings.ACCOUNT_WARNINGS_DAYS_BEFORE, reverse=True):
        if days in warned:
            earliest = warned[days] + timedelta(days=days)
            continue
        due = months_before(now + timedelta(days=days), settings.ACCOUNT_CLOSES_AFTER_MONTHS)
        if seen <= due and (not warned or earliest <= now + timedelta(days=days)):
            warn(person, seen, days, now)
        return
    if seen <= months_before(now, settings.ACCOUNT_CLOSES_AFTER_MONTHS) and earliest <= now:
        close_account(person, keep_name=False)


def warn(person: User, seen: datetime, days: int, now: datetime) -> None:
    InactivityWarning.objects.create(user=person, since=seen, days_before=days, warned_at=now)
    with translation.override(person.language):
        day = date_format(timezone.localtime(now + timedelta(days=days)), "DATE_FORMAT")
        last = date_format(timezone.localtime(seen), "DATE_FORMAT")
    notify(person, "account_unused", url=reverse("account_overview"), day=day, last=last)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier; the last of a shorter month."""
    index = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(index, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
