"""The signed links of mails about cases."""

from __future__ import annotations

from django.urls import reverse

from community.tokens import key_in, token_of

AUTHOR = "knowledge.author"


def invitation_address(pk: int) -> str:
    """Where an invitation to tell a case is answered; how long it holds stands in its row."""
    return reverse("cases:invitation", args=[token_of(pk, AUTHOR)])


def invitation_in(token: str) -> int | None:
    """Which invitation a link means; None when it was changed."""
    return key_in(token, AUTHOR)
