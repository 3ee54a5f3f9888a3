"""Inviting people to the organization one works in, or answers for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.actions.affiliations import join_organization, note_confirmed
from community.actions.notices import notify
from community.models import Affiliation, Invitation, account_reading
from community.models.invitations import LASTS
from community.permissions import can_invite
from community.tasks import send_invitation
from community.tokens import invitation_address, invitation_in

if TYPE_CHECKING:
    from community.models import Organization, User


@transaction.atomic
def invite(organization: Organization, by: User, email: str, post: str = "") -> Invitation:
    """Invite whoever reads that address; again, within its time, sends the same anew.

    Whether the address has an account changes nothing that `by` can see.

    Raises:
        PermissionDenied: `by` neither works there nor answers for it.

    """
    if not can_invite(by, organization):
        raise PermissionDenied
    undecided = Invitation.objects.filter(
        organization=organization,
        email=email.strip().lower(),
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    invitation = undecided.first() or Invitation(
        organization=organization, email=email.strip().lower()
    )
    invitation.invited_by, invitation.post = by, post
    invitation.invited_at = timezone.now()
    invitation.expires_at = invitation.invited_at + LASTS
    invitation.language = get_language() or "es"
    invitation.save()
    person = account_reading(invitation.email)
    if person is not None:
        notify(
            person,
            "invitation_received",
            url=invitation_address(invitation.pk),
            name=by.display_name,
            organization=organization.name,
        )
    else:
        send_invitation.enqueue(invitation.pk)
    return invitation


def read_invitation(token: str) -> Invitation:
    """The invitation of a link.

    Raises:
        ValidationError: it was changed, is old, withdrawn or used, or whoever
            sent it may no longer invite.

    """
    found = Invitation.objects.select_related("organization__territory", "invited_by")
    invitation = found.filter(pk=invitation_in(token) or 0).first()
    if invitation is None or not invitation.is_open:
        raise ValidationError(_("This invitation no longer holds. Ask for another one."))
    sender = invitation.invited_by
    if sender is None or not can_invite(sender, invitation.organization):
        raise ValidationError(_("Whoever invited you no longer works there. Ask for another one."))
    return invitation


@transaction.atomic
def accept_invitation(token: str, by: User) -> Affiliation:
    """Become a confirmed member of the organization; raises as `read_invitation`."""
    invitation = read_invitation(token)
    now = timezone.now()
    undecided = Invitation.objects.open().filter(pk=invitation.pk)
    if not undecided.update(accepted_at=now, accepted_by=by):
        raise ValidationError(_("This invitation no longer holds. Ask for another one."))
    affiliation = join_organization(by, invitation.organization, post=invitation.post)
    note_confirmed(affiliation, Affiliation.Verification.INVITATION, invitation.invited_by)
    if invitation.invited_by and invitation.invited_by_id != by.pk:
        notify(
            invitation.invited_by,
            "invitation_accepted",
            url=invitation.organization.get_absolute_url(),
            name=by.display_name,
            organization=invitation.organization.name,
        )
    return affiliation


def withdraw_invitation(invitation: Invitation, by: User) -> None:
    """The link leads nowhere from now on.

    Raises:
        PermissionDenied: `by` may not invite there.

    """
    if not can_invite(by, invitation.organization):
        raise PermissionDenied
    Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now())
