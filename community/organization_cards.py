"""Organizations as cards in the body of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.models import F

from community.cards import Card
from community.models import Organization
from community.together import Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.contrib.auth.models import AnonymousUser

    from community.models import User

ORGANIZATION = re.compile(r"/organizaciones/([-\w]+)/")


def find_organizations(paths: Collection[str], reader: User | AnonymousUser) -> Iterator[Source]:
    """Those that have a page."""
    asked = {match[1]: path for path in paths if (match := ORGANIZATION.fullmatch(path))}
    if asked:
        rows = Organization.objects.visible_to(reader).filter(is_listed=True, slug__in=asked)
        told = {"name": F("name"), "slug": F("slug"), "kind": F("kind")}
        yield Source(rows, told, lambda told: drawn(asked, told))


def drawn(asked: dict[str, str], told: dict[str, Any]) -> Iterator[tuple[str, Card]]:
    found = Organization(**told)
    yield (
        asked[found.slug],
        Card(
            kind=found.get_kind_display(),
            title=found.name,
            url=found.get_absolute_url(),
            seed=found.slug,
        ),
    )
