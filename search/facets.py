"""The filters beside the results: what each offers, how many it would leave, what is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.models import Theme, visible_pages
from search.kinds import NETWORK, all_kinds, labels_of_values, models_of
from territories.models import Territory

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from community.models import User
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
    """What values are called in the reader's language. One query for all of them."""

    def __init__(self, wanted: dict[str, set[str]], user: User | AnonymousUser) -> None:
        self.names: dict[tuple[str, str], str] = {}
        self.themes: dict[str, Theme] = {}
        arms = arms_of(wanted, user)
        rows = arms[0].union(*arms[1:], all=True) if len(arms) > 1 else arms[0] if arms else []
        for facet, value, label, family in rows:
            self.names[facet, value] = label
            if facet == "tema":
                self.themes[value] = Theme(slug=value, name=label, family=family)

    def knows(self, facet: str, value: str) -> bool:
        """Whether this visitor may read what it is called."""
        return facet != "red" or (facet, value) in self.names

    def of(self, facet: str, value: str) -> str:
        if facet == "tipo":
            label = next((kind.label for kind in all_kinds() if kind.word == value), value)
        else:
            said = labels_of_values().get(facet, {}).get(value)
            label = str(said) if said is not None else self.names.get((facet, value), value)
        return label[:1].upper() + label[1:]


def arms_of(wanted: dict[str, set[str]], user: User | AnonymousUser) -> list[Any]:
    themes = Theme.objects.filter(slug__in=wanted.get("tema", ()))
    networks = visible_pages(user).filter(slug__in=wanted.get("red", ()))
    networks = networks.filter(content_type__in=types_of_networks())
    countries = Territory.objects.countries().filter(country_code__in=wanted.get("pais", ()))
    places = Territory.objects.municipalities().filter(code__in=wanted.get("municipio", ()))
    arms = {
        "tema": row("tema", themes, F("slug"), name_of_theme(), F("family")),
        "red": row("red", networks, F("slug"), F("title"), Value("")),
        "pais": row("pais", countries, F("country_code"), F("name"), Value("")),
        "municipio": row("municipio", places, F("code"), F("name"), Value("")),
    }
    return [arm for facet, arm in arms.items() if wanted.get(facet)]


def types_of_networks() -> list[int]:
    types = ContentType.objects.get_for_models(*models_of(NETWORK))
    return [content_type.pk for content_type in types.values()]


def row(facet: str, rows: Any, value: Any, label: Any, family: Any) -> Any:
    text = CharField()
    named = rows.order_by().annotate(
        row_facet=Value(facet, output_field=text),
        row_value=Cast(value, text),
        row_label=Cast(label, text),
        row_family=Cast(family, text),
    )
    return named.values_list("row_facet", "row_value", "row_label", "row_family")


def name_of_theme() -> Any:
    """The name in the reader's language, the Spanish one where that is missing."""
    language = (get_language() or "es")[:2]
    if language not in {"pt", "en"}:
        return F("name")
    own = f"name_{language}"
    return Case(When(**{own: ""}, then=F("name")), default=F(own), output_field=CharField())


def wanted_labels(found: Found, counts: dict[str, dict[str, int]]) -> dict[str, set[str]]:
    """Values whose names the page shows: those offered, chosen, or carried by what is listed."""
    wanted = {facet: set(values) for facet, values in counts.items()}
    for facet, value in found.asked.values():
        wanted.setdefault(facet, set()).add(value)
    return wanted


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
