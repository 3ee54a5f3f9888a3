"""The board: needs filtered by what its address says, counted, a page at a time.

Values of one filter add up ("or"), filters narrow each other ("and"). Two
queries, however many needs there are: one for filters and counts, one for the rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.facets import Choice, Narrowed, Option, mark_chosen
from knowledge.listing import row_of_countries
from knowledge.models import Need
from knowledge.models.needs import unanswered
from knowledge.need_kinds import UNMET, NeedState
from networks.listing import SLUG, row, rows_of_themes
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from community.models import User

NEEDS_PER_PAGE = 20
VALUES_AT_MOST = 20
# Country and code: "ve-1234". The same code may stand in two countries.
PLACE = re.compile(r"[a-z]{2}-[-\w.]{1,120}")

LABELS: dict[str, StrOrPromise] = {
    "estado": _("State"),
    "tema": _("Theme"),
    "pais": _("Country"),
    "municipio": _("Municipality"),
}
# The words of the address, and what they mean. Of no state: all that is unmet.
STATES: dict[str, tuple[StrOrPromise, tuple[str, ...]]] = {
    "abiertas": (pgettext_lazy("needs", "Open"), (NeedState.OPEN,)),
    "en-contacto": (pgettext_lazy("needs", "In contact"), (NeedState.IN_CONTACT,)),
    "resueltas": (pgettext_lazy("needs", "Solved"), (NeedState.SOLVED,)),
}
# Offered only where the address has it: there may be thousands.
NOT_OFFERED = ("municipio",)
UNANSWERED = "sin-respuesta"


class Facet(Choice):
    """A filter of the board."""

    @property
    def label(self) -> StrOrPromise:
        return LABELS[self.name]

    @property
    def is_offered(self) -> bool:
        if self.name in NOT_OFFERED:
            return bool(self.chosen)
        return bool(self.options)

    @property
    def is_open(self) -> bool:
        return bool(self.chosen) or self.name in ("estado", "tema")


@dataclass
class Board(Narrowed):
    """What the page shows. `unmet` is the public figure: of all, whatever is filtered."""

    page_obj: PaginatorPage
    facets: list[Facet]
    unmet: int
    only_unanswered: bool = False

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen) or self.only_unanswered


class Shelf:
    """The needs a reader may see, and how each filter narrows them."""

    def __init__(self, reader: User | AnonymousUser, *, only_unanswered: bool) -> None:
        self.needs: Any = Need.objects.visible_to(reader).shown()
        if only_unanswered:
            self.needs = self.needs.filter(unanswered(), state__in=UNMET)

    def narrowed(self, facets: list[Facet], but: Facet | None = None) -> Any:
        needs = self.needs
        for each in facets:
            if each is not but and (each.chosen or each.name == "estado"):
                needs = needs.filter(self.condition(each))
        return needs

    def condition(self, by: Facet) -> Q:
        match by.name:
            case "estado":
                states = [state for name in by.chosen for state in STATES[name][1]]
                return Q(state__in=states or UNMET)
            case "tema":
                return Q(theme__slug__in=by.chosen) | Q(theme__parent__slug__in=by.chosen)
            case "pais":
                return Q(place__country_code__in=by.chosen)
        return Q(place__in=Territory.objects.named(*by.chosen).order_by().values("pk"))

    def values(self, by: Facet, needs: Any) -> list[Any]:
        """Queries of (filter, value, label, number) found among `needs`."""
        match by.name:
            case "estado":
                return [row("estado", needs, F("state"), Value(""))]
            case "tema":
                return rows_of_themes(needs, by.chosen)
            case "pais":
                return [row_of_countries(needs, "place")]
        if not by.chosen:
            return []
        here = needs.filter(self.condition(by))
        code = Concat(Lower("place__country_code"), Value("-"), F("place__code"))
        return [row("municipio", here, code, F("place__name"))]


def list_needs(request: HttpRequest) -> Board:
    """The needs this visitor finds at this address: unmet ones, where it names no state."""
    facets = [Facet(name, asked(request, name)) for name in LABELS]
    only_unanswered = request.GET.get(UNANSWERED) == "1"
    shelf = Shelf(request.user, only_unanswered=only_unanswered)
    chosen = shelf.narrowed(facets)
    count, unmet = offer_and_count(shelf, facets, chosen)
    for each in facets:
        mark_chosen(request, each, partial(called, each.name), order_of(each.name))
    paginator = Paginator(chosen.newest_first().with_row(), NEEDS_PER_PAGE)
    paginator.count = count
    page = paginator.get_page(request.GET.get("pagina"))
    return Board(page, facets, unmet, only_unanswered)


def asked(request: HttpRequest, name: str) -> list[str]:
    """The values of a filter in the address, without those that could not be one."""
    values = list(dict.fromkeys(request.GET.getlist(name)[:VALUES_AT_MOST]))
    if name == "estado":
        return [value for value in values if value in STATES]
    if name == "pais":
        values = [value.upper() for value in values if len(value) == 2]
    shape = PLACE if name == "municipio" else SLUG
    return [value for value in values if shape.fullmatch(value)]


def offer_and_count(shelf: Shelf, facets: list[Facet], chosen: Any) -> tuple[int, int]:
    """Give each filter the values it would find with the others as they are. One query.

    Returns how many are found, and how many are unmet in all.
    """
    arms = [
        row("count", chosen, Value(""), Value("")),
        row("unmet", Need.objects.unmet(), Value(""), Value("")),
    ]
    for each in facets:
        arms += shelf.values(each, shelf.narrowed(facets, but=each))
    by_name = {each.name: each for each in facets}
    totals = {"count": 0, "unmet": 0}
    for name, value, label, number in arms[0].union(*arms[1:], all=True):
        if name in totals:
            totals[name] = number
        elif name == "estado":
            add_state(by_name[name], value, number)
        else:
            by_name[name].options.append(Option(value, label or value, number))
    return totals["count"], totals["unmet"]


def add_state(facet: Facet, value: str, number: int) -> None:
    for word, (label, states) in STATES.items():
        if value in states:
            facet.options.append(Option(word, str(label), number))


def called(name: str, value: str) -> str:
    return str(STATES[value][0]) if name == "estado" else value


def order_of(name: str) -> Callable[[Option], Any] | None:
    """States in their own order; None: as others."""
    order = list(STATES)
    return (lambda option: order.index(option.value)) if name == "estado" else None
