"""Who may see how far cases travel: those who made them, and those who answer for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.models import CaseNetwork, Endorsement
from knowledge.permissions import assists, can_review, is_keeper, takes_part, works_in
from networks.models import Membership
from networks.permissions import can_open_desk

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from knowledge.models import Case
    from networks.models import NetworkPage
    from territories.models import Territory


def can_see_funnel(user: User | AnonymousUser, case: Case) -> bool:
    """Of one case: its authors, its municipality, whoever coordinates where it is shown, the team.

    At most four queries.
    """
    if not user.is_authenticated or not case.live:
        return False
    if can_review(user) or is_keeper(user, case) or takes_part(user, case):
        return True
    return shows_it(user, case) or answers_for(user, case.lead_municipality)


def shows_it(user: User, case: Case) -> bool:
    """Coordinates a network in which the case is told, or that shows it."""
    mine = Membership.objects.coordinators().filter(user=user.pk).values("network")
    told = CaseNetwork.objects.filter(case=case, network__in=mine)
    shown = Endorsement.objects.filter(case=case, network__in=mine)
    return told.exists() or shown.exists()


def can_see_funnel_of_network(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Whoever opens its desk, and whoever works on cases."""
    return can_review(user) or can_open_desk(user, network)


def can_see_funnel_of_place(user: User | AnonymousUser, place: Territory) -> bool:
    """Who works for it, its facilitator, whoever works on cases."""
    return can_review(user) or answers_for(user, place)


def can_see_funnel_of_themes(user: User | AnonymousUser) -> bool:
    """Whoever coordinates any network, and whoever works on cases."""
    if can_review(user):
        return True
    return (
        user.is_authenticated
        and user.is_active
        and Membership.objects.coordinators().filter(user=user.pk).exists()
    )


def answers_for(user: User | AnonymousUser, place: Territory | None) -> bool:
    if place is None:
        return False
    return works_in(user, place.pk) or assists(user, place)
