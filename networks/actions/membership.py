"""How people come into a network, what they become in it, and how they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from community.actions.notices import notify
from community.models import Activity, User
from community.permissions import COORDINATING_UNIT
from networks.actions.invitations import invite, settle_invitations
from networks.models import InvitationList, Membership, NetworkInvitation, NetworkPage
from networks.models.membership import LONGEST_REASON
from networks.permissions import can_admit, can_join, can_leave, can_remove, membership_of

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
def remove(network: NetworkPage, member: User, by: User | None = None, reason: str = "") -> None:
    """Take the person out against their wish; they read why and do not come back alone.

    Whoever was never in it is not put on any list. `by`: the coordinator who
    does it, and must say why; None for the machinery, which asks nobody.

    Raises:
        PermissionDenied: `by` may not take that person out.
        ValidationError: of `reason`: there is none.

    """
    if by is None:
        put_out(network, member, Membership.State.REMOVED)
        return
    membership = membership_of(member, network)
    if membership is None or not can_remove(by, membership):
        raise PermissionDenied(f"{by} may not take {member} out of {network}")
    reason = reason_of(reason)
    put_out(network, member, Membership.State.REMOVED)
    decide(membership, by, reason)
    notify(
        member,
        "network_removed",
        url=reverse("community:my_space"),
        network=network.title,
        reason=reason,
    )


@transaction.atomic
def let_back(membership: Membership, by: User) -> None:
    """Whoever was taken out may come back: they are told, and decide themselves.

    Doing it twice changes nothing.

    Raises:
        PermissionDenied: `by` lets nobody in there.

    """
    network = membership.network
    if not can_admit(by, network):
        raise PermissionDenied(f"{by} lets nobody into {network}")
    if membership.state != Membership.State.REMOVED:
        return
    membership.state = Membership.State.LEFT
    membership.save(update_fields=["state"])
    decide(membership, by, "")
    invite(network, by, person=membership.user)


def decide(membership: Membership, by: User, reason: str) -> None:
    """Write down who decided about the person and why."""
    membership.reason, membership.changed_by = reason, by
    membership.changed_at = timezone.now()
    membership.save(update_fields=["reason", "changed_by", "changed_at"])


def reason_of(typed: str) -> str:
    """The reason on one line; raises ValidationError when it is empty or too long."""
    reason = " ".join(typed.replace("\x00", "").split())
    if not reason:
        raise ValidationError({"reason": _("Say why: the person reads it.")})
    if len(reason) > LONGEST_REASON:
        said = _("Say it in up to %(most)s characters; yours has %(count)s.")
        told = {"most": LONGEST_REASON, "count": len(reason)}
        raise ValidationError({"reason": said % told})
    return reason


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
    membership, _is_new = Membership.objects.update_or_create(
        network=network,
        user=member,
        defaults={
            "state": Membership.State.ACTIVE,
            "role": Membership.Role.MEMBER,
            "joined_at": at or timezone.now(),
            "reason": "",
            "ended_at": None,
        },
    )
    settle_invitations(network, member)
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

    The coordinating unit is told which are left without anybody. What they
    answered to questions, invitations to them and lists they sent are erased.
    """
    for network in coordinated_alone(member):
        for person in User.objects.filter(groups__name=COORDINATING_UNIT, is_active=True):
            notify(person, "network_without_coordinator", url=network.url, network=network.title)
    for membership in Membership.objects.active().filter(user=member).select_related("network"):
        put_out(membership.network, member, Membership.State.LEFT)
    own = NetworkInvitation.objects.for_person(member).values("pk")
    NetworkInvitation.objects.filter(pk__in=list(own)).delete()
    InvitationList.objects.filter(by=member).delete()
    asked = Membership.objects.filter(user=member, state=Membership.State.REQUESTED)
    asked.update(state=Membership.State.LEFT)
    Membership.objects.filter(user=member).update(answer="", reason="")


def put_out(network: NetworkPage, member: User, state: Membership.State) -> None:
    Membership.objects.filter(network=network, user=member).update(
        state=state, role=Membership.Role.MEMBER, ended_at=timezone.now()
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
