"""What is published in the networks, of every kind together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)

from community.models import Activity, visible_pages, with_themes
from networks.models import NetworkPage
from networks.outline import family_of, members_of
from networks.sections import all_sections

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import Organization, User
    from networks.models import EntryPage, NetworkQuerySet


def entry_models() -> list[type[EntryPage]]:
    """The page types that sections hold, in the order of the sections."""
    return [apps.get_model(section.page_class().entry_model) for section in all_sections()]


def newest_entries(
    viewer: User | AnonymousUser,
    limit: int,
    author: User | None = None,
    start: int = 0,
    organization: Organization | None = None,
) -> list[EntryPage]:
    """The newest posts, solutions and resources that `viewer` may open, each in its own type.

    Of one author, or of all when None; signed on behalf of an organization,
    or of anybody when None; `start` of them are left out. They
    bring network, cover and themes along. Two queries, whatever the number of kinds.
    """
    models = entry_models()
    names = {
        kind.pk: str(model._meta.model_name)
        for model, kind in ContentType.objects.get_for_models(*models).items()
    }
    pages: Any = visible_pages(viewer).filter(content_type__in=names)
    if author is not None:
        signed = {f"{name}__author": author.pk for name in names.values()}
        pages = pages.filter(Q(**signed, _connector=Q.OR))
    if organization is not None:
        behalf = [
            Q(**{f"{name}__on_behalf_of": "organization", f"{name}__organization": organization.pk})
            for name in names.values()
        ]
        pages = pages.filter(Q(*behalf, _connector=Q.OR))
    shown = ("network", "cover", "author")
    loaded = [f"{name}__{link}" for name in names.values() for link in shown]
    rows = pages.select_related(*loaded).order_by("-first_published_at", "-pk")[
        start : start + limit
    ]
    entries = [getattr(row, names[row.content_type_id]) for row in rows]
    prefetch_related_objects(entries, with_themes())
    return entries


def living_networks(viewer: User | AnonymousUser) -> NetworkQuerySet:
    """Networks this visitor may open, those with the newest sign of life first.

    Each carries `people`, its number of members, `last_at`, when something
    last happened in it, and `last_title`, what was published then: None when
    somebody joined or commented. Each also carries `hue`, for `family`, and
    `above_title`, that of the public network it is part of. Archived ones come
    last. One query.
    """
    last = Activity.objects.filter(network=OuterRef("pk")).order_by("-at", "-pk")
    is_new = When(~Q(page=F("network")), verb=Activity.Verb.PUBLISHED, then=F("page__title"))
    title = last.annotate(told=Case(is_new, default=None))
    networks: Any = NetworkPage.objects.visible_to(viewer)
    return networks.annotate(
        people=members_of(OuterRef("pk")),
        last_at=Subquery(last.values("at")[:1]),
        last_title=Subquery(title.values("told")[:1]),
        hue=family_of(OuterRef("pk")),
        above_title=Case(
            When(part_of__live=True, part_of__visibility="public", then=F("part_of__title")),
            default=None,
        ),
        rests=Case(When(archived_at=None, then=Value(0)), default=Value(1)),
    ).order_by("rests", F("last_at").desc(nulls_last=True), "title")
