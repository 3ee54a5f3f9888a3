"""Who accompanies a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from community.models import Facilitation, User
from community.roles import COORDINATING_UNIT

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import Organization, UserQuerySet
    from territories.models import Territory


def facilitators_of(territory: Territory) -> UserQuerySet:
    """The local facilitators of the zones in which that territory lies, by name. One query."""
    zones = Facilitation.objects.of_place(territory.path)
    return User.objects.filter(pk__in=zones.values("user")).order_by("display_name", "pk")


def facilitators_shown(place: Territory, reader: User | AnonymousUser) -> list[User]:
    """The same with their faces and posts; `is_open` where the reader may open the profile."""
    open_ones = User.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    return list(
        facilitators_of(place)
        .annotate(is_open=Exists(open_ones))
        .select_related("photo")
        .prefetch_related("photo__renditions")
        .with_posts(timezone.localdate())
    )


def who_answers_for(organization: Organization) -> list[User]:
    """The facilitators of the organization's zone; where there are none, the unit."""
    place = organization.territory
    near = list(facilitators_of(place)) if place else []
    unit = User.objects.filter(is_active=True, groups__name=COORDINATING_UNIT)
    return near or list(unit.order_by("pk"))
