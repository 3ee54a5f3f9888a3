"""The list of a section: what is published in it, filtered and a page at a time.

Costs three queries whatever the data: one for the filters and the count
together, one for the entries, one for their themes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import CharField, Count, F, Q, Value
from django.db.models.functions import Cast, ExtractYear
from django.utils.translation import gettext_lazy as _

from community.models import PageTheme, Theme, name_of_theme, with_themes

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from networks.models import EntryPage, EntryQuerySet, NetworkPage

ENTRIES_PER_PAGE = 12
SLUG = re.compile(r"[-\w]{1,255}")
YEAR = re.compile(r"(?:19|20)\d\d")

# Every filter there is: its parameter in the address, its name, what it says when none is chosen.
FILTERS: dict[str, tuple[StrOrPromise, StrOrPromise]] = {
    "tipo": (_("Kind"), _("All kinds")),
    "tema": (_("Theme"), _("All themes")),
    "idioma": (_("Language"), _("All languages")),
    "red": (_("Network"), _("All networks")),
    "anio": (_("Year"), _("All years")),
}
# Those that ask for the value of a field with choices offer all of them, found or not.
CHOICE_FIELDS = {"tipo": "kind", "idioma": "resource_language"}


@dataclass
class Filter:
    """One select box: its parameter in the address, what it offers and what is chosen in it."""

    name: str
    label: StrOrPromise
    any: StrOrPromise
    chosen: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_offered(self) -> bool:
        """One value is no choice, except a theme: not every entry has one."""
        return len(self.options) > (0 if self.name == "tema" else 1)


@dataclass
class Listing:
    """What the page of a section shows."""

    page_obj: PaginatorPage
    filters: list[Filter]

    @property
    def is_filtered(self) -> bool:
        return any(each.chosen for each in self.filters)

    @property
    def offered(self) -> list[Filter]:
        return [each for each in self.filters if each.is_offered]


def list_entries(
    request: HttpRequest,
    model: type[EntryPage],
    network: NetworkPage | None,
    filtered_by: tuple[str, ...],
) -> Listing:
    """The entries of `model` this visitor may open: of `network`, or of all when it is None.

    `filtered_by` names the filters, in their order; that by network is left
    out where there is one.
    """
    entries: Any = model._default_manager.all()
    entries = entries.visible_to(request.user)
    if network is not None:
        entries = entries.in_network(network)
    filters = [
        Filter(name, *FILTERS[name], chosen=asked(request, name, model))
        for name in filtered_by
        if network is None or name != "red"
    ]
    chosen = entries
    for each in filters:
        if each.chosen:
            chosen = narrow(chosen, each)
    shown = chosen.newest_first().select_related("network", "cover")
    paginator = Paginator(shown.prefetch_related(with_themes()), ENTRIES_PER_PAGE)
    paginator.count = offer_and_count(filters, entries, chosen)
    return Listing(paginator.get_page(request.GET.get("pagina")), filters)


def asked(request: HttpRequest, name: str, model: type[EntryPage]) -> str:
    """A filter of the address, "" when it is missing or could not be one."""
    value = request.GET.get(name, "")
    if name in CHOICE_FIELDS:
        return value if value in dict(choices_of(model, name)) else ""
    shape = YEAR if name == "anio" else SLUG
    return value if shape.fullmatch(value) else ""


def choices_of(model: type[EntryPage], name: str) -> list[tuple[str, str]]:
    field: Any = model._meta.get_field(CHOICE_FIELDS[name])
    return [(value, str(label)) for value, label in field.flatchoices]


def narrow(entries: EntryQuerySet, by: Filter) -> EntryQuerySet:
    """Those with the value chosen; of a theme also those about one that lies under it."""
    if by.name == "tema":
        about = Q(theme__slug=by.chosen) | Q(theme__parent__slug=by.chosen)
        return entries.filter(pk__in=PageTheme.objects.filter(about).values("page"))
    if by.name == "red":
        return entries.filter(network__slug=by.chosen)
    if by.name == "anio":
        return entries.filter(published_on__year=int(by.chosen))
    return entries.filter(**{CHOICE_FIELDS[by.name]: by.chosen})


def offer_and_count(filters: list[Filter], entries: EntryQuerySet, chosen: EntryQuerySet) -> int:
    """Give each filter the values that would find something; how many are chosen. One query."""
    arms: list[QuerySet[Any, Any]] = [
        row("count", chosen.order_by(), Cast(Count("pk"), CharField()), Value(""))
    ]
    for each in filters:
        if each.name in CHOICE_FIELDS:
            each.options = choices_of(entries.model, each.name)
        else:
            arms.append(values_of(each, entries.order_by()))
    count = 0
    by_name = {each.name: each for each in filters}
    for name, value, label in arms[0].union(*arms[1:], all=True):
        if name == "count":
            count = int(value)
        else:
            by_name[name].options.append((value, label or value))
    for each in filters:
        if each.name == "anio":
            each.options.sort(reverse=True)
        elif each.name not in CHOICE_FIELDS:
            each.options.sort(key=lambda option: option[1].casefold())
    return count


def values_of(each: Filter, entries: EntryQuerySet) -> Any:
    """The values found among these. Themes of the first level, and the one that is asked for."""
    if each.name == "anio":
        year = Cast(ExtractYear("published_on"), CharField())
        return row("anio", entries, year, Value("")).distinct()
    if each.name == "red":
        networks = entries.filter(network__isnull=False)
        return row("red", networks, F("network__slug"), F("network__title")).distinct()
    kept = entries.values("pk")
    carried = Q(page_themes__page__in=kept) | Q(children__page_themes__page__in=kept)
    themes = Theme.objects.filter(carried, Q(parent__isnull=True) | Q(slug=each.chosen))
    return row("tema", themes.order_by(), F("slug"), name_of_theme()).distinct()


def row(kind: str, rows: Any, value: Any, label: Any) -> Any:
    named = rows.annotate(row_kind=Value(kind, output_field=CharField()))
    counted = named.values("row_kind").annotate(row_value=value, row_label=text(label))
    return counted.values_list("row_kind", "row_value", "row_label")


def text(expression: Any) -> Any:
    return Cast(expression, CharField())
