"""What happens to a notice: told, read. Its mail is `notice_mails`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import translate_url
from django.utils import timezone
from django.utils.text import Truncator

from community.actions.notice_mails import letter_of
from community.models import Notification
from community.tasks import send_notice

if TYPE_CHECKING:
    from community.models import User


@transaction.atomic
def notify(recipient: User, kind: str, *, url: str, **facts: str) -> Notification | None:
    """Tell a person something, in the site and by mail; nothing to an account that is closed.

    `url` is the address of this site where they see it, without the host. What
    it says stands in `templates/notices/<kind>.txt`, rendered in their language
    with `recipient`, `url` (with the host) and the facts, as plain text: the
    first line is what the site shows and the subject of the mail; after an empty
    line comes the body, whose last paragraph says why they receive it.

    Raises:
        TemplateDoesNotExist: there is no such kind.

    """
    if not recipient.is_active:
        return None
    notice = Notification(
        recipient=recipient,
        kind=kind,
        url=translate_url(url, recipient.language),
        facts=facts,
    )
    notice.title = Truncator(letter_of(notice)[0]).chars(255)
    notice.save()
    send_notice.enqueue(notice.pk)
    return notice


def read_notice(notice: Notification) -> None:
    """Note that its recipient has opened it. The first time counts."""
    if not notice.is_read:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])


def read_all_notices(recipient: User) -> int:
    """Note that the person has seen all there is; returns how many were new."""
    unread = Notification.objects.visible_to(recipient).unread()
    return unread.update(read_at=timezone.now())
