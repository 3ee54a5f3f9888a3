"""Experiences as cards in the body of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.models import F

from community.cards import Card
from community.together import Source
from knowledge.models import Case
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.contrib.auth.models import AnonymousUser

    from community.models import User

# Also at one of its versions: the card is of the experience.
CASE = re.compile(r"/experiencias/([A-Za-z]{2}-\d{4}-\d{4})/(?:v/\d+/)?")


def find_cases(paths: Collection[str], reader: User | AnonymousUser) -> Iterator[Source]:
    """Published experiences by their code."""
    asked = {path: match[1].upper() for path in paths if (match := CASE.fullmatch(path))}
    if asked:
        rows: Any = Case.objects.visible_to(reader).published().filter(code__in=asked.values())
        told = {name: F(name) for name in ("code", "title", "summary", "hue")}
        for name in ("name", "parent_names"):
            told[f"town_{name}"] = F(f"lead_municipality__{name}")
        yield Source(rows.with_tile(), told, lambda told: drawn(asked, told))


def drawn(asked: dict[str, str], told: dict[str, Any]) -> Iterator[tuple[str, Card]]:
    case = Case(code=told["code"])
    town = Territory(name=told["town_name"] or "", parent_names=told["town_parent_names"] or "")
    card = Card(
        kind=str(Case._meta.verbose_name),
        title=told["title"],
        url=case.get_absolute_url(),
        summary=told["summary"],
        whence=str(town) if town.name else "",
        family=told["hue"] or "gestion",
        seed=case.reference,
    )
    yield from ((path, card) for path, code in asked.items() if code == case.code)
