"""Who accompanies a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.models import Facilitation, User
from community.roles import COORDINATING_UNIT

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.models import Organization
    from territories.models import Territory


def facilitators_of(territory: Territory) -> QuerySet[User]:
    """The local facilitators of the zones in which that territory lies, by name. One query."""
    zones = Facilitation.objects.of_place(territory.path)
    return User.objects.filter(pk__in=zones.values("user")).order_by("display_name", "pk")


def who_answers_for(organization: Organization) -> list[User]:
    """The facilitators of the organization's zone; where there are none, the unit."""
    place = organization.territory
    near = list(facilitators_of(place)) if place else []
    unit = User.objects.filter(is_active=True, groups__name=COORDINATING_UNIT)
    return near or list(unit.order_by("pk"))
