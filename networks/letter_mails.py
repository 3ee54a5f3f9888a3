"""How a letter looks as a mail, and the link of it by which its reader gets no more of them."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from community.actions.notice_mails import absolute, headers_of, link_to_preferences
from community.html import text_of
from community.leaving import headers_to_leave
from community.mails import as_text
from networks.models import Letter, Membership

if TYPE_CHECKING:
    from community.models import MailDelivery, User

SALT = "networks.letter_mails"


def mail_of(delivery: MailDelivery) -> EmailMultiAlternatives | None:
    """The mail; None for who left the network meanwhile, or wants no letters of it. One query."""
    ties = Membership.objects.active().exclude(mail_frequency=Membership.MailFrequency.NEVER)
    letter = (
        Letter.objects.filter(
            mailing=delivery.mailing_id,
            network__live=True,
            network__in=ties.filter(user=delivery.recipient_id).values("network"),
        )
        .select_related("network", "author")
        .first()
    )
    if letter is None:
        return None
    return compose(letter, delivery.recipient, headers_of(delivery, ""))


def compose(letter: Letter, person: User, headers: dict[str, str]) -> EmailMultiAlternatives:
    """The letter as this person gets it: the words of its author, around them ours in theirs.

    Its sender is the network, at the address of the site: answers reach nobody,
    so the way to answer stands in it.
    """
    network, leaving = letter.network, stop_url(letter.network_id, person)
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    with translation.override(person.language):
        links = [(_("Stop the letters of this network"), leaving), link_to_preferences(person)]
        context = {
            "letter": letter,
            "network": network,
            "subject": letter.subject,
            "on_site": absolute(letter.get_absolute_url()) if letter.pk else "",
            "write": absolute(reverse("community:write", args=[letter.author.handle]))
            if letter.author
            else "",
            "links": links,
        }
        told = {**context, "text": text_of(letter.body)}
        message = EmailMultiAlternatives(
            subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{letter.subject}",
            body=render_to_string("mail/network_letter.txt", told).strip() + as_text(links),
            from_email=formataddr((network.title, address)),
            to=[person.email],
            reply_to=[settings.NO_REPLY_EMAIL],
            headers={**headers, **headers_to_leave(leaving)},
        )
        message.attach_alternative(
            render_to_string("mail/network_letter.html", context), "text/html"
        )
    return message


def stop_url(network: int, person: User) -> str:
    """Where the person stops the letters of the network, signed in or not; it does not expire."""
    token = signing.dumps([network, person.pk], salt=SALT)
    with translation.override(person.language):
        return absolute(reverse("networks:stop_letters", args=[token]))


def tie_in(token: str) -> Membership | None:
    """The membership such a link means; None when it is not ours, or the person is not in it."""
    try:
        network, person = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    ties = Membership.objects.active().filter(network=network, user=person)
    return ties.select_related("network").first()
