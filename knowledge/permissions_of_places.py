"""Who may say what is known of a municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from community.models import Affiliation
from community.models.places import zones_of
from community.permissions import is_coordinating_unit, may_contribute
from community.roles import accompanies_a_zone
from networks.models import Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from territories.models import Territory


def can_enter_figures(user: User | AnonymousUser, place: Territory) -> bool:
    """Enter its figures with their source: the unit, the facilitator of its zone, and whoever
    coordinates a network in which somebody of its government is.
    """
    if not may_contribute(user) or not place.is_municipality:
        return False
    if is_coordinating_unit(user):
        return True
    if accompanies_a_zone(user) and zones_of(user, place.path).exists():
        return True
    mine = Membership.objects.coordinators().filter(user=user.pk).values("network")
    insiders = Membership.objects.active().filter(network__in=mine).values("user")
    there = Affiliation.objects.verified().current(timezone.localdate())
    return there.filter(
        organization__kind="municipal_government",
        organization__territory=place.pk,
        user__in=insiders,
    ).exists()
