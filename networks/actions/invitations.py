"""Inviting people to a network, by handle or by address; sending it again, taking it back."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.actions.bounces import note_refusal
from community.actions.notices import notify
from community.models import MailAddress, account_reading
from networks.models import InvitationList, Membership, NetworkInvitation
from networks.models.invitations import LASTS
from networks.permissions import can_admit, membership_of
from networks.tasks import send_network_invitation
from networks.tokens import invitation_address

if TYPE_CHECKING:
    from community.bounces import Bounce
    from community.models import User
    from networks.models import NetworkPage

Fate = InvitationList.Fate
Outcome = NetworkInvitation.Outcome
States = Membership.State


@transaction.atomic
def invite(
    network: NetworkPage,
    by: User,
    *,
    person: User | None = None,
    email: str = "",
    message: str = "",
) -> NetworkInvitation:
    """Invite somebody by account or by address.

    Raises:
        PermissionDenied: `by` does not coordinate the network, or it is archived.
        ValidationError: of `who`: they belong to it, were invited lately, or mails come back.

    """
    if not can_admit(by, network):
        raise PermissionDenied(f"{by} invites nobody to {network}")
    email = email.strip().lower()
    fate = fate_of(network, person, email)
    if fate is not Fate.INVITED:
        raise ValidationError({"who": refusal(network, fate, person, email)})
    return store(network, by, person, email, message)


def fate_of(network: NetworkPage, person: User | None, email: str) -> Fate:
    """What becomes of an invitation to them: sent, or why not."""
    known = person or account_reading(email)
    tie = membership_of(known, network) if known is not None else None
    if tie is not None and tie.is_active:
        return Fate.MEMBER
    if tie is not None and tie.state == States.REMOVED:
        return Fate.KEPT_OUT
    undecided = undecided_of(network, person, email)
    if undecided is not None and undecided.is_open and not undecided.may_be_repeated:
        return Fate.WAITING
    if person is None and MailAddress.objects.stopped().filter(address__iexact=email).exists():
        return Fate.BOUNCED
    return Fate.INVITED


def undecided_of(network: NetworkPage, person: User | None, email: str) -> NetworkInvitation | None:
    whom: dict[str, Any] = {"person": person} if person else {"email": email}
    return NetworkInvitation.objects.undecided().filter(network=network, **whom).first()


def refusal(network: NetworkPage, fate: Fate, person: User | None, email: str) -> str:
    name = person.display_name if person is not None else email
    said = {
        Fate.MEMBER: _("%(name)s already belongs to the network."),
        Fate.KEPT_OUT: _("%(name)s was taken out of the network: let them back in first."),
        Fate.WAITING: _("%(name)s is already invited. You may send it again from %(day)s on."),
        Fate.BOUNCED: _("Mails to %(name)s come back: ask for another address."),
    }[fate]
    undecided = undecided_of(network, person, email)
    day = date_format(undecided.may_be_repeated_at.date()) if undecided else ""
    return said % {"name": name, "day": day}


def store(
    network: NetworkPage, by: User, person: User | None, email: str, message: str
) -> NetworkInvitation:
    """Write the invitation down, the same anew if it was not answered, and send it."""
    invitation = undecided_of(network, person, email) or NetworkInvitation(
        network=network, person=person, email="" if person else email
    )
    invitation.invited_by, invitation.message = by, message.strip()
    invitation.language = get_language() or "es"
    renew(invitation)
    return invitation


def renew(invitation: NetworkInvitation) -> None:
    """From now on it holds its full time, and goes out as a mail of its own."""
    invitation.key = uuid.uuid4()
    invitation.invited_at = timezone.now()
    invitation.expires_at = invitation.invited_at + LASTS
    invitation.bounced_at, invitation.bounce_reason = None, ""
    invitation.save()
    tell_invited(invitation)


def tell_invited(invitation: NetworkInvitation) -> None:
    """A notice for who has an account, with its mail; a letter for other addresses."""
    person = invitation.person or account_reading(invitation.email)
    if person is None:
        send_network_invitation.enqueue(invitation.pk)
    else:
        notify(
            person,
            "network_invited",
            url=invitation_address(invitation.pk),
            network=invitation.network.title,
            name=invitation.invited_by.display_name if invitation.invited_by else "",
            message=invitation.message,
        )


@transaction.atomic
def repeat_invitation(invitation: NetworkInvitation, by: User) -> None:
    """Send it again, once a week has gone by.

    Raises:
        PermissionDenied: `by` does not coordinate the network.
        ValidationError: it was answered, or sent less than a week ago.

    """
    if not can_admit(by, invitation.network):
        raise PermissionDenied(f"{by} invites nobody to {invitation.network}")
    if not invitation.may_be_repeated:
        said = _("The same invitation goes out once a week at most.")
        raise ValidationError(said)
    invitation.invited_by = by
    renew(invitation)


def withdraw_network_invitation(invitation: NetworkInvitation, by: User) -> None:
    """The link leads nowhere from now on. Doing it twice changes nothing.

    Raises:
        PermissionDenied: `by` does not coordinate the network.

    """
    if not can_admit(by, invitation.network):
        raise PermissionDenied(f"{by} invites nobody to {invitation.network}")
    settle(NetworkInvitation.objects.filter(pk=invitation.pk), Outcome.WITHDRAWN)


def settle(invitations: Any, outcome: str) -> int:
    """Close those that nobody has answered; how many."""
    told = {"outcome": outcome, "decided_at": timezone.now()}
    count: int = invitations.undecided().update(**told)
    return count


def settle_invitations(network: NetworkPage, person: User) -> None:
    """Whoever has come in needs no invitation any more, by whichever way they came."""
    theirs = NetworkInvitation.objects.undecided().filter(network=network).for_person(person)
    settle(
        NetworkInvitation.objects.filter(pk__in=list(theirs.values_list("pk", flat=True))),
        Outcome.ACCEPTED,
    )


def note_returned_invitation(bounce: Bounce) -> None:
    """The letter came back: its coordinators read so beside the invitation."""
    invitation = NetworkInvitation.objects.filter(key=bounce.key, bounced_at=None).first()
    if invitation is not None:
        give_up_address(invitation, bounce.reason)


@transaction.atomic
def give_up_address(invitation: NetworkInvitation, reason: str) -> None:
    invitation.bounced_at, invitation.bounce_reason = timezone.now(), reason[:255]
    invitation.save(update_fields=["bounced_at", "bounce_reason"])
    note_refusal(account_reading(invitation.email), invitation.email, reason)


def forget_old_invitations() -> int:
    """Addresses of people who never came are not kept longer than a month after it was over."""
    limit = timezone.now() - 2 * LASTS
    InvitationList.objects.filter(created_at__lt=limit).delete()
    over = NetworkInvitation.objects.filter(invited_at__lt=limit)
    return over.exclude(outcome=Outcome.ACCEPTED).delete()[0]
