"""Keeping count of what people search and do not find, without following people."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from community.models import SearchMiss
from territories.names import fold

if TYPE_CHECKING:
    from django.db.models import QuerySet

LONGEST = 80
# What a person is known by is not kept: addresses of mail, numbers of telephones and documents.
TELLING = re.compile(r"@|(?:\d[\s.-]?){6,}")
WORD = re.compile(r"[^\W_]+")
PLURAL = re.compile(r"(?<=[lnrdzj])es$|(?<=[aeiou])s$")
# Nobody reads more words than these, and machines invent them without end.
MOST_WORDS_A_MONTH = 500
KEPT_DAYS = 365


@transaction.atomic
def note_miss(network: int, words: str, on: date) -> bool:
    """Count that these words found nothing in the network with that page; whether they count."""
    words = " ".join(words.lower().split())[:LONGEST]
    key = key_of(words)
    if not key or TELLING.search(words):
        return False
    this_month: QuerySet[SearchMiss] = SearchMiss.objects.filter(
        network=network, month=on.replace(day=1)
    )
    if this_month.filter(key=key).update(times=F("times") + 1):
        return True
    if this_month.count() >= MOST_WORDS_A_MONTH:
        return False
    SearchMiss.objects.bulk_create(
        [SearchMiss(network_id=network, month=on.replace(day=1), key=key, words=words)],
        ignore_conflicts=True,
    )
    return True


def key_of(words: str) -> str:
    """One for "La tarifa social" and "tarifas sociales": no accents, plurals or short words."""
    telling = [word for word in WORD.findall(fold(words)) if len(word) > 3] or fold(words).split()
    return " ".join(dict.fromkeys(PLURAL.sub("", word) for word in telling))[:LONGEST]


def forget_old_searches(on: date) -> int:
    """Delete what was searched more than a year ago; returns how many rows."""
    oldest = (on - timedelta(days=KEPT_DAYS)).replace(day=1)
    return int(SearchMiss.objects.filter(month__lt=oldest).delete()[0])


def forget_searches_of_last_year() -> int:
    """The chore of each day."""
    return forget_old_searches(timezone.localdate())
