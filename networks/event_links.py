"""The signed links of events: what they carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.urls import reverse

if TYPE_CHECKING:
    from uuid import UUID

GUEST = "networks.guest"
CALENDAR = "networks.calendar"


def guest_address(key: object) -> str:
    """Where somebody without an account confirms, sees and takes back their registration."""
    return reverse("events:guest", args=[signed(str(key), GUEST)])


def guest_in(token: str) -> str | None:
    """The key of which registration a link means; None when it was changed."""
    found = opened(token, GUEST)
    return found if isinstance(found, str) else None


def calendar_token(user_pk: int, number: int) -> str:
    """Opens the calendar of that person as long as the number is that of their key."""
    return signed([user_pk, number], CALENDAR)


def calendar_in(token: str) -> tuple[int, int] | None:
    """Person and number of a token; None when it was changed."""
    found = opened(token, CALENDAR)
    return (found[0], found[1]) if isinstance(found, list) and len(found) == 2 else None


def certificate_address(key: UUID) -> str:
    """Where anybody who holds a certificate sees whether it is true.

    Not signed, so that it is short enough to be typed: nobody guesses such a key,
    and alone it opens nothing else.
    """
    return reverse("events:certificate", args=[key])


def signed(value: object, salt: str) -> str:
    """Always the same for the same value: a calendar is asked for again and again."""
    return signing.Signer(salt=salt).sign_object(value)


def opened(token: str, salt: str) -> object:
    try:
        value: object = signing.Signer(salt=salt).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return value
