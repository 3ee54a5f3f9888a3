"""What whoever was invited to a network answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from community.actions.notices import notify
from community.permissions import may_contribute
from networks.actions.invitations import settle
from networks.actions.membership import enter, tell_of_arrival
from networks.models import NetworkInvitation
from networks.permissions import membership_of
from networks.tokens import invitation_in

if TYPE_CHECKING:
    from community.models import User
    from networks.models import Membership

Outcome = NetworkInvitation.Outcome


def read_network_invitation(token: str) -> NetworkInvitation:
    """The invitation of a link.

    Raises:
        ValidationError: it was changed, is old, withdrawn or answered, or the network is closed.

    """
    found = NetworkInvitation.objects.select_related("network", "invited_by", "person")
    invitation = found.filter(pk=invitation_in(token) or 0).first()
    if invitation is None or not invitation.is_open or invitation.network.is_deleted:
        raise ValidationError(_("This invitation no longer holds. Ask for another one."))
    if invitation.network.is_archived:
        raise ValidationError(_("The network has been archived since: nobody joins it any more."))
    return invitation


@transaction.atomic
def accept_network_invitation(token: str, by: User) -> Membership:
    """Become a member; raises as `read_network_invitation`.

    Raises:
        PermissionDenied: the account may not act.
        ValidationError: it is meant for another account.

    """
    if not may_contribute(by):
        raise PermissionDenied
    invitation = read_network_invitation(token)
    check_meant_for(invitation, by)
    check_not_kept_out(invitation, by)
    if not settle(NetworkInvitation.objects.filter(pk=invitation.pk), Outcome.ACCEPTED):
        raise ValidationError(_("This invitation no longer holds. Ask for another one."))
    network = invitation.network
    tie = membership_of(by, network)
    if tie is not None and tie.is_active:
        return tie
    membership = enter(network, by, None)
    tell_of_arrival(network, by, membership.joined_at)
    tell_inviter(invitation, "network_invitation_accepted", by)
    return membership


@transaction.atomic
def decline_network_invitation(token: str, by: User | None) -> NetworkInvitation:
    """Say no, with an account or without; raises as `accept_network_invitation`."""
    invitation = read_network_invitation(token)
    if by is not None:
        check_meant_for(invitation, by)
    if settle(NetworkInvitation.objects.filter(pk=invitation.pk), Outcome.DECLINED):
        tell_inviter(invitation, "network_invitation_declined", invitation.person)
    return invitation


def check_meant_for(invitation: NetworkInvitation, person: User) -> None:
    if invitation.person_id not in (None, person.pk):
        raise ValidationError(_("This invitation is meant for another account."))


def check_not_kept_out(invitation: NetworkInvitation, person: User) -> None:
    """A link meant for somebody else does not lead around a removal."""
    tie = membership_of(person, invitation.network)
    if tie is not None and tie.state == tie.State.REMOVED:
        said = _(
            "You were taken out of this network: somebody who coordinates has to let you back."
        )
        raise ValidationError(said)


def tell_inviter(invitation: NetworkInvitation, kind: str, who: User | None) -> None:
    inviter = invitation.invited_by
    if inviter is not None and (who is None or inviter.pk != who.pk):
        notify(
            inviter,
            kind,
            url=reverse("networks:people", args=[invitation.network.slug]),
            thing=invitation.network,
            title=invitation.network.title,
            network=invitation.network.title,
            name=who.display_name if who is not None else invitation.email,
        )
