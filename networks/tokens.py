"""The signed links of mails about networks."""

from __future__ import annotations

from django.urls import reverse

from community.tokens import key_in, token_of

INVITATION = "networks.invitation"


def invitation_address(pk: int) -> str:
    """Where an invitation to a network is answered; how long it holds stands in its row."""
    return reverse("networks:invitation", args=[token_of(pk, INVITATION)])


def invitation_in(token: str) -> int | None:
    """Which invitation a link means; None when it was changed."""
    return key_in(token, INVITATION)
