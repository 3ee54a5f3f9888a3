"""What the networks of the demonstration hold: something behind them, something ahead of today."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from community.models import User
from networks.actions.registering import register
from networks.clock import at_place
from networks.demo.entries import bring_in, sections_by_network
from networks.models import (
    EventIndexPage,
    EventMaterial,
    EventPage,
    EventQuestion,
    EventRegistration,
    EventStanding,
    ResourcePage,
)

if TYPE_CHECKING:
    from networks.models import NetworkPage

EVENTS = Path(__file__).with_name("events.json")
# How long before, and at what hour, an event was announced.
ANNOUNCED = timedelta(days=40)


def load_events(today: date | None = None, file: Path = EVENTS) -> None:
    """Announce what is missing, around `today`, with those who come. Twice is as once."""
    today = today or timezone.localdate()
    people = User.objects.in_bulk(field_name="handle")
    by_network = sections_by_network(EventIndexPage)
    for told in json.loads(file.read_text()):
        section, author = by_network.get(told["network"]), people.get(told["by"])
        if section is None or author is None:
            continue
        if not section.get_children().filter(slug=told["slug"]).exists():
            load_event(section, told, author, people, today)


@transaction.atomic
def load_event(
    section: EventIndexPage, told: dict[str, Any], author: User, people: dict[str, User], on: date
) -> None:
    day = on + timedelta(days=told["days"])
    wall = datetime.combine(day, time.fromisoformat(told["begins"]))
    starts_at = at_place(wall, told["time_zone"])
    names = ("time_zone", "place", "link", "capacity", "registering", "gives_certificate")
    event = EventPage(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=told["hours"]),
        agenda=[("paragraph", told["agenda"])],
        speakers=[("speaker", {"name": name, "post": post}) for name, post in told["speakers"]],
        minutes=[("paragraph", told["minutes"])] if told["minutes"] else [],
        **{name: told[name] for name in names},
    )
    for text, kind, options, is_required in told.get("questions", ()):
        event.questions.add(
            EventQuestion(text=text, kind=kind, options=options, is_required=is_required)
        )
    for resource in materials_of(section, told["materials"]):
        event.material_links.add(EventMaterial(resource=resource))
    announced = min(day, on) - ANNOUNCED
    dates = {"published_on": announced.isoformat(), "review_on": "", "sources": []}
    bring_in(section, event, {**told, **dates}, author)
    bring_people(EventPage.objects.get(pk=event.pk), told, people)


def materials_of(section: EventIndexPage, slugs: list[str]) -> Any:
    network: NetworkPage | None = section.network_above()
    return ResourcePage.objects.filter(network=network, slug__in=slugs)


def bring_people(event: EventPage, told: dict[str, Any], people: dict[str, User]) -> None:
    """Those who come, in their order, and who was there."""
    moment = timezone.now() - timedelta(days=2)
    for number, handle in enumerate(told["comes"]):
        person = people.get(handle)
        if person is None:
            continue
        registration = register(event, person, at=moment + timedelta(hours=number))
        if handle in told["was_there"]:
            EventRegistration.objects.filter(pk=registration.pk).update(attended_at=event.ends_at)
    if told.get("called_off"):
        EventStanding.objects.filter(event=event).update(
            called_off_at=timezone.now(), called_off_reason=told["called_off"], sequence=1
        )
