"""What happens to an event: its hour or place changes, it is called off, what is left goes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from networks.actions.registering import fill_seats, lock_standing
from networks.actions.telling_of_events import tell_one
from networks.models import EventPage, EventRegistration, EventStanding
from networks.permissions import can_run_event
from networks.tasks import tell_of_change as tell_of_change_later

if TYPE_CHECKING:
    from community.models import User

# What is known of guests is forgotten so long after the event; an address that
# never answered, so long after it was given.
GUESTS_KEPT = timedelta(days=180)
UNCONFIRMED_KEPT = timedelta(days=7)


@transaction.atomic
def follow_publishing(event: EventPage) -> None:
    """After the page was published: who is registered hears of another hour or place.

    Where there are more seats now, those enter who wait. Publishing the same
    again changes nothing.
    """
    standing = lock_standing(event)
    if not event.live:
        return
    now = {name: getattr(event, name) for name in EventStanding.TOLD}
    before = {name: getattr(standing, name) for name in EventStanding.TOLD}
    if before != now:
        is_first = standing.starts_at is None
        for name, value in now.items():
            setattr(standing, name, value)
        if not is_first:
            standing.sequence += 1
            standing.changed_at = timezone.now()
            forget_reminders(event)
            tell_of_change_later.enqueue(event.pk, standing.sequence)
        standing.save()
    fill_seats(event)


def forget_reminders(event: EventPage) -> None:
    """It has another hour: who was reminded of the old one is reminded of the new one too."""
    coming = EventRegistration.objects.filter(event=event).concerned()
    coming.update(day_reminder_at=None, hour_reminder_at=None)


def tell_of_change(pk: int, sequence: int) -> None:
    """Tell all who have not heard of this change yet, one at a time. Twice is as once."""
    event = EventPage.objects.select_related("standing").get(pk=pk)
    if event.is_over:
        return
    kind = "event_called_off" if event.is_called_off else "event_changed"
    waiting = EventRegistration.objects.filter(event=event, told_sequence__lt=sequence).concerned()
    for key in list(waiting.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            mine = EventRegistration.objects.filter(pk=key, told_sequence__lt=sequence)
            if mine.update(told_sequence=sequence):
                registration = EventRegistration.objects.select_related("user").get(pk=key)
                registration.event = event
                tell_one(registration, kind, reason=event.state.called_off_reason)


@transaction.atomic
def call_off(event: EventPage, by: User, reason: str) -> None:
    """It does not take place; all who are registered are told why. Twice is as once.

    Raises:
        PermissionDenied: `by` does not run it.
        ValidationError: there is no reason, or it is over.

    """
    if not can_run_event(by, event):
        raise PermissionDenied(f"{by} does not run {event}")
    reason = " ".join(reason.replace("\x00", "").split())[:400]
    if not reason:
        raise ValidationError(_("Say why: all who are registered will read it."))
    if event.is_over:
        raise ValidationError(_("It is over: it can no longer be called off."))
    standing = lock_standing(event)
    if standing.called_off_at is not None:
        return
    standing.called_off_at, standing.called_off_reason = timezone.now(), reason
    move_on(standing)


@transaction.atomic
def take_up_again(event: EventPage, by: User) -> None:
    """It takes place after all; all are told. Twice is as once.

    Raises:
        PermissionDenied: `by` does not run it.

    """
    if not can_run_event(by, event):
        raise PermissionDenied(f"{by} does not run {event}")
    standing = lock_standing(event)
    if standing.called_off_at is None:
        return
    standing.called_off_at, standing.called_off_reason = None, ""
    move_on(standing)
    forget_reminders(event)


def move_on(standing: EventStanding) -> None:
    standing.sequence += 1
    standing.changed_at = timezone.now()
    standing.save()
    tell_of_change_later.enqueue(standing.event_id, standing.sequence)


def forget_guests() -> None:
    """Of guests of long ago the names, addresses and answers go, and who never confirmed.

    That somebody was there stays, as a number.
    """
    now = timezone.now()
    unconfirmed = Q(created_at__lt=now - UNCONFIRMED_KEPT) | Q(event__ends_at__lt=now)
    asked = EventRegistration.objects.filter(state=EventRegistration.State.ASKED)
    asked.filter(unconfirmed).delete()
    old = EventRegistration.objects.filter(event__ends_at__lt=now - GUESTS_KEPT, user=None)
    old.exclude(email="", name="").update(email="", name="", answers=[])


def forget_person(person: User) -> None:
    """Whoever closes the account comes to nothing any more; where they were, a number stays."""
    mine = EventRegistration.objects.filter(user=person).select_related("event")
    ahead = mine.filter(event__starts_at__gt=timezone.now()).concerned()
    for registration in ahead:
        registration.state = EventRegistration.State.GONE
        registration.save(update_fields=["state"])
        fill_seats(registration.event)
    mine.update(user=None, answers=[])


def people_ahead_of(event: EventPage) -> int:
    """How many would not hear of it if its page went: registered or waiting, and it is to come."""
    if event.ends_at < timezone.now():
        return 0
    return EventRegistration.objects.filter(event=event).concerned().count()
