"""Writing to somebody through the site."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from community.actions.notices import notify
from community.models import Message
from community.permissions import can_write_to

if TYPE_CHECKING:
    from community.models import User

LONGEST = 2000
TWICE = timedelta(minutes=5)


@transaction.atomic
def send_message(sender: User, recipient: User, text: str) -> Message:
    """Send plain words to somebody, who is told in the site and by mail.

    The same words again within minutes are the same message. Neither learns
    the other's address.

    Raises:
        PermissionDenied: the recipient does not let this sender write.
        ValidationError: there are no words, or too many.

    """
    if not can_write_to(sender, recipient):
        raise PermissionDenied(f"{sender} may not write to {recipient}")
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise ValidationError(_("Write between one and two thousand characters."))
    sent = Message.objects.filter(sender=sender, recipient=recipient, text=text)
    repeated = sent.filter(sent_at__gt=timezone.now() - TWICE).first()
    if repeated is not None:
        return repeated
    message = Message.objects.create(sender=sender, recipient=recipient, text=text)
    notify(
        recipient,
        "message",
        url=reverse("community:write", args=[sender.handle]),
        author=sender.display_name,
        words=text,
    )
    return message
