"""What those who are registered for an event hear of it: in the site and by mail, or by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from community.actions.notices import notify
from networks.clock import differs, hours_in_zone
from networks.tasks import send_guest_letter

if TYPE_CHECKING:
    from networks.models import EventPage, EventRegistration


def tell_one(registration: EventRegistration, kind: str, *, reason: str = "") -> None:
    """Tell one person, in their language and with the hours of their own clocks.

    `kind` is that of the notice; a guest gets `templates/mail/event_guest.txt`
    with the same words.
    """
    person = registration.user
    if person is None:
        if registration.email:
            send_guest_letter.enqueue(registration.pk, kind, reason)
        return
    with translation.override(person.language):
        facts = facts_of(registration)
    notify(person, kind, url=facts.pop("address"), thing=registration.event, reason=reason, **facts)


def facts_of(registration: EventRegistration) -> dict[str, str]:
    """What a notice says of the event, in the language in force. `link` only where they come."""
    event = registration.event
    return {
        "address": event.get_url() or "/",
        "title": event.title,
        "when": when_of(registration),
        "where": where_of(event),
        "link": event.link if registration.is_registered else "",
    }


def when_of(registration: EventRegistration) -> str:
    """The hours of the place, and those of the person's own clocks where they differ."""
    event = registration.event
    told = hours_in_zone(event.starts_at, event.ends_at, event.time_zone)
    own = registration.zone.key
    if not differs(own, event.time_zone, event.starts_at):
        return told
    mine = hours_in_zone(event.starts_at, event.ends_at, own)
    return _("%(there)s; where you are: %(here)s") % {"there": told, "here": mine}


def where_of(event: EventPage) -> str:
    if event.place and event.link:
        return _("%(place)s, and online") % {"place": event.place}
    return event.place or _("online")
