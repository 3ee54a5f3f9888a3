"""The town hall of Vado and everybody there is to it, for tests of organizations."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone

from community.actions.roles import ensure_roles
from community.models import Affiliation, Facilitation, User
from community.permissions import COORDINATING_UNIT, FACILITATORS, KNOWLEDGE_TEAM
from territories.models import GroupedTerritory, TerritoryGroup
from tests.factories import MemberFactory, make_territory

Audience = User.Audience
Way = Affiliation.Verification


def today():
    return timezone.localdate()


def person(name, group=None, **fields):
    somebody = MemberFactory(
        display_name=name, **{"profile_audience": Audience.EVERYONE, "is_listed": True, **fields}
    )
    if group:
        somebody.groups.add(Group.objects.get(name=group))
    return somebody


def works(somebody, organization, verification=Way.UNIT, **fields):
    is_sure = verification != Way.NONE
    return Affiliation.objects.create(
        user=somebody,
        organization=organization,
        verification=verification,
        verified_at=timezone.now() if is_sure else None,
        **fields,
    )


def make_cast(vado):
    """Everybody there is, by what they are to the town hall of Vado."""
    ensure_roles()
    municipality = vado.territory
    country = municipality.get_root()
    elsewhere = make_territory("state", "Sur", "xa-sur", country)
    near = TerritoryGroup.objects.create(name="Tordo", kind="zone")
    GroupedTerritory.objects.create(group=near, territory=municipality.get_parent())
    far = TerritoryGroup.objects.create(name="Sur", kind="zone")
    GroupedTerritory.objects.create(group=far, territory=elsewhere)
    people = {
        "visitor": AnonymousUser(),
        "stranger": person("Stranger"),
        "claimant": person("Claimant"),
        "colleague": person("Colleague"),
        "former": person("Former"),
        "facilitator": person("Facilitator", FACILITATORS),
        "other facilitator": person("Other", FACILITATORS),
        "team": person("Team", KNOWLEDGE_TEAM),
        "unit": person("Unit", COORDINATING_UNIT),
    }
    Facilitation.objects.create(user=people["facilitator"], zone=near)
    Facilitation.objects.create(user=people["other facilitator"], zone=far)
    works(people["claimant"], vado, Way.NONE)
    works(people["colleague"], vado)
    works(people["former"], vado, ended_on=today() - timedelta(days=1))
    return people
