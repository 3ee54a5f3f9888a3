"""The link of a mail by which its recipient stops such mails, without signing in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from community.models import User
from community.sources import Source, can_be_left

if TYPE_CHECKING:
    from collections.abc import Iterable

SALT = "community.leaving"


@dataclass(frozen=True)
class Farewell:
    """Who stops which mails."""

    person: User
    sources: list[Source]


def leave_url(person: User, sources: Iterable[str]) -> str:
    """The address, with its host, where the person stops mails of these sources.

    It tells nothing of the person to who reads it, does not expire and works
    for whoever has the mail: who passes a mail on passes that on.
    """
    token = signing.dumps([person.pk, *sorted(sources)], salt=SALT)
    with translation.override(person.language):
        return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('leave_mails', args=[token])}"


def read_token(token: str) -> Farewell | None:
    """What such a link asks for; None when it is not ours or the account is closed."""
    try:
        pk, *sources = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    known = [source for source in Source if source in sources and can_be_left(source)]
    person = User.objects.filter(pk=pk, is_active=True).first()
    return Farewell(person, known) if person and known else None


def headers_to_leave(url: str) -> dict[str, str]:
    """RFC 8058: mail programs stop the mails by a POST of their own to that address."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
