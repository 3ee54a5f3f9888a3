"""Events made for tests, and the browsers that look at them."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from networks import actions
from networks.models import EventIndexPage, EventPage


def section_of(network):
    return EventIndexPage.objects.child_of(network).get()


def hold(network, slug="taller", **fields):
    """An event of the network, published as the admin does it: a week from now, for two hours."""
    begins = fields.pop("starts_at", None) or timezone.now() + timedelta(days=7)
    fields.setdefault("title", "Taller de tarifas")
    fields.setdefault("ends_at", begins + timedelta(hours=2))
    fields.setdefault("place", "Casa de la Cultura")
    fields.setdefault("time_zone", "America/Bogota")
    questions = fields.pop("questions", ())
    event = EventPage(slug=slug, starts_at=begins, **fields)
    for question in questions:
        event.questions.add(question)
    actions.publish_entry(section_of(network), event, by=fields.get("author"))
    return EventPage.objects.get(pk=event.pk)


def change(event, **fields):
    """Write it anew and publish it."""
    event = EventPage.objects.get(pk=event.pk)
    for name, value in fields.items():
        setattr(event, name, value)
    event.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def browser(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def shown(response):
    return response.content.decode()
