"""The signed links of mails about organizations: what they carry, how long they hold."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.urls import reverse

INVITATION = "community.invitation"
PROOF = "community.proof"
PROOF_LASTS = timedelta(days=3)


def invitation_address(pk: int) -> str:
    """Where an invitation is accepted; how long it holds stands in its row."""
    return reverse("organizations:invitation", args=[signing.dumps(pk, salt=INVITATION)])


def invitation_in(token: str) -> int | None:
    """Which invitation a link means; None when it was changed."""
    try:
        return int(signing.loads(token, salt=INVITATION))
    except signing.BadSignature:
        return None


def proof_address(affiliation_pk: int, email: str) -> str:
    """Where whoever reads mail at `email` proves that affiliation."""
    told = {"affiliation": affiliation_pk, "email": email}
    return reverse("organizations:prove", args=[signing.dumps(told, salt=PROOF)])


def proof_in(token: str) -> tuple[int, str] | None:
    """Affiliation and address of a link; None when it was changed or is too old."""
    try:
        told = signing.loads(token, salt=PROOF, max_age=PROOF_LASTS)
    except signing.BadSignature:
        return None
    return told["affiliation"], told["email"]
