"""Whose words are published at once, and which ones somebody looks at before."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.html import strip_tags

from community.models import Comment, Report
from community.permissions import FACILITATORS, KNOWLEDGE_TEAM

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import User

# The third time within a day that a text says the same, it waits.
TIMES, WITHIN = 3, timedelta(days=1)
# Shorter ones ("Gracias") are said by many; by one person alone they count.
SHORT = 25
NO_LETTER = re.compile(r"[\W_]+")


def is_known(person: User) -> bool:
    """Whether what the person writes needs nobody's approval. One query at most."""
    if person.vouched_at is not None or person.is_specialist or person.is_of_the_unit:
        return True
    return bool(person.roles & {KNOWLEDGE_TEAM, FACILITATORS})


def plain(text: str) -> str:
    """The letters and digits of a text or HTML, without marks, in small letters."""
    bare = unicodedata.normalize("NFKD", strip_tags(text).casefold())
    return NO_LETTER.sub("", "".join(sign for sign in bare if not unicodedata.combining(sign)))


def fingerprint(text: str) -> str:
    """The same for texts that differ in accents, signs, capitals or spaces alone."""
    return blake2b(plain(text).encode(), digest_size=16).hexdigest()


def is_repeated(person: User, text: str, now: datetime) -> bool:
    """Whether the same was said too often since yesterday, this time included.

    By the person or, where it is no commonplace, by several together.
    """
    same = Comment.objects.filter(
        fingerprint=fingerprint(text), posted_at__gt=now - WITHIN, posted_at__lte=now
    )
    if len(plain(text)) < SHORT:
        same = same.filter(Q(author=person))
    return same.count() >= TIMES


def reason_to_wait(person: User, text: str, now: datetime, *, is_robot: bool = False) -> str:
    """Why somebody looks at this text before it is published; "" when nobody need.

    Not asked about those who moderate where they write.
    """
    if is_robot:
        return Report.Reason.ROBOT
    if is_repeated(person, text, now):
        return Report.Reason.REPEATED
    return "" if is_known(person) else Report.Reason.FIRST
