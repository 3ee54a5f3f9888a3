"""Writing a notice in the site, and nothing more: `notices.notify` also sees to its mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import translate_url
from django.utils.text import Truncator

from community.actions.notice_mails import letter_of
from community.models import Notification
from community.notices import name_of_thing
from community.sources import source_of

if TYPE_CHECKING:
    from django.db.models import Model

    from community.models import User


def tell(
    recipient: User,
    kind: str,
    *,
    url: str,
    source: str = "",
    thing: Model | None = None,
    **facts: str,
) -> Notification:
    """The notice, as `notices.notify` explains it; the person reads it in the site alone."""
    notice = Notification(
        recipient=recipient,
        kind=kind,
        source=source or source_of(kind),
        thing=name_of_thing(thing),
        url=translate_url(url, recipient.language),
        facts=facts,
    )
    notice.title = Truncator(letter_of(notice)[0]).chars(255)
    notice.save()
    return notice
