"""What happens to a mail on its way: taken in hand, sent, put off, given up.

A mail is in hand from before it is built until it is written down that the
server took it. Whoever dies in between leaves it so; the next worker, who knows
that no other lives, gives it back and it goes out again as the same mail.
"""

from __future__ import annotations

import logging
import time
from contextlib import closing
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from community.actions.bounces import note_refusal
from community.actions.notice_mails import message_of
from community.background import HopelessError, delay_after
from community.mailing_kinds import mail_of
from community.models import MailAddress, MailDelivery, Notification
from community.notices import is_gone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.core.mail import EmailMultiAlternatives
    from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger("community.work")

State = MailDelivery.State

# A code of a mail server from here on means: never; below it means: not now.
REFUSED_FOR_GOOD = 500
# Between two such slices the worker does what else waits: nobody's page waits for a digest.
SECONDS_OF_A_SLICE = 1.0
AT_A_TIME = 50
# They bear a mail server that is away for most of a day.
ATTEMPTS_OF_A_MAIL = 8


def people_with_mail(pks: Collection[int]) -> set[int]:
    """Of these people those whose account is open and whose address is known and takes mail."""
    confirmed = EmailAddress.objects.filter(
        user__in=pks, user__is_active=True, verified=True, email__iexact=F("user__email")
    )
    refusing = MailAddress.objects.stopped().values("address")
    return set(confirmed.exclude(user__email__in=refusing).values_list("user", flat=True))


def send_at_once(delivery: MailDelivery) -> bool:
    """Send the mail of a notice unless it went out before; whether one was sent.

    Raises:
        HopelessError: the server will never take it.
        Exception: it was not sent now and waits for another attempt.

    """
    if not take(delivery):
        return False
    refused = _send(delivery, people_with_mail([delivery.recipient_id]), None)
    if refused is None:
        return delivery.state == State.SENT
    if delivery.state == State.FAILED:
        raise HopelessError(f"The server takes no mail for {delivery.recipient}") from refused
    raise refused


def send_pending(seconds: float = SECONDS_OF_A_SLICE) -> bool:
    """Send mails of mailings for about that long; whether some are left that could be sent now.

    What the server refuses for one person is that person's: it is put off or
    given up, and the others go on.

    Raises:
        OSError: the server is away; what is left waits.

    """
    end = time.monotonic() + seconds
    with closing(get_connection()) as connection:
        for delivery, with_mail in _in_turn():
            if time.monotonic() >= end:
                return True
            if take(delivery):
                _send(delivery, with_mail, connection)
    return False


def _in_turn() -> Iterator[tuple[MailDelivery, set[int]]]:
    """Each due mail with the people of its batch who can be written to; few are held at a time."""
    last = 0
    while True:
        due = MailDelivery.objects.due(timezone.now()).filter(pk__gt=last)
        batch = list(
            due.select_related("recipient", "mailing")
            .prefetch_related("notices")
            .order_by("pk")[:AT_A_TIME]
        )
        if not batch:
            return
        last = batch[-1].pk
        with_mail = people_with_mail([delivery.recipient_id for delivery in batch])
        for delivery in batch:
            yield delivery, with_mail


def take(delivery: MailDelivery) -> bool:
    """Whether it is now in our hands: it waited, and nobody else took it."""
    mine = MailDelivery.objects.filter(pk=delivery.pk, state=State.PENDING)
    if not mine.update(state=State.SENDING, attempts=F("attempts") + 1):
        return False
    delivery.state = State.SENDING
    delivery.attempts += 1
    return True


def give_back_interrupted_mails() -> int:
    """Take from workers that died the mails they had in hand; returns how many.

    Only whoever knows that no worker lives may call it.
    """
    return MailDelivery.objects.interrupted().update(state=State.PENDING)


def _send(
    delivery: MailDelivery, with_mail: set[int], connection: BaseEmailBackend | None
) -> Exception | None:
    """Send what is in hand and write down how it went; the error that is this mail's alone.

    Raises:
        OSError: the server is away, which is nobody's fault.

    """
    if delivery.recipient_id not in with_mail:
        _change(delivery, state=State.FAILED, error="No address that is confirmed and takes mail.")
        return None
    try:
        message = _message_of(delivery)
    except Exception as error:
        logger.exception("The mail %s cannot be written.", delivery.pk)
        _put_off(delivery, repr(error))
        return error
    if message is None:
        delivery.delete()
        return None
    message.connection = connection
    return _hand_over(delivery, message)


def _hand_over(delivery: MailDelivery, message: EmailMultiAlternatives) -> Exception | None:
    try:
        if message.connection is not None:
            message.connection.open()
        message.send()
    except (SMTPRecipientsRefused, SMTPDataError) as refused:
        _refuse(delivery, refused)
        return refused
    except Exception:
        _change(delivery, state=State.PENDING, attempts=delivery.attempts - 1)
        raise
    _note_sent(delivery)
    return None


def _message_of(delivery: MailDelivery) -> EmailMultiAlternatives | None:
    """What it says; None when there is nothing left to say."""
    if delivery.mailing:
        return mail_of(delivery)
    notice = delivery.notices.first()
    return message_of(notice, delivery) if notice and not is_gone(notice) else None


@transaction.atomic
def _note_sent(delivery: MailDelivery) -> None:
    now = timezone.now()
    _change(delivery, state=State.SENT, sent_at=now, address=delivery.recipient.email, error="")
    Notification.objects.filter(delivery=delivery).update(mailed_at=now)


def _refuse(delivery: MailDelivery, refused: SMTPRecipientsRefused | SMTPDataError) -> None:
    """Give it up when the server says never, else put it off."""
    code, words = _answer(refused)
    delivery.address = delivery.recipient.email
    if code < REFUSED_FOR_GOOD:
        _put_off(delivery, words)
        return
    _change(delivery, state=State.FAILED, address=delivery.address, error=words)
    if isinstance(refused, SMTPRecipientsRefused):
        note_refusal(delivery.recipient, delivery.address, words)


def _put_off(delivery: MailDelivery, why: str) -> None:
    """Try again later, unless that was tried often enough."""
    state = State.FAILED if delivery.attempts >= ATTEMPTS_OF_A_MAIL else State.PENDING
    again = timezone.now() + delay_after(delivery.attempts)
    _change(delivery, state=state, try_after=again, error=why)


def _answer(refused: SMTPRecipientsRefused | SMTPDataError) -> tuple[int, str]:
    """Code and words of the mail server."""
    if isinstance(refused, SMTPDataError):
        code, words = refused.smtp_code, refused.smtp_error
    else:
        code, words = min(refused.recipients.values(), default=(0, b""))
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return code, f"{code} {text}"


def _change(delivery: MailDelivery, **fields: object) -> None:
    for name, value in fields.items():
        setattr(delivery, name, value)
    MailDelivery.objects.filter(pk=delivery.pk).update(**fields)
