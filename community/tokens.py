"""The signed links of mails: what they carry, how long they hold.

Those of apps above are made here too, each with a salt of its own.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.urls import reverse

INVITATION = "community.invitation"
PROOF = "community.proof"
PROOF_LASTS = timedelta(days=3)


def token_of(pk: int, salt: str) -> str:
    """The key of a row, signed: nobody makes up a link to another row."""
    return signing.dumps(pk, salt=salt)


def key_in(token: str, salt: str) -> int | None:
    """The key that `token_of` signed; None when the link was changed."""
    try:
        return int(signing.loads(token, salt=salt))
    except signing.BadSignature:
        return None


def invitation_address(pk: int) -> str:
    """Where an invitation is accepted; how long it holds stands in its row."""
    return reverse("organizations:invitation", args=[token_of(pk, INVITATION)])


def invitation_in(token: str) -> int | None:
    """Which invitation a link means; None when it was changed."""
    return key_in(token, INVITATION)


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
