"""The key by which programs read a person's calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from networks.models import CalendarKey

if TYPE_CHECKING:
    from community.models import User


def key_of(person: User) -> CalendarKey:
    """The person's, made when first asked for."""
    return CalendarKey.objects.get_or_create(user=person)[0]


def renew_key(person: User) -> None:
    """Give them another; all addresses made with the former one lead nowhere."""
    key_of(person)
    mine = CalendarKey.objects.filter(user=person)
    mine.update(number=F("number") + 1, renewed_at=timezone.now())
