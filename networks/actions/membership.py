"""How people come into a network, what they become in it, and how they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from community.actions.notices import notify
from community.models import Activity, User
from community.permissions import COORDINATING_UNIT
from networks.models import Membership, NetworkPage
from networks.permissions import can_join, can_leave, membership_of

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def join(network: NetworkPage, member: User, at: datetime | None = None) -> Membership:
    """Make the person a member of an open network. Joining twice changes nothing.

    `at`: when it happened, for what is told afterwards; now when None.

    Raises:
        PermissionDenied: the network is not open, or the person was removed from it.

    """
    membership = membership_of(member, network)
    if membership and membership.is_active:
        return membership
    if not can_join(member, network):
        raise PermissionDenied(f"{network} does not let {member} in")
    membership = enter(network, member, at)
    tell_of_arrival(network, member, membership.joined_at)
    return membership


@transaction.atomic
def leave(network: NetworkPage, member: User) -> None:
    """Take the person out at their own wish. Leaving twice changes nothing.

    Raises:
        PermissionDenied: they are the only coordinator and must appoint another first.

    """
    membership = membership_of(member, network)
    if membership is None or not membership.is_active:
        return
    if not can_leave(member, network):
        raise PermissionDenied(f"{network} would be left without a coordinator")
    put_out(network, member, Membership.State.LEFT)


@transaction.atomic
def remove(network: NetworkPage, member: User) -> None:
    """Take the person out against their wish; they do not come back alone.

    Whoever was never in it is not put on any list.
    """
    put_out(network, member, Membership.State.REMOVED)


@transaction.atomic
def appoint_coordinator(
    network: NetworkPage, member: User, at: datetime | None = None
) -> Membership:
    """Make the person a coordinator, and a member when they are not yet one."""
    membership = membership_of(member, network)
    if membership is None or not membership.is_active:
        membership = enter(network, member, at)
        tell_of_arrival(network, member, membership.joined_at)
    membership.role = Membership.Role.COORDINATOR
    membership.save(update_fields=["role"])
    if network.coordinators is not None:
        member.groups.add(network.coordinators)
    return membership


@transaction.atomic
def dismiss_coordinator(network: NetworkPage, member: User) -> None:
    """Make a coordinator a plain member. Dismissing somebody who is none changes nothing."""
    Membership.objects.filter(network=network, user=member).update(role=Membership.Role.MEMBER)
    if network.coordinators is not None:
        member.groups.remove(network.coordinators)


@transaction.atomic
def follow_groups(person: User) -> None:
    """Make memberships say what the person's groups say, once somebody changed these by hand.

    That is how the coordinating unit appoints in the admin. Whoever is left in
    neither group of a network is out of it.
    """
    groups = set(person.groups.values_list("pk", flat=True))
    concerned = Q(circle__in=groups) | Q(coordinators__in=groups) | Q(memberships__user=person)
    for network in NetworkPage.objects.filter(concerned).distinct():
        follow_groups_in(network, person, groups)


def follow_groups_in(network: NetworkPage, person: User, groups: set[int]) -> None:
    tie = membership_of(person, network)
    is_in = tie is not None and tie.is_active
    if network.coordinators_id in groups:
        appoint_coordinator(network, person)
        if network.circle is not None:
            person.groups.add(network.circle)
    elif network.circle_id not in groups:
        if is_in:
            put_out(network, person, Membership.State.REMOVED)
    elif not is_in:
        tell_of_arrival(network, person, enter(network, person, None).joined_at)
    elif tie is not None and tie.is_coordinator:
        dismiss_coordinator(network, person)


def enter(network: NetworkPage, member: User, at: datetime | None) -> Membership:
    membership, _ = Membership.objects.update_or_create(
        network=network,
        user=member,
        defaults={
            "state": Membership.State.ACTIVE,
            "role": Membership.Role.MEMBER,
            "joined_at": at or timezone.now(),
        },
    )
    if network.circle is not None:
        member.groups.add(network.circle)
    return membership


def coordinated_alone(person: User) -> list[NetworkPage]:
    """The networks that have no other coordinator. One query."""
    others = Membership.objects.coordinators().filter(network=OuterRef("pk")).exclude(user=person)
    mine = Membership.objects.coordinators().filter(network=OuterRef("pk"), user=person)
    return list(NetworkPage.objects.filter(Exists(mine), ~Exists(others)).order_by("title"))


@transaction.atomic
def leave_all(member: User) -> None:
    """Take a person whose account ends out of every network, even one they alone coordinate.

    The coordinating unit is told which are left without anybody.
    """
    for network in coordinated_alone(member):
        for person in User.objects.filter(groups__name=COORDINATING_UNIT, is_active=True):
            notify(person, "network_without_coordinator", url=network.url, network=network.title)
    for membership in Membership.objects.active().filter(user=member).select_related("network"):
        put_out(membership.network, member, Membership.State.LEFT)


def put_out(network: NetworkPage, member: User, state: Membership.State) -> None:
    Membership.objects.filter(network=network, user=member).update(
        state=state, role=Membership.Role.MEMBER
    )
    member.groups.remove(*filter(None, (network.circle, network.coordinators)))


def tell_of_arrival(network: NetworkPage, member: User, at: datetime) -> None:
    """A line in the stream, one a day: going out and in again is no news."""
    told = Activity.objects.filter(
        actor=member, verb=Activity.Verb.JOINED, network=network.pk, at__date=timezone.localdate(at)
    )
    if not told.exists():
        Activity.objects.create(
            actor=member, verb=Activity.Verb.JOINED, network_id=network.pk, at=at
        )
