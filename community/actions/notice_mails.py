"""The mail of a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from community.mails import add_html

if TYPE_CHECKING:
    from community.models import Notification, User


def letter_of(notice: Notification) -> tuple[str, str]:
    """Subject and body of its mail, in the language of whoever receives it."""
    facts = {**notice.facts, "recipient": notice.recipient, "url": absolute(notice.url)}
    with translation.override(notice.recipient.language):
        template = get_template(f"notices/{notice.kind}.txt").template  # type: ignore[attr-defined]
        text = template.render(Context(facts, autoescape=False))
    subject, _newline, body = text.strip().partition("\n")
    return " ".join(subject.split()), body.strip()


def absolute(url: str) -> str:
    """An address of this site with its host, for mails."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{url}" if url.startswith("/") else url


def mail_notice(notice: Notification) -> bool:
    """Send the mail of a notice unless it went out before; whether one was sent.

    None goes to an account that is closed or to an address that nobody has
    confirmed. Whoever is interrupted between sending and writing it down sends
    the same mail again, with the same Message-ID.
    """
    if notice.mailed_at or not can_be_mailed(notice.recipient):
        return False
    message_of(notice).send()
    notice.mailed_at = timezone.now()
    notice.save(update_fields=["mailed_at"])
    return True


def can_be_mailed(person: User) -> bool:
    """Whether the account is open and its address is known to be the person's."""
    address = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True)
    return person.is_active and address.exists()


def message_of(notice: Notification) -> EmailMultiAlternatives:
    subject, body = letter_of(notice)
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    message = EmailMultiAlternatives(
        subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}",
        body=body,
        to=[notice.recipient.email],
        reply_to=[settings.NO_REPLY_EMAIL],
        headers={"Message-ID": f"<notice-{notice.key}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    with translation.override(notice.recipient.language):
        add_html(message)
    return message
