"""What this app does in the background."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.actions.mailing import send_at_once, send_pending
from community.background import background
from community.models import MailDelivery


# Eight attempts bear a mail server that is away for most of a day.
@background(attempts=8, title=_("Send a notice by mail"))
def send_mail(pk: int) -> None:
    send_at_once(MailDelivery.objects.select_related("recipient", "mailing").get(pk=pk))


# A slice at a time, after whatever else waits: a thousand digests make nobody wait for theirs.
@background(attempts=8, title=_("Send digests by mail"), priority=-10)
def send_mailings() -> None:
    if send_pending():
        send_mailings.enqueue()
