"""Collecting what was told into one mail for each person, at the hour they chose.

Nothing remembers when it last ran. A notice is due when it was told before the
last hour at which its recipient's digest closed, so a site that was down on
Monday sends the weekly digests on Tuesday, and running it twice does nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from datetime import time as hour_of_day
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from community.actions.mailing import people_with_mail
from community.models import (
    MailDelivery,
    Mailing,
    MailPreference,
    Notification,
)
from community.models.members import zone_called
from community.sources import Frequency
from community.tasks import send_mailings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from community.models import NotificationQuerySet

AT_A_TIME = 500
MONDAY = 0
# How long it is kept which mail reached whom.
KEPT = timedelta(days=180)


def prepare_digests(now: datetime | None = None) -> int:
    """Make a delivery for everybody whose digest is due, and have them sent; how many were made."""
    now = now or timezone.now()
    made = 0
    waiting = Notification.objects.collected().order_by()
    hours = waiting.values_list("recipient__time_zone", "recipient__digest_hour").distinct()
    for zone, hour in sorted(hours):
        due = due_notices(zone, hour, now)
        day = now.astimezone(zone_called(zone)).date()
        for people in _in_batches(due, day):
            made += _prepare(due, people, day)
    send_what_waits()
    return made


def send_what_waits() -> None:
    """See to it that somebody sends the mails of mailings that wait."""
    asked = DBTaskResult.objects.filter(
        task_path=send_mailings.module_path,
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    if MailDelivery.objects.due(timezone.now()).exists() and not asked.exists():
        send_mailings.enqueue()


def due_notices(zone: str, hour: int, now: datetime) -> NotificationQuerySet:
    """What those with that time zone and hour are to be sent now, were it ever so late."""
    daily, weekly = last_closings(zone, hour, now)
    chosen = MailPreference.objects.filter(user=OuterRef("recipient"), source=OuterRef("source"))
    frequency = Coalesce(Subquery(chosen.values("frequency")), Value(Frequency.WEEKLY.value))
    told = Notification.objects.collected().annotate(frequency=frequency)
    return told.filter(
        Q(frequency=Frequency.WEEKLY, created_at__lt=weekly)
        | Q(frequency__in=[Frequency.DAILY, Frequency.AT_ONCE], created_at__lt=daily),
        recipient__time_zone=zone,
        recipient__digest_hour=hour,
    )


def last_closings(zone: str, hour: int, now: datetime) -> tuple[datetime, datetime]:
    """When the daily and the weekly digest last closed there: at that hour, and on a Monday."""
    place = zone_called(zone)
    here = now.astimezone(place)

    def closing(day: date) -> datetime:
        return datetime.combine(day, hour_of_day(hour), tzinfo=place).astimezone(UTC)

    today = here.date()
    last = today if closing(today) <= now else today - timedelta(days=1)
    monday = last - timedelta(days=(last.weekday() - MONDAY) % 7)
    return closing(last), closing(monday)


def _in_batches(due: NotificationQuerySet, day: date) -> Iterator[list[int]]:
    """The people of these notices who got no digest that day yet, some at a time."""
    had = MailDelivery.objects.filter(mailing__kind=Mailing.Kind.DIGEST, mailing__day=day).values(
        "recipient"
    )
    last = 0
    while True:
        people = due.filter(recipient__gt=last).exclude(recipient__in=had)
        batch = list(
            people.order_by("recipient").values_list("recipient", flat=True).distinct()[:AT_A_TIME]
        )
        if not batch:
            return
        last = batch[-1]
        yield batch


@transaction.atomic
def _prepare(due: NotificationQuerySet, people: list[int], day: date) -> int:
    """Put what each of them is due into a delivery of that day.

    What nobody can be mailed waits no longer: it has been in the site all along.
    """
    notices = due.filter(recipient__in=people)
    with_mail = people_with_mail(people)
    unreached = notices.exclude(recipient__in=with_mail)
    Notification.objects.filter(pk__in=unreached.values("pk")).update(waits_for_digest=False)
    if not with_mail:
        return 0
    mailing, _new = Mailing.objects.get_or_create(kind=Mailing.Kind.DIGEST, day=day)
    MailDelivery.objects.bulk_create(
        MailDelivery(mailing=mailing, recipient_id=pk) for pk in sorted(with_mail)
    )
    own = MailDelivery.objects.filter(mailing=mailing, recipient=OuterRef("recipient"))
    Notification.objects.filter(pk__in=notices.values("pk")).update(
        delivery=Subquery(own.values("pk")[:1]), waits_for_digest=False
    )
    return len(with_mail)


def forget_old_mail() -> int:
    """Delete which mails reached whom half a year ago; returns how many."""
    old = MailDelivery.objects.filter(created_at__lt=timezone.now() - KEPT)
    old = old.exclude(state__in=[MailDelivery.State.PENDING, MailDelivery.State.SENDING])
    return int(old.delete()[0])
