"""What the tests of moderation do again and again."""

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from community.actions.roles import ensure_roles
from community.models import Notification
from knowledge.models import Case
from tests.factories import MemberFactory

QUEUE = "/moderacion/"


def of_group(name):
    ensure_roles()
    person = MemberFactory()
    person.groups.add(Group.objects.get(name=name))
    return person


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def page_of(person=None, address="/redes/agua/recursos/guia/"):
    return (as_(person) if person else Client()).get(address).content.decode()


def hand_in(case):
    sent = {"state": "sent", "code": "XA-2026-0001", "sent_at": timezone.now()}
    Case.objects.filter(pk=case.pk).update(**sent)


def told(person):
    return [notice.kind for notice in Notification.objects.visible_to(person)]


def decide(person, values, act, reason="", **more):
    data = {"chosen": values, "act": act, "reason": reason, **more}
    return as_(person).post(f"{QUEUE}decidir/", data)
