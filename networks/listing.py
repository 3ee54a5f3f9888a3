"""The list of a section: what is published in it, searched, filtered and a page at a time.

Values of one filter add up ("or"), filters narrow each other ("and"). Costs
three queries whatever the data, one for the filters and the count together, one
for the entries, one for their themes; one more when words are sought.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import CharField, Count, F, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.actions.searches import note_miss
from community.facets import Choice, Narrowed, Option, mark_chosen
from community.models import PageTheme, name_of_theme
from networks.filters import own_filter

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from networks.models import EntryPage, EntryQuerySet, NetworkPage

ENTRIES_PER_PAGE = 12
SLUG = re.compile(r"[-\w]{1,255}")
YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
LONGEST_ASKED = 100
# More values than anybody chooses are an attempt to make the database sweat.
VALUES_AT_MOST = 20
# The best that words find, of those this visitor may open. Their keys go into the
# condition of each filter, and SQLite takes 32,766 values in one question.
MOST_FOUND = 2_000

# Every filter there is: its parameter in the address, its name, what it says when none is chosen.
FILTERS: dict[str, tuple[StrOrPromise, StrOrPromise]] = {
    "tipo": (_("Kind"), _("All kinds")),
    "tema": (_("Theme"), _("All themes")),
    "costo": (_("Order of cost"), _("Any cost")),
    "idioma": (_("Language"), _("All languages")),
    "licencia": (_("Licence"), _("All licences")),
    "red": (_("Network"), _("All networks")),
    "anio": (_("Year"), _("All years")),
}
# Filters by the value of a field with choices.
CHOICE_FIELDS = {
    "tipo": "kind",
    "costo": "cost_band",
    "idioma": "resource_language",
    "licencia": "licence",
}


def has_choices(name: str) -> bool:
    """Whether the values it can have are known beforehand."""
    return name in CHOICE_FIELDS or own_filter(name) is not None


class Facet(Choice):
    """One filter: its parameter in the address, what is chosen in it, what it offers."""

    @property
    def label(self) -> StrOrPromise:
        own = own_filter(self.name)
        return own.label if own else FILTERS[self.name][0]

    @property
    def any(self) -> StrOrPromise:
        own = own_filter(self.name)
        return own.any if own else FILTERS[self.name][1]

    @property
    def is_offered(self) -> bool:
        """One value is no choice, except a theme: not every entry has one."""
        return bool(self.chosen) or len(self.options) > (0 if self.name == "tema" else 1)

    @property
    def is_open(self) -> bool:
        """Unfolded from the start: the first ones, and where something is chosen."""
        return bool(self.chosen) or self.name in ("tipo", "tema")


@dataclass
class Listing(Narrowed):
    """What the page of a section shows. `elsewhere` is where the words are sought in all kinds."""

    page_obj: PaginatorPage
    facets: list[Facet] = field(default_factory=list)
    words: str = ""
    elsewhere: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.words) or any(each.chosen for each in self.facets)

    @property
    def is_searchable(self) -> bool:
        """Whether there is anything to be sought or filtered."""
        return self.is_filtered or bool(self.page_obj.object_list)


class Shelf:
    """The entries of a section that a visitor may open, and how words and filters narrow them."""

    def __init__(self, request: HttpRequest, model: type[EntryPage], network: Any) -> None:
        entries: Any = model._default_manager.all()
        self.entries: EntryQuerySet = entries.visible_to(request.user)
        if network is not None:
            self.entries = self.entries.shown_in(network)
        self.words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_ASKED]
        # In the order of the answers, the best first; None where no words are sought.
        self.found: list[int] | None = None
        if self.words:
            keys: Any = self.entries.order_by().values_list("pk", flat=True)
            self.found = list(keys.search(self.words)[:MOST_FOUND])
            self.entries = self.entries.filter(pk__in=self.found)

    def narrowed(self, facets: list[Facet], but: Facet | None = None) -> EntryQuerySet:
        entries = self.entries
        for each in facets:
            if each.chosen and each is not but:
                entries = entries.filter(self.condition(each))
        return entries

    def condition(self, by: Facet) -> Q:
        """Entries with one of the values; of a theme also those about one that lies under it."""
        own = own_filter(by.name)
        if own:
            every: Any = self.entries.model._default_manager.all()
            found = [Q(pk__in=own.narrow(every, value).values("pk")) for value in by.chosen]
            return Q(*found, _connector=Q.OR)
        match by.name:
            case "tema":
                about = Q(theme__slug__in=by.chosen) | Q(theme__parent__slug__in=by.chosen)
                return Q(pk__in=PageTheme.objects.filter(about).values("page"))
            case "red":
                return Q(network__slug__in=by.chosen)
            case "anio":
                years = [int(year) for year in by.chosen]
                return Q(**{f"{self.entries.model.year_listed}__in": years})
            case "idioma":
                filed = Q(files__language__in=by.chosen)
                linked = Q(files__isnull=True, resource_language__in=by.chosen)
                rows: Any = self.entries.model._default_manager.filter(filed | linked)
                return Q(pk__in=rows.values("pk"))
        return Q(**{f"{CHOICE_FIELDS[by.name]}__in": by.chosen})

    def values(self, by: Facet, entries: Any) -> list[Any]:
        """Queries of (filter, value, label, number of entries) found among `entries`."""
        own = own_filter(by.name)
        if own:
            return [
                row(by.name, own.narrow(entries, value), Value(value), Value(""))
                for value, _label in own.choices
            ]
        match by.name:
            case "tema":
                return self.themes(by, entries)
            case "red":
                within = entries.filter(network__isnull=False)
                return [row("red", within, F("network__slug"), F("network__title"))]
            case "anio":
                dated = entries.filter(**{f"{self.entries.model.year_listed}__isnull": False})
                return [row("anio", dated, F(self.entries.model.year_listed), Value(""))]
            case "idioma":
                language = Coalesce("files__language", "resource_language")
                return [row("idioma", entries, language, Value(""))]
        return [row(by.name, entries, F(CHOICE_FIELDS[by.name]), Value(""))]

    def themes(self, by: Facet, entries: Any) -> list[Any]:
        """Themes of the first level, and of those under them the ones that are chosen."""
        links = PageTheme.objects.filter(page__in=entries.values("pk"))
        return rows_of_themes(links, by.chosen, "page")

    def offer(self, facets: list[Facet]) -> list[int] | int:
        """Give each filter the values it would find with the others as they are. One query.

        Returns the keys of what was chosen, the best answers first, where words are
        sought, and else only how many there are.
        """
        chosen: Any = self.narrowed(facets)
        key = Value("") if self.found is None else F("pk")
        arms = [row("count", chosen, key, Value(""))]
        for each in facets:
            arms += self.values(each, self.narrowed(facets, but=each))
        by_name = {each.name: each for each in facets}
        count, keys = 0, set()
        for name, value, label, number in arms[0].union(*arms[1:], all=True):
            if name == "count":
                count = number
                keys.add(value)
            else:
                named = name_of(self.entries.model, name, value, label)
                by_name[name].options.append(Option(value, named, number))
        return count if self.found is None else [pk for pk in self.found if str(pk) in keys]


def list_entries(
    request: HttpRequest,
    model: type[EntryPage],
    network: NetworkPage | None,
    filtered_by: tuple[str, ...],
) -> Listing:
    """The entries of `model` this visitor finds: of `network`, or of all when it is None.

    `filtered_by` names the filters, in their order; that by network is left
    out where there is one.
    """
    facets = [
        Facet(name, asked(request, name, model))
        for name in filtered_by
        if network is None or name != "red"
    ]
    shelf = Shelf(request, model, network)
    chosen = shelf.offer(facets)
    for each in facets:
        named = partial(name_of, model, each.name, label="")
        mark_chosen(request, each, named, order_of(model, each.name))
    shown = shelf.narrowed(facets).in_list(network).newest_first().with_row()
    number = request.GET.get("pagina")
    if isinstance(chosen, int):
        paginator = Paginator(shown, ENTRIES_PER_PAGE)
        paginator.count = chosen
        page = paginator.get_page(number)
    else:
        page = Paginator(chosen, ENTRIES_PER_PAGE).get_page(number)
        loaded = shown.in_bulk(list(page.object_list))
        page.object_list = [loaded[key] for key in page.object_list]
    if network is not None and shelf.words and shelf.found == []:
        note_miss(network.pk, shelf.words, timezone.localdate())
    everywhere = [("q", shelf.words), *([("red", network.slug)] if network else [])]
    return Listing(page, facets, shelf.words, urlencode(everywhere))


def asked(request: HttpRequest, name: str, model: type[EntryPage]) -> list[str]:
    """The values of a filter in the address, without those that could not be one."""
    values = dict.fromkeys(request.GET.getlist(name)[:VALUES_AT_MOST])
    if has_choices(name):
        known = choices_of(model, name)
        return [value for value in values if value in known]
    shape = YEAR if name == "anio" else SLUG
    return [value for value in values if shape.fullmatch(value)]


def choices_of(model: type[EntryPage], name: str) -> dict[str, str]:
    own = own_filter(name)
    if own:
        return {value: str(label) for value, label in own.choices}
    choices: Any = model._meta.get_field(CHOICE_FIELDS[name])
    return {value: str(label) for value, label in choices.flatchoices}


def name_of(model: type[EntryPage], name: str, value: str, label: str) -> str:
    return choices_of(model, name).get(value, value) if has_choices(name) else label or value


def order_of(model: type[EntryPage], name: str) -> Callable[[Option], Any]:
    """Choices in their own order, years the newest first, what has a name by its name."""
    if has_choices(name):
        order = list(choices_of(model, name))
        return lambda option: order.index(option.value)
    if name == "anio":
        return lambda option: -int(option.value)
    return lambda option: option.label.casefold()


def rows_of_themes(links: Any, chosen: list[str], counted: str = "pk") -> list[Any]:
    """As `row`, of the first level; of what was chosen also those that lie under it.

    `links` are rows with a `theme`, of which the different values of `counted` are counted.
    """
    top = Coalesce("theme__parent__slug", "theme__slug")
    name = Coalesce(name_of_theme("theme__parent__"), name_of_theme("theme__"))
    arms = [row("tema", links, top, name, counted)]
    if chosen:
        under = links.filter(theme__parent__isnull=False, theme__slug__in=chosen)
        arms.append(row("tema", under, F("theme__slug"), name_of_theme("theme__"), counted))
    return arms


def row(kind: str, rows: Any, value: Any, label: Any, counted: str = "pk") -> Any:
    """A query of (kind, value, label, how many), grouped by the value."""
    return (
        rows.order_by()
        .annotate(
            row_kind=Value(kind, output_field=CharField()),
            row_value=text(value),
            row_label=text(label),
        )
        .values("row_kind", "row_value", "row_label")
        .annotate(row_count=Count(counted, distinct=True))
        .values_list("row_kind", "row_value", "row_label", "row_count")
    )


def text(expression: Any) -> Any:
    return Cast(expression, CharField())
