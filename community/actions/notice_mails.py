"""The mail of one notice, told as soon as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from community.leaving import headers_to_leave, leave_url
from community.mails import add_html
from community.sources import can_be_left, source_of

if TYPE_CHECKING:
    from community.models import MailDelivery, Notification, User


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


def message_of(notice: Notification, delivery: MailDelivery) -> EmailMultiAlternatives:
    """The mail of a notice. It ends with why it came and, where one may, how to stop such mails."""
    recipient = notice.recipient
    source = notice.source or source_of(notice.kind)
    leaving = leave_url(recipient, [source]) if can_be_left(source) else ""
    subject, body = letter_of(notice)
    message = EmailMultiAlternatives(
        subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}",
        body=body,
        to=[recipient.email],
        reply_to=[settings.NO_REPLY_EMAIL],
        headers=headers_of(delivery, leaving),
    )
    with translation.override(recipient.language):
        links = [(_("Stop these mails"), leaving)] if leaving else []
        add_html(message, links=[*links, link_to_preferences(recipient)])
    return message


def headers_of(delivery: MailDelivery, leaving: str) -> dict[str, str]:
    return {
        "Message-ID": delivery.message_id,
        "Auto-Submitted": "auto-generated",
        **(headers_to_leave(leaving) if leaving else {}),
    }


def link_to_preferences(person: User) -> tuple[str, str]:
    """Words and address of the page where one chooses, in the person's language."""
    with translation.override(person.language):
        return _("Choose what reaches you by mail"), absolute(reverse("mail_preferences"))
