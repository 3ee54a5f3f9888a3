"""What events show on pages: `{% load events %}`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from community.dates import instant
from community.http import reader_of
from networks.clock import differs, span_in_words, zone_in_words
from networks.models import EventRegistration
from networks.templatetags.networks import trail_of

if TYPE_CHECKING:
    from django.template import Context

    from networks.models import EventPage

register = template.Library()

CLOCKS_OF_READERS = "networks/_event_hours.html"


@register.inclusion_tag(CLOCKS_OF_READERS, takes_context=True)
def event_hours(context: Context, event: EventPage) -> dict[str, Any]:
    """When it is: by the clocks of the place, and by those of the reader where they differ.

    Of a visitor the browser knows the zone: a custom element adds it.
    """
    reader = reader_of(context)
    own = getattr(reader, "time_zone", "")
    told: dict[str, Any] = {"event": event, "is_known": bool(own)}
    if own and differs(own, event.time_zone, event.starts_at):
        told["here"] = span_in_words(event.starts_at, event.ends_at, own)
        told["zone_here"] = zone_in_words(own)
    return told


@register.inclusion_tag("networks/_registration.html", takes_context=True)
def registration_box(context: Context, event: EventPage) -> dict[str, Any]:
    """Whether one may come, how many still can, and what ties the reader to it.

    Nothing in a preview. For a page read by `as_served`: no query, one for who is
    registered, two for who waits.
    """
    request, reader = context.get("request"), reader_of(context)
    is_shown = event.pk is not None and not getattr(request, "is_preview", False)
    told: dict[str, Any] = {"event": event, "request": request, "is_shown": is_shown}
    if not is_shown:
        return told
    mine = None
    if event.my_state is not None:
        mine = EventRegistration.objects.of(reader).filter(event=event).first()
    if mine is not None:
        mine.event = event
        if mine.is_waiting:
            ahead = EventRegistration.objects.filter(event=event).waiting()
            told["place_in_queue"] = ahead.filter(queued_at__lt=mine.queued_at).count() + 1
    is_member = reader.is_authenticated
    return {
        **told,
        "user": reader,
        "csrf_token": context.get("csrf_token"),
        "mine": mine,
        "asks": is_member and event.has_questions,
        "may_run": event.may_run,
    }


@register.filter
def coming(told: dict[str, Any]) -> str:
    """When an event of the outline is, in words; see `networks.apps.coming_events`. No query."""
    if told["called_off_at"]:
        return gettext("called off")
    starts_at, ends_at = (instant(told[name]) for name in ("starts_at", "ends_at"))
    return capfirst(span_in_words(starts_at, ends_at, told["time_zone"]))


@register.simple_tag(takes_context=True)
def event_trail(context: Context, event: EventPage) -> list[tuple[str, str]]:
    """What stands above a page about an event, down to the event, for {% crumbs %}."""
    return [*trail_of(context, event), (event.title, event.get_url(context.get("request")) or "/")]


@register.simple_tag
def event_linked_data(event: EventPage, url: str) -> SafeString:
    """The event for search engines, as schema.org has it. A block of data: no browser runs it.

    The link to take part is not in it: it is for those who are registered.
    """
    text = json.dumps(linked(event, url), cls=DjangoJSONEncoder, ensure_ascii=False)
    for sign, code in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def linked(event: EventPage, url: str) -> dict[str, Any]:
    places: list[dict[str, Any]] = []
    if event.place:
        places.append({"@type": "Place", "name": event.place, "address": event.place})
    if event.is_online:
        places.append({"@type": "VirtualLocation", "url": url})
    mode = "Mixed" if len(places) > 1 else "Online" if event.is_online else "Offline"
    status = "EventCancelled" if event.is_called_off else "EventScheduled"
    organizer = event.network.title if event.network else "Cabildo"
    facts = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "url": url,
        "startDate": event.starts_at.astimezone(event.zone).isoformat(),
        "endDate": event.ends_at.astimezone(event.zone).isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "location": places[0] if len(places) == 1 else places,
        "organizer": {"@type": "Organization", "name": organizer},
        "about": [str(theme) for theme in event.themes],
        "isAccessibleForFree": True,
    }
    if event.capacity is not None:
        facts["maximumAttendeeCapacity"] = event.capacity
        facts["remainingAttendeeCapacity"] = event.seats_left
    return facts
