"""What this app does in the background."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused

from django.utils.translation import gettext_lazy as _

from community.actions.letters import letter
from community.actions.notice_mails import mail_notice
from community.background import HopelessError, background
from community.models import Affiliation, Invitation, Notification
from community.tokens import invitation_address, proof_address

# A code of a mail server from here on means: never; below it means: not now.
REFUSED_FOR_GOOD = 500


# Eight attempts bear a mail server that is away for most of a day.
@background(attempts=8, title=_("Send a notice by mail"))
def send_notice(pk: int) -> None:
    notice = Notification.objects.select_related("recipient").get(pk=pk)
    try:
        mail_notice(notice)
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _reason in refused.recipients.values()]
        if codes and min(codes) >= REFUSED_FOR_GOOD:
            raise HopelessError(f"The server takes no mail for {notice.recipient}") from refused
        raise


@background(attempts=8, title=_("Mail an invitation to an organization"))
def send_invitation(pk: int) -> None:
    """None where it was accepted, withdrawn or grew old meanwhile."""
    from_there = Invitation.objects.select_related("organization", "invited_by")
    invitation = from_there.get(pk=pk)
    if invitation.is_open and invitation.invited_by is not None:
        key = f"{pk}-{invitation.invited_at:%Y%m%d%H%M%S}"
        letter(
            "invitation",
            invitation.email,
            invitation.language,
            key,
            invitation_address(pk),
            name=invitation.invited_by.display_name,
            organization=invitation.organization.name,
            until=invitation.expires_at,
        ).send()


@background(attempts=8, title=_("Mail the proof of an official address"))
def send_proof(pk: int, email: str) -> None:
    affiliation = Affiliation.objects.select_related("organization", "user").get(pk=pk)
    if not affiliation.is_verified and affiliation.user.is_active:
        letter(
            "official_address",
            email,
            affiliation.user.language,
            f"{pk}-{affiliation.user.pk}",
            proof_address(pk, email),
            name=affiliation.user.display_name,
            organization=affiliation.organization.name,
        ).send()
