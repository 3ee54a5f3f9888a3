"""The signed links of mails about cases."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

AUTHOR = "knowledge.author"


def invitation_address(pk: int) -> str:
    """Where an invitation to tell a case is answered; how long it holds stands in its row."""
    return reverse("cases:invitation", args=[signing.dumps(pk, salt=AUTHOR)])


def invitation_in(token: str) -> int | None:
    """Which invitation a link means; None when it was changed."""
    try:
        return int(signing.loads(token, salt=AUTHOR))
    except signing.BadSignature:
        return None
