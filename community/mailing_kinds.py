"""What the mails of a mailing say: each kind of mailing names the function that writes them.

    mailing_kinds.register("digest", "community.digests.digest_of")

The function takes a delivery and gives its mail; None when there is nothing left
to say. It is named by its path because models are not there yet when apps start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.mail import EmailMultiAlternatives

    from community.models import MailDelivery

_written_by: dict[str, str] = {}


def register(kind: str, path: str) -> None:
    """Have mails of mailings of that kind written by the function at this path."""
    _written_by[kind] = path


def mail_of(delivery: MailDelivery) -> EmailMultiAlternatives | None:
    """The mail of a delivery that belongs to a mailing.

    Raises:
        KeyError: nobody registered that kind of mailing.

    """
    kind = delivery.mailing.kind if delivery.mailing else ""
    write: Callable[[MailDelivery], EmailMultiAlternatives | None]
    write = import_string(_written_by[kind])
    return write(delivery)
