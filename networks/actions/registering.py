"""Coming to an event: taking a seat, waiting for one, giving it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from networks.actions.telling_of_events import tell_one
from networks.models import EventPage, EventRegistration, EventStanding
from networks.permissions import can_run_event, can_see_event
from networks.tasks import send_guest_letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from community.models import User

State = EventRegistration.State


@transaction.atomic
def register(
    event: EventPage,
    person: User,
    answers: Sequence[dict[str, str]] = (),
    at: datetime | None = None,
) -> EventRegistration:
    """Give the person a seat, or a place in the queue when there is none. Twice is as once.

    `answers`: rows of key, question and answer. `at`: when it happened, for what
    is told afterwards; now when None.

    Raises:
        PermissionDenied: they may not open the event, or may not contribute.
        ValidationError: it takes no registrations (any more).

    """
    if not can_see_event(person, event):
        raise PermissionDenied(f"{person} may not register for {event}")
    event = hold(event)
    registration = EventRegistration.objects.filter(event=event, user=person).first()
    if registration is not None and registration.is_concerned:
        return registration
    if at is None:
        check_open(event)
    registration = registration or EventRegistration(user=person)
    registration.event = event
    registration.language, registration.answers = person.language, list(answers)
    registration.created_at = at or timezone.now()
    take_place(registration, at or timezone.now())
    if at is None:
        tell_one(registration, "event_registered" if registration.is_registered else "event_queued")
    return registration


@transaction.atomic
def ask_to_register(
    event: EventPage, name: str, email: str, answers: list[dict[str, str]]
) -> EventRegistration:
    """Begin the registration of somebody without an account: their mailbox says the rest.

    Whoever asks again gets the link again. What is shown to the asker is the
    same, whether the address is known or not.

    Raises:
        ValidationError: it takes no registrations from guests (any more).

    """
    event = hold(event)
    check_open(event)
    if not event.takes_guests:
        raise ValidationError(_("To register for this event one needs an account."))
    email = email.strip().lower()
    known = EventRegistration.objects.filter(event=event, email=email).first()
    registration = known or EventRegistration(event=event, email=email)
    if not registration.is_concerned:
        registration.name, registration.answers = name, answers
        registration.language = get_language() or "es"
        registration.state, registration.created_at = State.ASKED, timezone.now()
        registration.save()
    send_guest_letter.enqueue(registration.pk, "event_guest_asked")
    return registration


@transaction.atomic
def confirm_guest(registration: EventRegistration) -> EventRegistration:
    """The mailbox answered: give them a seat or a place in the queue. Twice is as once.

    Whoever has an account at that address is registered with it.

    Raises:
        ValidationError: it takes no registrations any more.

    """
    event = hold(registration.event)
    registration.refresh_from_db()
    registration.event = event
    if registration.is_concerned:
        return registration
    check_open(event)
    owner = EmailAddress.objects.filter(email=registration.email, verified=True)
    address = owner.filter(user__is_active=True).select_related("user").first()
    if address is not None and can_see_event(address.user, event):
        answers = registration.answers
        registration.delete()
        return register(event, address.user, answers)
    take_place(registration, timezone.now())
    told = "event_guest_registered" if registration.is_registered else "event_guest_queued"
    send_guest_letter.enqueue(registration.pk, told)
    return registration


@transaction.atomic
def give_back(registration: EventRegistration) -> None:
    """They do not come: whoever waits longest enters. Twice is as once.

    Who came or not to what is over is no longer theirs to say.
    """
    if registration.event.is_over:
        return
    lock_standing(registration.event)
    registration.refresh_from_db()
    if registration.state == State.GONE:
        return
    registration.state, registration.attended_at = State.GONE, None
    registration.save(update_fields=["state", "attended_at"])
    fill_seats(registration.event)


@transaction.atomic
def take_off_list(registration: EventRegistration, by: User, reason: str) -> None:
    """Whoever runs the event says that somebody does not come, and the person reads why.

    Raises:
        PermissionDenied: `by` does not run it.
        ValidationError: there is no reason.

    """
    if not can_run_event(by, registration.event):
        raise PermissionDenied(f"{by} does not run {registration.event}")
    reason = " ".join(reason.replace("\x00", "").split())[:400]
    if not reason:
        raise ValidationError(_("Say why: the person will read it."))
    if not registration.is_concerned:
        return
    give_back(registration)
    tell_one(registration, "event_taken_off", reason=reason)


@transaction.atomic
def mark_attendance(registration: EventRegistration, by: User, *, was_there: bool) -> None:
    """Whether somebody was there. Whoever comes from the queue without a seat was there too.

    Raises:
        PermissionDenied: `by` does not run the event.

    """
    if not can_run_event(by, registration.event):
        raise PermissionDenied(f"{by} does not run {registration.event}")
    if was_there == (registration.attended_at is not None):
        return
    registration.attended_at = timezone.now() if was_there else None
    registration.save(update_fields=["attended_at"])


def lock_standing(event: EventPage) -> EventStanding:
    """How the event stands, held until the transaction ends: seats are given one at a time.

    SQLite writes one at a time anyhow; there `select_for_update` says nothing.
    """
    EventStanding.objects.get_or_create(event=event)
    return EventStanding.objects.select_for_update().get(event=event)


def hold(event: EventPage) -> EventPage:
    """The event as it is now, once nobody else gives out its seats."""
    lock_standing(event)
    return EventPage.objects.select_related("standing", "network").get(pk=event.pk)


def check_open(event: EventPage) -> None:
    """Raises ValidationError, with the reason, when nobody can register now."""
    if event.is_called_off:
        raise ValidationError(_("This event was called off."))
    if event.registering == event.Registering.NONE:
        raise ValidationError(_("For this event nobody registers: whoever wants comes."))
    if not event.takes_registrations:
        raise ValidationError(_("Registration for this event is closed."))


def take_place(registration: EventRegistration, at: datetime) -> None:
    """A seat where there is one, the end of the queue where there is none. Under the lock."""
    event = registration.event
    taken = EventRegistration.objects.filter(event=event).holding_a_seat().count()
    is_free = event.capacity is None or taken < event.capacity
    registration.state = State.REGISTERED if is_free else State.WAITING
    registration.queued_at, registration.attended_at = at, None
    registration.day_reminder_at = registration.hour_reminder_at = None
    registration.told_sequence = event.state.sequence
    registration.save()


@transaction.atomic
def fill_seats(event: EventPage) -> list[EventRegistration]:
    """Let those in who wait, in their order, as far as there are seats; each is told.

    Does nothing once the event has begun or was called off.
    """
    event = hold(event)
    if event.is_called_off or not event.live or event.starts_at <= timezone.now():
        return []
    told: Any = EventRegistration.objects.filter(event=event)
    queue = told.waiting().select_related("user")
    if event.capacity is not None:
        free = event.capacity - told.holding_a_seat().count()
        queue = queue[: max(0, free)]
    entering = list(queue)
    for registration in entering:
        registration.event = event
        registration.state = State.REGISTERED
        registration.save(update_fields=["state"])
        tell_one(registration, "event_promoted")
    return entering
