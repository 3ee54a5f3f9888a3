"""Feedback as tests give and read it, in English."""

from django.test import Client

from community.models import Notification
from knowledge.actions.feedback import give_feedback


def at(case, *parts):
    """An address of a case: at(case, "retroalimentacion", "nueva")."""
    return "/en/experiencias/" + "".join(f"{part}/" for part in (case.code, *parts))


def browser_of(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def say(case, person, **told):
    return give_feedback(case, person, **{"kind": "question", "text": "Who pays it?", **told})


def kinds_told(person):
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))
