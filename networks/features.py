"""What a network shows first, for this reader: read off the choice of its coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, JSONField, OuterRef, Subquery, When
from django.utils.text import capfirst

from community.models import visible_pages
from networks.featurable import address_of, all_featurable, readable_things
from networks.models import MOST_FEATURES, Feature
from networks.outline import family_of

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from community.models import User
    from networks.models import NetworkPage


@dataclass(frozen=True)
class Featured:
    """A thing the reader may open, as the front shows it."""

    feature: Feature
    title: str
    url: str
    kind: str
    family: str


def features_for(
    network: NetworkPage, reader: User | AnonymousUser, on: date, request: HttpRequest | None = None
) -> list[Featured]:
    """In their order, at most three; what the reader may not open is left out. One query."""
    rows: Any = (
        Feature.objects.current(on)
        .filter(network=network)
        .select_related("page")
        .annotate(
            hue=family_of(OuterRef("page")),
            is_open=Exists(visible_pages(reader).filter(pk=OuterRef("page"))),
            **{f"told_{place}": told for place, told in enumerate(columns(reader))},
        )
        .in_order()[:MOST_FEATURES]
    )
    found = (featured_page(row, request) or featured_thing(row) for row in rows)
    return [each for each in found if each is not None]


def columns(reader: User | AnonymousUser) -> list[Case]:
    """What is told of a thing, in the order of the kinds; null where it is of another kind."""
    found = []
    for label in all_featurable():
        things = readable_things(label, reader).filter(pk=OuterRef("thing_id"))
        kind = ContentType.objects.get_for_model(apps.get_model(label))
        told = Subquery(things.values("told")[:1], output_field=JSONField())
        found.append(Case(When(thing_type=kind, then=told), output_field=JSONField()))
    return found


def featured_page(row: Any, request: HttpRequest | None) -> Featured | None:
    if not row.is_open:
        return None
    kind = row.page.specific_class
    return Featured(
        row,
        row.page.title,
        row.page.get_url(request) or "/",
        capfirst(str(kind._meta.verbose_name)) if kind else "",
        row.hue or "gestion",
    )


def featured_thing(row: Any) -> Featured | None:
    for place, label in enumerate(all_featurable()):
        told = getattr(row, f"told_{place}")
        if told:
            kind = capfirst(str(apps.get_model(label)._meta.verbose_name))
            family = told["family"] or "gestion"
            return Featured(row, told["title"], address_of(label, told), kind, family)
    return None
