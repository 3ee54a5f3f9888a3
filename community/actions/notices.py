"""What happens to a notice: told, mailed or kept for the digest, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from community.actions.telling import tell
from community.models import MailDelivery, MailPreference, Notification
from community.sources import COLLECTED, Frequency, can_be_left, default_frequency
from community.tasks import send_mail

if TYPE_CHECKING:
    from django.db.models import Model

    from community.models import User


@transaction.atomic
def notify(
    recipient: User,
    kind: str,
    *,
    url: str,
    source: str = "",
    thing: Model | None = None,
    **facts: str,
) -> Notification | None:
    """Tell a person something: in the site now, and by mail as they chose for its source.

    `url` is the address of this site where they see it, without the host. What
    it says stands in `templates/notices/<kind>.txt`, rendered in their language
    with `recipient`, `url` (with the host) and the facts, as plain text: the
    first line is what the site shows and the subject of the mail; after an empty
    line comes the body, whose last paragraph says why they receive it.

    `source` is one of `sources.Source`; without one, that of the kind. `thing`
    is what it is about: a digest keeps together what is of one thing, under the
    fact `title`, and leaves out what its recipient may no longer open.

    Nothing is told to an account that is closed; then it returns None.

    Raises:
        TemplateDoesNotExist: there is no such kind.

    """
    if not recipient.is_active:
        return None
    notice = tell(recipient, kind, url=url, source=source, thing=thing, **facts)
    frequency = frequency_of(recipient, notice.source)
    if frequency in COLLECTED:
        notice.waits_for_digest = True
        notice.save(update_fields=["waits_for_digest"])
    elif frequency == Frequency.AT_ONCE:
        deliver(notice)
    return notice


@transaction.atomic
def notify_at_once(
    recipient: User,
    kind: str,
    *,
    url: str,
    source: str = "",
    thing: Model | None = None,
    **facts: str,
) -> Notification | None:
    """As `notify`, but no digest keeps it: who wants mail of that source at all gets one now."""
    notice = notify(recipient, kind, url=url, source=source, thing=thing, **facts)
    if notice is not None and notice.waits_for_digest:
        notice.waits_for_digest = False
        notice.save(update_fields=["waits_for_digest"])
        deliver(notice)
    return notice


def deliver(notice: Notification) -> None:
    """Have a mail say it, in the background."""
    notice.delivery = MailDelivery.objects.create(recipient=notice.recipient)
    notice.save(update_fields=["delivery"])
    send_mail.enqueue(notice.delivery.pk)


def frequency_of(person: User, source: str) -> str:
    """How often the person wants mail from that source. One query where there is a choice."""
    if not can_be_left(source):
        return Frequency.AT_ONCE
    chosen = MailPreference.objects.filter(user=person, source=source)
    return chosen.values_list("frequency", flat=True).first() or default_frequency(source)


def read_notice(notice: Notification) -> None:
    """Note that its recipient has opened it. The first time counts; no digest repeats it."""
    if not notice.is_read:
        notice.read_at = timezone.now()
        notice.waits_for_digest = False
        notice.save(update_fields=["read_at", "waits_for_digest"])


def read_all_notices(recipient: User) -> int:
    """Note that the person has seen all there is; returns how many were new."""
    unread = Notification.objects.visible_to(recipient).unread()
    return unread.update(read_at=timezone.now(), waits_for_digest=False)
