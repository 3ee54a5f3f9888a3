"""Who coordinates: appointing, handing over, stepping down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.actions.notices import notify
from networks.actions.membership import appoint_coordinator, dismiss_coordinator
from networks.permissions import (
    can_appoint,
    can_dismiss,
    can_step_down,
    membership_of,
)

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import User
    from networks.models import Membership, NetworkPage


@transaction.atomic
def entrust(
    network: NetworkPage, person: User, by: User | None, at: datetime | None = None
) -> Membership:
    """Make somebody a coordinator and tell them so, unless they did it themselves."""
    membership = appoint_coordinator(network, person, at)
    if by is None or by.pk != person.pk:
        notify(
            person,
            "network_entrusted",
            url=network.url,
            network=network.title,
            name=by.display_name if by else "",
        )
    return membership


@transaction.atomic
def appoint(membership: Membership, by: User) -> None:
    """Make a member a coordinator. One who is changes nothing.

    Raises:
        PermissionDenied: `by` does not coordinate there, or the person is no member.

    """
    if membership.is_coordinator:
        return
    if not can_appoint(by, membership):
        raise PermissionDenied(f"{by} may not appoint {membership}")
    entrust(membership.network, membership.user, by)


@transaction.atomic
def hand_over(network: NetworkPage, heir: User, by: User) -> None:
    """Appoint somebody and step down, in one act.

    Raises:
        PermissionDenied: `by` does not coordinate the network.
        ValidationError: of `heir`: they are no member, or `by` themselves.

    """
    mine, theirs = membership_of(by, network), membership_of(heir, network)
    if mine is None or not mine.is_coordinator:
        raise PermissionDenied(f"{by} does not coordinate {network}")
    if heir.pk == by.pk:
        raise ValidationError({"heir": _("Choose somebody else: that is you.")})
    if theirs is None or not theirs.is_active or not heir.is_active:
        raise ValidationError({"heir": _("Choose somebody who belongs to the network.")})
    appoint(theirs, by)
    dismiss_coordinator(network, by)


@transaction.atomic
def step_down(network: NetworkPage, by: User) -> None:
    """Coordinate no longer and stay a member.

    Raises:
        PermissionDenied: they coordinate alone, or not at all.

    """
    if not can_step_down(by, network):
        raise PermissionDenied(f"{network} would be left without a coordinator")
    dismiss_coordinator(network, by)


@transaction.atomic
def dismiss(membership: Membership, by: User) -> None:
    """Make a coordinator a plain member, and tell them. One who is none changes nothing.

    Raises:
        PermissionDenied: `by` does not govern the network.

    """
    if not membership.is_coordinator:
        return
    if not can_dismiss(by, membership):
        raise PermissionDenied(f"{by} may not dismiss {membership}")
    dismiss_coordinator(membership.network, membership.user)
    notify(
        membership.user,
        "network_dismissed",
        url=membership.network.url,
        network=membership.network.title,
    )
