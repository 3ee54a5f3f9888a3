"""The library: cases filtered by what its address says, counted, a page at a time.

Values of one filter add up ("or"), filters narrow each other ("and"). Costs
three queries whatever the data: one for the filters and the count together, one
for the cases, one for their themes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import (
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.facets import Choice, Narrowed, Option, mark_chosen
from knowledge.models import Case, CaseNetwork, CaseTheme, Endorsement
from knowledge.reading_beside import MOST, picked_codes
from knowledge.scales import CostBand, Level
from networks.listing import SLUG, YEAR, row, rows_of_themes
from networks.models import NetworkPage
from territories.models import Territory

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from community.models import User

CASES_PER_PAGE = 12
# More values than anybody chooses are an attempt to make the database sweat.
VALUES_AT_MOST = 20
# Of a filter with many values those that are found most often are seen at once.

# Offered even where all cases share one value: it says what there is.
ALWAYS = ("tema", "nivel")

LABELS: dict[str, StrOrPromise] = {
    "tema": _("Theme"),
    "pais": _("Country"),
    "nivel": _("Level"),
    "costo": _("Order of cost"),
    "red": _("Network"),
    "anio": _("Year it began"),
}
CHOICES: dict[str, dict[str, StrOrPromise]] = {
    "nivel": {str(value): label for value, label in Level.choices},
    "costo": dict(CostBand.choices),
}


class Facet(Choice):
    """A filter of this list."""

    @property
    def label(self) -> StrOrPromise:
        return LABELS[self.name]

    @property
    def is_offered(self) -> bool:
        return bool(self.chosen) or len(self.options) > (0 if self.name in ALWAYS else 1)

    @property
    def is_open(self) -> bool:
        """Unfolded from the start: the first ones, and where something is chosen."""
        return bool(self.chosen) or self.name in ("tema", "pais", "nivel")


@dataclass(frozen=True)
class Picked:
    """A case chosen to be compared; `without` is the address of the list when it is let go."""

    code: str
    title: str
    without: str


@dataclass
class Library(Narrowed):
    """What the page of the library shows. `picked` are those chosen to be compared."""

    page_obj: PaginatorPage
    facets: list[Facet]
    picked: list[Picked] = field(default_factory=list)
    path: str = ""

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.picked]

    @property
    def unfiltered(self) -> str:
        """The address of the list without its filters; what was chosen to compare stays."""
        return f"{self.path}?{query_of(self.codes)}" if self.picked else self.path

    @property
    def compare_url(self) -> str:
        """The page that sets them side by side; empty until there are two."""
        return f"{reverse('cases:compare')}?{query_of(self.codes)}" if len(self.picked) > 1 else ""

    @property
    def has_room(self) -> bool:
        return len(self.picked) < MOST


class Shelf:
    """The cases a reader may see, of one network or of all, and how each filter narrows them."""

    def __init__(self, reader: User | AnonymousUser, network: NetworkPage | None = None) -> None:
        self.cases = Case.objects.visible_to(reader)
        if network is not None:
            self.cases = self.cases.shown_in(network)
        networks: Any = NetworkPage.objects.visible_to(reader)
        self.open_networks = networks.values("pk")

    def narrowed(self, facets: list[Facet], but: Facet | None = None) -> Any:
        cases: Any = self.cases
        for each in facets:
            if each.chosen and each is not but:
                cases = cases.filter(self.condition(each))
        return cases

    def condition(self, by: Facet) -> Q:
        """Cases with one of the values; of a theme also those of one that lies under it."""
        match by.name:
            case "tema":
                about = Q(theme__slug__in=by.chosen) | Q(theme__parent__slug__in=by.chosen)
                return Q(pk__in=CaseTheme.objects.filter(about).values("case"))
            case "red":
                links = CaseNetwork.objects.filter(
                    network__slug__in=by.chosen, network__in=self.open_networks
                )
                return Q(pk__in=links.values("case"))
            case "pais":
                return Q(lead_municipality__country_code__in=by.chosen)
            case "nivel":
                return Q(level__in=by.chosen)
            case "costo":
                return Q(cost_band__in=by.chosen)
        return Q(start_year__in=by.chosen)

    def values(self, by: Facet, cases: Any) -> list[Any]:
        """Queries of (filter, value, label, number of cases) found among `cases`."""
        match by.name:
            case "tema":
                links = CaseTheme.objects.filter(case__in=cases.values("pk"))
                return rows_of_themes(links, by.chosen, "case")
            case "red":
                seen = CaseNetwork.objects.filter(network__in=self.open_networks)
                links = seen.filter(case__in=cases.values("pk"))
                return [row("red", links, F("network__slug"), F("network__title"), "case")]
            case "pais":
                placed = cases.filter(lead_municipality__isnull=False)
                return [row_of_countries(placed, "lead_municipality")]
            case "nivel":
                return [row("nivel", cases, F("level"), Value(""))]
            case "costo":
                return [row("costo", cases.exclude(cost_band=""), F("cost_band"), Value(""))]
        dated = cases.filter(start_year__isnull=False)
        return [row("anio", dated, F("start_year"), Value(""))]


def row_of_countries(rows: Any, place: str) -> Any:
    """As `row`, by the country of the municipality that the column `place` names."""
    code = f"{place}__country_code"
    country = Territory.objects.countries().filter(country_code=OuterRef(code))
    return row("pais", rows, F(code), Subquery(country.values("name")[:1]))


def list_cases(request: HttpRequest, network: NetworkPage | None = None) -> Library:
    """The cases this visitor finds at this address: of `network`, or of all when it is None."""
    names = [name for name in LABELS if network is None or name != "red"]
    facets = [Facet(name, asked(request, name)) for name in names]
    shelf = Shelf(request.user, network)
    chosen = shelf.narrowed(facets)
    count = offer_and_count(shelf, facets, chosen)
    for each in facets:
        mark_chosen(request, each, partial(called, each.name), order_of(each.name))
    paginator = Paginator(chosen.newest_first().with_row(), CASES_PER_PAGE)
    paginator.count = count
    page = paginator.get_page(request.GET.get("pagina"))
    if network is not None:
        say_why(list(page.object_list), network)
    return Library(page, facets, picked(request), request.path)


def say_why(cases: list[Case], network: NetworkPage) -> None:
    """Give each, as `shown_here`, what the network says of why it shows it. One query."""
    said = Endorsement.objects.filter(network=network).select_related("by")
    prefetch_related_objects(cases, Prefetch("endorsements", said, to_attr="shown_here"))


def picked(request: HttpRequest) -> list[Picked]:
    """Those the address names to be compared. One query, none where it names none."""
    codes = picked_codes(request)
    if not codes:
        return []
    found = Case.objects.visible_to(request.user).filter(code__in=codes)
    titles = dict(found.values_list("code", "title"))
    return [
        Picked(code, titles[code], f"{request.path}?{with_codes(request, codes, code)}")
        for code in codes
        if code in titles
    ]


def with_codes(request: HttpRequest, codes: list[str], switched: str) -> str:
    """The query of this page with a case more to compare or, if it was chosen, without it."""
    query = request.GET.copy()
    kept = [code for code in codes if code != switched]
    query.setlist("caso", kept if switched in codes else [*codes, switched])
    return query.urlencode()


def query_of(codes: list[str]) -> str:
    return urlencode([("caso", code) for code in codes])


def asked(request: HttpRequest, name: str) -> list[str]:
    """The values of a filter in the address, without those that could not be one."""
    values = dict.fromkeys(request.GET.getlist(name)[:VALUES_AT_MOST])
    if name in CHOICES:
        return [value for value in values if value in CHOICES[name]]
    if name == "pais":
        values = dict.fromkeys(value.upper() for value in values if len(value) == 2)
    shape: re.Pattern[str] = YEAR if name == "anio" else SLUG
    return [value for value in values if shape.fullmatch(value)]


def offer_and_count(shelf: Shelf, facets: list[Facet], chosen: Any) -> int:
    """Give each filter the values it would find with the others as they are. One query."""
    arms = [row("count", chosen, Value(""), Value(""))]
    for each in facets:
        arms += shelf.values(each, shelf.narrowed(facets, but=each))
    by_name = {each.name: each for each in facets}
    count = 0
    for name, value, label, number in arms[0].union(*arms[1:], all=True):
        if name == "count":
            count = number
        else:
            named = str(CHOICES[name][value]) if name in CHOICES else label or value
            by_name[name].options.append(Option(value, named, number))
    return count


def called(name: str, value: str) -> str:
    return str(CHOICES.get(name, {}).get(value, value))


def order_of(name: str) -> Callable[[Option], Any] | None:
    """Levels and costs in their own order, years the newest first; None: as others."""
    if name in CHOICES:
        order = list(CHOICES[name])
        return lambda option: order.index(option.value)
    return (lambda option: -int(option.value)) if name == "anio" else None
