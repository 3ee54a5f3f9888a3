"""The filters beside the results: what each offers, how many it would leave, what is chosen."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.models import Theme, name_of_theme
from search.kinds import NETWORK, all_kinds, labels_of_values
from search.snapshot import documents_in
from territories.models import Territory

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from search.finding import Found

NAMES: dict[str, StrOrPromise] = {
    "tipo": _("Kind"),
    "tema": _("Theme"),
    "red": _("Network"),
    "nivel": _("Level"),
    "costo": _("Cost"),
    "pais": _("Country"),
    "municipio": _("Municipality"),
    "anio": _("Year"),
}
# Too many to choose from in a list: only named where an address asks for one.
NOT_OFFERED = {"municipio"}
OPEN_FROM_THE_START = {"tipo", "tema"}
SHOWN_AT_FIRST = 8
MOST_SHOWN = 24
SECONDS_REMEMBERED = 60


@dataclass(frozen=True)
class Choice:
    """One value of a filter."""

    facet: str
    value: str
    label: str
    count: int
    is_chosen: bool

    @property
    def html_id(self) -> str:
        return f"f-{self.facet}-{self.value}"


@dataclass(frozen=True)
class Facet:
    """One filter with what it offers."""

    name: str
    label: StrOrPromise
    choices: list[Choice]

    @property
    def is_open(self) -> bool:
        return self.name in OPEN_FROM_THE_START or any(each.is_chosen for each in self.choices)

    @property
    def first(self) -> list[Choice]:
        return self.choices[:SHOWN_AT_FIRST]

    @property
    def further(self) -> list[Choice]:
        return self.choices[SHOWN_AT_FIRST:]


class Labels:
    """What values are called in the reader's language. No query most of the time.

    Networks by the title the index has of them, where the database confirms
    that this visitor may open them; themes and places as they were called
    within the last minute.
    """

    def __init__(self, found: Found) -> None:
        language = (get_language() or "es")[:2]
        self.public = public_names(language, int(time.monotonic() // SECONDS_REMEMBERED))
        snapshot = found.snapshot
        networks = found.confirmation.of(found.networks)
        self.networks = {
            slug: snapshot.title(document)
            for slug, inside in snapshot.facets.get(NETWORK, {}).items()
            for document in documents_in(inside & networks)
        }

    def knows(self, facet: str, value: str) -> bool:
        """Whether this visitor may read what it is called."""
        return facet != NETWORK or value in self.networks

    def of(self, facet: str, value: str) -> str:
        if facet == "tipo":
            label = next((kind.label for kind in all_kinds() if kind.word == value), value)
        elif facet == NETWORK:
            label = self.networks.get(value, value)
        else:
            said = labels_of_values().get(facet, {}).get(value)
            label = str(said) if said is not None else self.public.names.get((facet, value), value)
        return label[:1].upper() + label[1:]

    def theme(self, slug: str) -> Theme | None:
        return self.public.themes.get(slug)


@dataclass(frozen=True)
class PublicNames:
    """The names of themes and places, which everybody may read."""

    names: dict[tuple[str, str], str]
    themes: dict[str, Theme]


@lru_cache(maxsize=6)
def public_names(language: str, minute: int) -> PublicNames:
    """All of them in a language. One query, the first time in a minute."""
    themes = Theme.objects.all()
    countries = Territory.objects.countries()
    names: dict[tuple[str, str], str] = {}
    by_slug: dict[str, Theme] = {}
    rows = row("tema", themes, F("slug"), name_of_theme(), F("family"))
    others = row("pais", countries, F("country_code"), F("name"), Value(""))
    for facet, value, label, family in rows.union(others, all=True):
        names[facet, value] = label
        if facet == "tema":
            by_slug[value] = Theme(slug=value, name=label, family=family)
    return PublicNames(names, by_slug)


def row(facet: str, rows: Any, value: Any, label: Any, family: Any) -> Any:
    text = CharField()
    named = rows.order_by().annotate(
        row_facet=Value(facet, output_field=text),
        row_value=Cast(value, text),
        row_label=Cast(label, text),
        row_family=Cast(family, text),
    )
    return named.values_list("row_facet", "row_value", "row_label", "row_family")


def facets_of(found: Found, counts: dict[str, dict[str, int]], labels: Labels) -> list[Facet]:
    """The filters that leave a choice, in the order in which they are shown."""
    facets = []
    for name, label in NAMES.items():
        choices = choices_of(name, found, counts.get(name, {}), labels)
        if name not in NOT_OFFERED and choices:
            facets.append(Facet(name, label, choices))
    return facets


def choices_of(name: str, found: Found, counts: dict[str, int], labels: Labels) -> list[Choice]:
    chosen = found.asked.chosen.get(name, ())
    values = dict.fromkeys([*counts, *chosen])
    choices = [
        Choice(name, value, labels.of(name, value), counts.get(value, 0), value in chosen)
        for value in values
        if labels.knows(name, value)
    ]
    order = list(labels_of_values().get(name, {}))
    if name == "anio":
        choices.sort(key=lambda each: each.value, reverse=True)
    elif order:
        choices.sort(key=lambda each: order.index(each.value) if each.value in order else 99)
    else:
        choices.sort(key=lambda each: (not each.is_chosen, -each.count, each.label.casefold()))
    kept = choices[:MOST_SHOWN]
    return kept + [each for each in choices[MOST_SHOWN:] if each.is_chosen]
