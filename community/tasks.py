"""What this app does in the background."""

from __future__ import annotations

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from community.actions.letters import letter
from community.actions.mailing import send_at_once, send_pending
from community.background import background
from community.models import Affiliation, Invitation, MailDelivery, PersonalArchive
from community.tokens import invitation_address, proof_address


# Eight attempts bear a mail server that is away for most of a day.
@background(attempts=8, title=_("Send a notice by mail"))
def send_mail(pk: int) -> None:
    send_at_once(MailDelivery.objects.select_related("recipient", "mailing").get(pk=pk))


# A slice at a time, after whatever else waits: a thousand digests make nobody wait for theirs.
@background(attempts=8, title=_("Send digests by mail"), priority=-10)
def send_mailings() -> None:
    if send_pending():
        send_mailings.enqueue()


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


@background(title=_("Gather the data of a person"))
def make_archive(pk: int) -> None:
    archive = PersonalArchive.objects.select_related("user").get(pk=pk)
    # By its path: it tells the person, and the mail of that is a task of this module.
    import_string("community.actions.archives.fill_archive")(archive)
