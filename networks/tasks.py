"""What this app does in the background."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused

from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from community.actions.letters import letter
from community.background import background
from community.bounces import Bounce
from networks.models import InvitationList, NetworkArchive, NetworkInvitation, NetworkPage
from networks.tokens import invitation_address

# A code of a mail server from here on means: never; below it means: not now.
REFUSED_FOR_GOOD = 500


@background(attempts=8, title=_("Mail an invitation to a network"))
def send_network_invitation(pk: int) -> None:
    """None where it was answered or withdrawn meanwhile, grew old or came back."""
    invitation = NetworkInvitation.objects.select_related("network", "invited_by").get(pk=pk)
    if not invitation.is_open or invitation.bounced_at or not invitation.network.takes_work:
        return
    try:
        letter(
            "network_invitation",
            invitation.email,
            invitation.language,
            str(invitation.key),
            invitation_address(pk),
            name=invitation.invited_by.display_name if invitation.invited_by else "",
            network=invitation.network.title,
            purpose=invitation.network.purpose,
            message=invitation.message,
            until=invitation.expires_at,
        ).send()
    except SMTPRecipientsRefused as refused:
        code, words = min(refused.recipients.values(), default=(0, b""))
        if code < REFUSED_FOR_GOOD:
            raise
        said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        bounce = Bounce(invitation.key, is_for_good=True, reason=f"{code} {said}")
        # By its path: what it does enqueues tasks of this module.
        import_string("networks.actions.invitations.note_returned_invitation")(bounce)


@background(title=_("Invite the addresses of a list"), priority=-5)
def invite_list(pk: int) -> None:
    """Some at a time, each with what became of it, until all have had their turn."""
    sent = InvitationList.objects.select_related("network", "by").get(pk=pk)
    # By its path, as above.
    if import_string("networks.actions.invitation_lists.invite_some")(sent):
        invite_list.enqueue(pk)


@background(attempts=2, title=_("Ask again the links of a network that did not answer"))
def check_links_of(pk: int) -> None:
    # By its path, as above.
    check = import_string("networks.actions.links.check_links")
    check(timezone.now(), among=NetworkPage.objects.get(pk=pk))


@background(attempts=8, title=_("Mail somebody without an account about an event"))
def send_guest_letter(pk: int, kind: str, reason: str = "") -> None:
    # By its path: what writes it tells of events, and its mails are tasks of this module.
    import_string("networks.actions.event_letters.send_letter")(pk, kind, reason)


@background(title=_("Tell those who are registered that an event changed"))
def tell_of_change(pk: int, sequence: int) -> None:
    import_string("networks.actions.events.tell_of_change")(pk, sequence)


# After whatever else waits: it takes a minute, and nobody's mail should wait for it.
@background(attempts=4, title=_("Gather everything of a network"), priority=-20)
def make_network_archive(pk: int) -> None:
    archive = NetworkArchive.objects.select_related("network", "asked_by").get(pk=pk)
    # By its path: what asks for it enqueues this very task.
    import_string("networks.actions.taking.fill_network_archive")(archive)
