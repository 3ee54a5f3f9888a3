"""A network at a glance: its sections, what is newest in each, how many people it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, Concat, RowNumber, Substr
from wagtail.models import Page

from community.models import PageTheme
from networks.models.membership import Membership
from networks.sections import Section, Shelf, all_sections, all_shelves

if TYPE_CHECKING:
    from networks.models import NetworkPage

NEWEST = 3


@dataclass
class Part:
    """A section: its page, how much is published in it, and the newest of that.

    Of a section with a `glance`, `told` has what that gives, and `is_told` is True.
    """

    page: Page
    count: int
    newest: list[Page] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    is_told: bool = False


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
            parts[row.path] = Part(row, row.within)
        elif row.stem in parts:
            parts[row.stem].newest.append(row)
    for part in parts.values():
        part.newest.sort(key=newest_first)
        part.count += from_elsewhere(part.page, top)
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
    for section in glanced():
        tell(outline, section, top)
    network.outline = outline
    return outline


def newest_first(page: Page) -> tuple[float, int]:
    """The order of the newest: those without a day last, then the later key."""
    at = page.first_published_at
    return (-at.timestamp() if at else inf, -page.pk)


def glanced() -> list[Section]:
    return [section for section in all_sections() if section.glance]


def tell(outline: Outline, section: Section, top: Any) -> None:
    """Put what the glance gave with its section."""
    for part in outline.parts:
        if part.page.specific_class is section.page_class():
            told = [getattr(top, name) for name in names_of(section)[1:]]
            part.told, part.is_told = [each for each in told if each], True


def from_elsewhere(section: Page, top: Page | None) -> int:
    """How much the section lists that lies in other networks."""
    kind = section.specific_class
    lending = [each for each in all_sections() if each.from_elsewhere]
    return sum(getattr(top, name_of(each)) or 0 for each in lending if each.page_class() is kind)


def name_of(section: Section) -> str:
    return f"lent_to_{section.slug}"


def rows_under(path: str) -> Any:
    """The network, its sections and the newest pages of each, in the order of the tree.

    `stem` is the path of the section; of sections, `within` counts their live pages.
    """
    step = Page.steplen
    at_the_top = {"path": path}
    is_section = {"depth": len(path) // step + 1}
    told = told_of_network()
    return (
        Page.objects.filter(pk__in=first_under(path))
        .annotate(
            stem=Substr("path", 1, len(path) + step),
            within=Case(When(**is_section, then=number_in(OuterRef("path")))),
            **{name: Case(When(**at_the_top, then=value)) for name, value in told.items()},
        )
        .select_related("networkpage")
        .order_by("depth", "path")
    )


def first_under(path: str) -> Any:
    """The keys of the network at `path`, its sections and the newest live pages of each.

    Keys alone are sorted: with whole rows it would cost several times as much.
    """
    step = Page.steplen
    ends = Page._get_children_path_interval(path)[1]
    place = Window(
        RowNumber(),
        partition_by=[Substr("path", 1, len(path) + step)],
        order_by=[F("depth").asc(), F("first_published_at").desc(nulls_last=True), F("pk").desc()],
    )
    lying = Page.objects.live().filter(path__range=(path, ends), depth__lte=len(path) // step + 2)
    return lying.order_by().annotate(place=place).filter(place__lte=NEWEST + 1).values("pk")


def number_in(section: Any) -> Coalesce:
    """How many live pages lie right under the page at that path, as an expression."""
    lowest, highest = Page.alphabet[0] * Page.steplen, Page.alphabet[-1] * Page.steplen
    inside = Page.objects.live().order_by()
    inside = inside.filter(
        path__range=(Concat(section, Value(lowest)), Concat(section, Value(highest)))
    )
    told = inside.values("depth").annotate(number=Count("pk"))
    return Coalesce(Subquery(told.values("number")), Value(0))


def told_of_network() -> dict[str, Any]:
    """What is told of the network alone: people, hue, what lies in tabs that are no pages."""
    here = OuterRef("pk")
    told: dict[str, Any] = {"people": members_of(here), "hue": family_of(here)}
    for shelf in all_shelves():
        told |= dict(zip(names_of(shelf), values_of(shelf), strict=True))
    for section in glanced():
        told |= dict(zip(names_of(section)[1:], seen_in(section), strict=True))
    for section in all_sections():
        if section.from_elsewhere:
            told[name_of(section)] = section.from_elsewhere(here)
    return told


def names_of(shelf: Shelf | Section) -> list[str]:
    """What the columns of a tab are called: how much lies there, then each of the newest."""
    return [f"in_{shelf.slug}", *(f"in_{shelf.slug}_{place}" for place in range(NEWEST))]


def values_of(shelf: Shelf) -> list[Any]:
    here = OuterRef("pk")
    newest = [Subquery(shelf.newest(here)[place : place + 1]) for place in range(NEWEST)]
    return [shelf.count(here), *newest]


def seen_in(section: Section) -> list[Any]:
    if section.glance is None:
        return []
    rows = section.glance(OuterRef("pk"))
    return [Subquery(rows[place : place + 1]) for place in range(NEWEST)]


def members_of(network: Any) -> Coalesce:
    """How many people are in the network, as an expression for a query of pages."""
    people = Membership.objects.active().filter(network=network).order_by().values("network")
    return Coalesce(Subquery(people.annotate(total=Count("pk")).values("total")), Value(0))


def family_of(page: Any) -> Subquery:
    """The family of the theme that gives a page its hue, as an expression."""
    first = PageTheme.objects.filter(page=page).order_by("sort_order", "pk")
    return Subquery(first.values("theme__family")[:1])
