"""Needs of municipalities, made the short way."""

from django.contrib.auth.models import Group

from community.actions.roles import ensure_roles
from community.models import Facilitation
from community.permissions import FACILITATORS
from knowledge.actions.needs import post_need
from networks import actions as in_networks
from territories.models import GroupedTerritory, TerritoryGroup
from tests.factories import MemberFactory, ThemeFactory
from tests.networks.conftest import make_network

PROBLEM = "El mercado se inunda cada vez que llueve y los puestos pierden la mercadería."


def post(person, government, **text):
    """A need of the municipality of that government, as somebody of it posts one."""
    told = {
        "title": "Que el mercado no se inunde",
        "theme": text.pop("theme", None) or ThemeFactory(),
        "problem": PROBLEM,
        "means_band": "unknown",
        **text,
    }
    return post_need(person, government.territory, **told)


def proposed(need, kind=None):
    """What is proposed and not put aside, the best first."""
    rows = need.proposals.kept().with_row()
    return [row.thing for row in rows if kind in (None, row.kind)]


def facilitator_of(place, handle="hernan"):
    ensure_roles()
    person = MemberFactory(handle=handle, display_name="Hernán")
    person.groups.add(Group.objects.get(name=FACILITATORS))
    zone = TerritoryGroup.objects.create(name=f"Zona de {handle}", kind="zone")
    GroupedTerritory.objects.create(group=zone, territory=place)
    Facilitation.objects.create(user=person, zone=zone)
    return person


def coordinator_about(theme, networks, slug="agua"):
    network = make_network(networks, slug, themes=[theme])
    person = MemberFactory(handle=f"coordina-{slug}")
    in_networks.appoint_coordinator(network, person)
    return person
