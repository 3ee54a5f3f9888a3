"""Reads what Django's file-based mail backend wrote. Never reachable on a real site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage

    from django.http import HttpRequest

LETTERS_PER_PAGE = 30
# What the backend writes below each message.
RULE = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Letter:
    name: str
    subject: str
    recipient: str
    sent_at: datetime | None
    text: str
    html: str


@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """All mails, the newest first."""
    files = sorted(_folder().glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    page = Paginator(files, LETTERS_PER_PAGE).get_page(request.GET.get("pagina"))
    letters = [letter for path in page.object_list for letter in _read(path)]
    return render(request, "mail/mailbox.html", {"page": page, "letters": letters})


@never_cache
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as text. A connection that sent several wrote them into one file."""
    path = _folder() / f"{name}.log"
    if not path.is_file():
        raise Http404
    return render(request, "mail/letter.html", {"letters": _read(path)})


@never_cache
@csp_update({"style-src": [UNSAFE_INLINE]})
def drawn_letter(request: HttpRequest, name: str, number: str) -> HttpResponse:
    """The HTML part of a mail, as a mail program would draw it."""
    path = _folder() / f"{name}.log"
    letters = _read(path) if path.is_file() else []
    drawn = [each for nth, each in enumerate(letters, 1) if each.html and nth == int(number)]
    if not drawn:
        raise Http404
    return HttpResponse(drawn[0].html)


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _read(path: Path) -> list[Letter]:
    """The mails in that file, the newest first."""
    parts = [part for part in path.read_bytes().split(RULE) if part.strip()]
    return [_letter(path.stem, part) for part in reversed(parts)]


def _letter(name: str, source: bytes) -> Letter:
    message: EmailMessage = message_from_bytes(source, policy=default)
    body = message.get_body(("plain",))
    html = message.get_body(("html",))
    return Letter(
        name=name,
        subject=str(message["Subject"] or ""),
        recipient=str(message["To"] or ""),
        sent_at=_instant(str(message["Date"] or "")),
        text=body.get_content() if body else "",
        html=html.get_content() if html else "",
    )


def _instant(header: str) -> datetime | None:
    """The date of a mail. Without a time zone ("-0000") it is in UTC."""
    if not header:
        return None
    at = parsedate_to_datetime(header)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
