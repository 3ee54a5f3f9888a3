"""The kinds of things that can be found. Known by what the models declare, never by name.

A model is found on the search page when it is `index.Indexed` with
`search_fields` and declares

    search_kind = "experiencia"         its word in the address: /buscar/?tipo=experiencia
    search_facets(self)                 dict[str, list[str]]: what it is filtered by, keys among
                                        red (network slugs), tema (theme slugs, the leading theme
                                        first, and their parents), pais (ISO codes), municipio
                                        (territory codes), nivel, costo, anio
    search_audience(self)               "everyone", "members" or "nobody": who may find it; what
                                        nobody may find has a document only for the search boxes
                                        of the admin, and only with `index.AutocompleteField`s
    objects.visible_to(user)            the database decides again what is shown

and, unless it is a page, for the row in which it is shown

    objects.for_search()                loads what the row shows
    search_template = "…/_found_….html" draws the row, a list item; gets `thing`, `title` and
                                        `excerpt` (safe HTML, the words found marked), and
                                        `heading_level`

It may also declare

    search_date(self)                   date or datetime, for those who ask for the newest
    search_labels                       dict[str, dict[str, str]]: what values of nivel and costo
                                        are called, in the order in which they are offered
    search_auto_update = False          its actions call `wagtail.search.index
                                        .insert_or_update_object(thing)` and `remove_object(thing)`;
                                        otherwise every save and deletion is heard

What a word says of it is told by the `boost` of the search field: 3 for what it
is known by (and for "title", "display_name" and "name" in any case), 2 for what
sums it up. `manage.py check` fails where a part is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from wagtail.models import Page
from wagtail.search.index import class_is_indexed

from community.models import visible_pages
from search.documents import root_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Model, QuerySet

    from community.models import User

NETWORK = "red"


@dataclass(frozen=True)
class Kind:
    """A word of the address and the models it stands for."""

    word: str
    models: tuple[Any, ...]

    @property
    def label(self) -> str:
        """What people read: the name of its first model, in their language."""
        return str(self.models[0]._meta.verbose_name_plural)


def declaring_models() -> list[type[Model]]:
    """Every model that declares a word, whether or not it keeps the rest of the protocol."""
    return [model for model in apps.get_models() if getattr(model, "search_kind", "")]


@cache
def findable_models() -> list[type[Model]]:
    return [model for model in declaring_models() if class_is_indexed(model)]


@cache
def all_kinds() -> tuple[Kind, ...]:
    models: dict[str, list[type[Model]]] = {}
    for model in findable_models():
        word: str = getattr(model, "search_kind", "")
        models.setdefault(word, []).append(model)
    return tuple(Kind(word, tuple(found)) for word, found in models.items())


@cache
def families() -> dict[str, type[Model]]:
    """The topmost model of everything that can be found, by its label: one for all pages."""
    roots = {root_of(model) for model in findable_models()}
    return {root._meta.label_lower: root for root in roots}


def visible_of(root: type[Model], user: User | AnonymousUser) -> QuerySet[Any]:
    """Those of a family that this visitor may open."""
    if root is Page:
        pages: QuerySet[Any] = visible_pages(user)
        return pages
    visible: QuerySet[Any] = root._default_manager.visible_to(user)  # type: ignore[attr-defined]
    return visible


@cache
def labels_of_values() -> Mapping[str, dict[str, Any]]:
    """What the values of a filter are called, where the models say so, in their order."""
    labels: dict[str, dict[str, Any]] = {}
    for model in findable_models():
        for facet, names in getattr(model, "search_labels", {}).items():
            labels.setdefault(facet, {}).update(names)
    return labels


def models_of(word: str) -> tuple[Any, ...]:
    """The models of one kind; none when no model declares it."""
    return next((kind.models for kind in all_kinds() if kind.word == word), ())
