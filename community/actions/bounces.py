"""What happens when mail comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks

from community.actions.telling import tell
from community.models import HARD_BOUNCES_TO_STOP, MailAddress, MailDelivery

if TYPE_CHECKING:
    from community.bounces import Bounce
    from community.models import User

FORGIVEN_AFTER = timedelta(days=90)


@transaction.atomic
def note_bounce(bounce: Bounce) -> MailDelivery | None:
    """Write down that a mail of ours came back; None when it is not known to be ours.

    Only who received the mail, or the servers on its way, know its Message-ID:
    without that anybody could stop the mail of anybody. The same mail counts
    once, however often it comes back.
    """
    delivery = (
        MailDelivery.objects.select_for_update(of=("self",))
        .select_related("recipient")
        .filter(key=bounce.key)
        .first()
    )
    if delivery is None and bounce.is_for_good:
        for hear in hooks.get_hooks("mail_came_back"):
            hear(bounce)
    if delivery is None or not bounce.is_for_good:
        return delivery
    if delivery.state != MailDelivery.State.BOUNCED:
        delivery.state, delivery.error = MailDelivery.State.BOUNCED, bounce.reason
        delivery.save(update_fields=["state", "error"])
        note_refusal(delivery.recipient, delivery.address, bounce.reason)
    return delivery


@transaction.atomic
def note_refusal(person: User | None, address: str, reason: str) -> MailAddress:
    """Count that an address refused mail for good; after the third time it gets none.

    A refusal of long ago no longer counts: mail has been taken since.

    The person, where there is one, then reads so in the site, the one way that is left.
    """
    known, _created = MailAddress.objects.get_or_create(
        address__iexact=address, defaults={"address": address.lower()}
    )
    now = timezone.now()
    if known.last_bounce_at < now - FORGIVEN_AFTER:
        known.hard_bounces = 0
    known.hard_bounces += 1
    known.last_bounce_at = now
    known.reason = reason[:255]
    stops = known.stopped_at is None and known.hard_bounces >= HARD_BOUNCES_TO_STOP
    if stops:
        known.stopped_at = known.last_bounce_at
    known.save()
    if stops and person is not None and person.email == known.address:
        tell(person, "mail_stopped", url=reverse("mail_preferences"), address=known.address)
    return known


def trust_again(person: User) -> None:
    """Write to the address of this person as if nothing had ever come back."""
    MailAddress.objects.filter(address__iexact=person.email).delete()
