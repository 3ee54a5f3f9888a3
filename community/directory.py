"""The directory: people who want to be found, filtered by what its address says.

Values of one filter add up ("or"), filters narrow each other ("and"). What
counts is the table of traits; who is shown, `visible_to` decides again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PaginatedPage
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.facets import Choice, Narrowed, Option, mark_chosen
from community.models import Organization, Theme, Trait, User
from community.models.contact import audiences_of
from community.spoken import SPOKEN_LANGUAGES
from territories.models import Territory
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

PEOPLE_PER_PAGE = 24
# More than anybody chooses or types.
VALUES_AT_MOST = 20
LONGEST_ASKED = 100
VALUE = re.compile(r"[-\w]{1,60}")

LABELS: dict[str, StrOrPromise] = {
    Trait.Kind.SPECIALIST: _("Specialists"),
    Trait.Kind.THEME: _("Theme"),
    Trait.Kind.COUNTRY: _("Country"),
    Trait.Kind.ORGANIZATION: _("Kind of organization"),
    Trait.Kind.LANGUAGE: _("Language"),
}


class Facet(Choice):
    """A filter of this list."""

    @property
    def label(self) -> StrOrPromise:
        return LABELS[self.name]

    @property
    def is_open(self) -> bool:
        """Unfolded from the start: the first ones, and where something is chosen."""
        return bool(self.chosen) or self.name in ("especialista", "tema", "pais")


@dataclass
class Directory(Narrowed):
    """What the page of the directory shows."""

    page_obj: PaginatedPage
    facets: list[Facet]
    words: str

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.chosen)

    @property
    def is_of_specialists(self) -> bool:
        return any(each.name == Trait.Kind.SPECIALIST and each.chosen for each in self.facets)


class Search:
    """Who is asked for, for one reader."""

    def __init__(self, reader: User | AnonymousUser, words: str, facets: list[Facet]) -> None:
        self.audiences = audiences_of(reader)
        self.folded = fold(words).split()
        self.facets = facets

    def traits(self, kind: str) -> QuerySet[Trait]:
        return Trait.objects.filter(kind=kind, audience__in=self.audiences)

    def conditions(self, to_person: str = "", but: Facet | None = None) -> Q:
        """What the others ask for. `to_person` leads from the rows to the person: "person__"."""
        asked = Q()
        for word in self.folded:
            asked &= Q(**{f"{to_person}search_text__contains": f" {word}"})
        for each in self.facets:
            if each.chosen and each is not but:
                having = self.traits(each.name).filter(value__in=each.chosen)
                asked &= Q(**{f"{to_person}pk__in": having.values("person")})
        return asked

    def counts(self) -> int:
        """Give each filter the values it would find with the others as they are. One query.

        Returns how many people there are in all.
        """
        arms: list[Any] = [self._counted(Trait.Kind.PERSON, self.conditions("person__"))]
        arms += [
            self._counted(each.name, self.conditions("person__", but=each)) for each in self.facets
        ]
        by_name = {each.name: each for each in self.facets}
        total = 0
        for kind, value, number in arms[0].union(*arms[1:], all=True):
            if kind == Trait.Kind.PERSON:
                total = number
            else:
                by_name[kind].options.append(Option(value, "", number))
        return total

    def _counted(self, kind: str, asked: Q) -> Any:
        found = self.traits(kind).filter(asked).order_by().values("kind", "value")
        return found.annotate(number=Count("pk")).values_list("kind", "value", "number")


def list_people(request: HttpRequest) -> Directory:
    """The people this visitor finds at this address, a page at a time."""
    words = request.GET.get("q", "").strip()[:LONGEST_ASKED]
    facets = [Facet(name, asked(request, name)) for name in LABELS]
    search = Search(request.user, words, facets)
    total = search.counts()
    name_options(request, facets)
    shown = (
        User.objects.visible_to(request.user)
        .listed()
        .filter(search.conditions())
        .with_posts(timezone.localdate())
        .select_related("photo")
        .prefetch_related("themes", "photo__renditions")
        .order_by("search_name", "pk")
    )
    paginator = Paginator(shown, PEOPLE_PER_PAGE)
    paginator.count = total
    return Directory(paginator.get_page(request.GET.get("pagina")), facets, words)


def asked(request: HttpRequest, name: str) -> list[str]:
    """The values of a filter in the address, without those that could not be one."""
    values = dict.fromkeys(request.GET.getlist(name)[:VALUES_AT_MOST])
    if name == Trait.Kind.COUNTRY:
        values = dict.fromkeys(value.upper() for value in values)
    return [value for value in values if VALUE.fullmatch(value)]


def name_options(request: HttpRequest, facets: list[Facet]) -> None:
    """Put the options in order, call them by their names, mark those chosen. Two queries."""
    for each in facets:
        names = names_of(each.name)
        for option in each.options:
            option.label = called(names, option.value)
        mark_chosen(request, each, partial(called, names))


def called(names: Mapping[str, StrOrPromise], value: str) -> str:
    return str(names.get(value, value))


def names_of(kind: str) -> dict[str, StrOrPromise]:
    match kind:
        case Trait.Kind.THEME:
            return {theme.slug: str(theme) for theme in Theme.objects.all()}
        case Trait.Kind.COUNTRY:
            return dict(Territory.objects.countries().values_list("country_code", "name"))
        case Trait.Kind.ORGANIZATION:
            return dict(Organization.Kind.choices)
        case Trait.Kind.LANGUAGE:
            return dict(SPOKEN_LANGUAGES)
    return {"1": _("only specialists")}
