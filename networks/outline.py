"""A network at a glance: its sections, what is newest in each, how many people it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber, Substr
from wagtail.models import Page

from community.models import PageTheme
from networks.models.membership import Membership
from networks.sections import Shelf, all_shelves

if TYPE_CHECKING:
    from networks.models import NetworkPage

NEWEST = 3


@dataclass
class Part:
    """A section: its page, how much is published in it, and the newest of that."""

    page: Page
    count: int
    newest: list[Page] = field(default_factory=list)


@dataclass
class Filled:
    """A tab that is no page: how much lies there, and the newest of it as its app tells it."""

    shelf: Shelf
    count: int
    newest: list[dict[str, Any]]


@dataclass
class Outline:
    """`parts` are the live sections in the order of the tree; `members` counts active ones.

    `shelves` are the tabs that are no pages.
    """

    network: NetworkPage
    members: int
    family: str
    parts: list[Part] = field(default_factory=list)
    shelves: list[Filled] = field(default_factory=list)


def outline_at(path: str) -> Outline | None:
    """The outline of the network at `path` in the tree of pages; None without a live one.

    One query, however much is published. Ask only for a network the visitor may open.
    """
    top: Page | None = None
    parts: dict[str, Part] = {}
    for row in rows_under(path):
        if row.path == path:
            top = row
        elif row.path == row.stem:
            parts[row.path] = Part(row, row.within - 1)
        elif row.stem in parts:
            parts[row.stem].newest.append(row)
    for part in parts.values():
        part.newest.sort(key=lambda page: page.rank)
    if top is None or not hasattr(top, "networkpage"):
        return None
    network = top.networkpage
    outline = Outline(network, top.people or 0, top.hue or "gestion", list(parts.values()))
    outline.shelves = [
        Filled(
            shelf,
            getattr(top, names[0]) or 0,
            [told for name in names[1:] if (told := getattr(top, name))],
        )
        for shelf in all_shelves()
        if (names := names_of(shelf))
    ]
    network.outline = outline
    return outline


def rows_under(path: str) -> Any:
    """The network, its sections and the newest pages of each, in the order of the tree.

    `stem` is the path of the section, `within` counts it and its live pages.
    """
    step = Page.steplen
    depth = len(path) // step
    begins, ends = Page._get_children_path_interval(path)
    by_section = [F("stem")]
    newest_first = [F("depth").asc(), F("first_published_at").desc(nulls_last=True), F("pk").desc()]
    at_the_top = {"path": path}
    return (
        Page.objects.live()
        .filter(Q(path=path) | Q(path__range=(begins, ends), depth__lte=depth + 2))
        .annotate(
            stem=Substr("path", 1, len(path) + step),
            rank=Window(RowNumber(), partition_by=by_section, order_by=newest_first),
            within=Window(Count("pk"), partition_by=by_section),
            people=Case(When(**at_the_top, then=members_of(OuterRef("pk")))),
            hue=Case(When(**at_the_top, then=family_of(OuterRef("pk")))),
            **{
                name: Case(When(**at_the_top, then=value))
                for shelf in all_shelves()
                for name, value in zip(names_of(shelf), values_of(shelf), strict=True)
            },
        )
        .filter(rank__lte=NEWEST + 1)
        .select_related("networkpage")
        .order_by("depth", "path")
    )


def names_of(shelf: Shelf) -> list[str]:
    """What the columns of a tab are called: how much lies there, then each of the newest."""
    return [f"in_{shelf.slug}", *(f"in_{shelf.slug}_{place}" for place in range(NEWEST))]


def values_of(shelf: Shelf) -> list[Any]:
    here = OuterRef("pk")
    newest = [Subquery(shelf.newest(here)[place : place + 1]) for place in range(NEWEST)]
    return [shelf.count(here), *newest]


def members_of(network: Any) -> Coalesce:
    """How many people are in the network, as an expression for a query of pages."""
    people = Membership.objects.active().filter(network=network).order_by().values("network")
    return Coalesce(Subquery(people.annotate(total=Count("pk")).values("total")), Value(0))


def family_of(page: Any) -> Subquery:
    """The family of the theme that gives a page its hue, as an expression."""
    first = PageTheme.objects.filter(page=page).order_by("sort_order", "pk")
    return Subquery(first.values("theme__family")[:1])
