"""Solutions whose proof changed, for who answers for them; shown on "Mi espacio"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import visible_pages
from community.waiting import Matter, Source
from knowledge.models import ProofChange
from networks.desk import Row
from networks.uses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from community.models import User
    from networks.models import NetworkPage

# A member's home is no archive.
MOST_SOLUTIONS = 20


def of_solutions(user: User) -> Iterator[Source]:
    """One matter for each published solution with changes nobody has looked at."""
    changes: Any = ProofChange.objects.open().for_person(user).order_by()
    seen = changes.filter(solution__in=visible_pages(user).values("pk"))
    first = seen.values("solution").annotate(first=Min("happened_at")).order_by("first")
    rows = seen.filter(solution__in=first.values("solution")[:MOST_SOLUTIONS]).values("solution")
    told = {
        "title": F("solution__title"),
        "url_path": F("solution__url_path"),
        "number": F("number"),
    }
    counted = rows.annotate(number=Count("pk"), first=Min("happened_at"))
    yield Source(counted, told, with_changes, "first")


def at_the_desk(network: NetworkPage, user: User) -> Iterator[Row]:
    """How many solutions of the network wait to be looked at, for its desk. One query."""
    changes = ProofChange.objects.open().filter(solution__network=network).order_by()
    found = changes.aggregate(
        number=Count("solution", distinct=True), since=Min("happened_at"), first=Min("solution")
    )
    yield Row(
        badge=_("Solutions"),
        title=ngettext(
            "solution whose proof changed", "solutions whose proof changed", found["number"]
        ),
        url=f"{reverse('solutions:solution', args=[found['first']])}#revisar"
        if found["first"]
        else "",
        act=_("Look at it"),
        number=found["number"],
        since=found["since"],
        tone="told",
    )


def with_changes(told: dict[str, Any], since: datetime) -> Iterator[Matter]:
    said = ngettext(
        "%(number)d change in the experiences that prove it",
        "%(number)d changes in the experiences that prove it",
        told["number"],
    )
    yield Matter(
        badge=_("Solution"),
        title=told["title"],
        url=f"{address_of(told['url_path'])}#revisar",
        act=_("Look at it"),
        said=said % {"number": told["number"]},
        since=since,
    )
