"""Mails to addresses that may belong to nobody with an account: invitations, proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.urls import translate_url
from django.utils import translation

from community.actions.notice_mails import absolute
from community.mails import add_html

if TYPE_CHECKING:
    from typing import Any


def letter(kind: str, to: str, language: str, key: str, url: str, **facts: Any) -> Any:
    """The mail of `templates/mail/<kind>.txt`, ready to be sent.

    Its first line is the subject, its last paragraph the reason. `key` makes the
    Message-ID: sent twice, it is one mail.
    """
    told = {**facts, "url": absolute(translate_url(url, language))}
    with translation.override(language):
        template = get_template(f"mail/{kind}.txt").template  # type: ignore[attr-defined]
        text = template.render(Context(told, autoescape=False)).strip()
        subject, _newline, body = text.partition("\n")
        host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
        message = EmailMultiAlternatives(
            subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{' '.join(subject.split())}",
            body=body.strip(),
            to=[to],
            headers={
                "Message-ID": f"<{kind}-{key}@{host}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        add_html(message)
    return message
