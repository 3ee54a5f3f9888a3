"""The kinds of pages that can be found. Known by what the models declare, never by name.

A page model is found when it carries `search_kind`, the word for it in the
address of the search page: /buscar/?q=agua&tipo=recurso
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, get_page_models

if TYPE_CHECKING:
    from wagtail.query import PageQuerySet

NETWORK = "red"


@dataclass(frozen=True)
class Kind:
    """A word of the address, what people read, and the page models it stands for."""

    word: str
    label: str
    models: tuple[type[Page], ...]

    def content_types(self) -> list[int]:
        types = ContentType.objects.get_for_models(*self.models)
        return [content_type.pk for content_type in types.values()]


def all_kinds() -> list[Kind]:
    """Every kind, named after the first of its models, in the order of their names."""
    models: dict[str, list[type[Page]]] = {}
    for model in get_page_models():
        word = getattr(model, "search_kind", "")
        if word:
            models.setdefault(word, []).append(model)
    kinds = [
        Kind(word, str(found[0]._meta.verbose_name_plural), tuple(found))
        for word, found in models.items()
    ]
    return sorted(kinds, key=lambda kind: kind.label.casefold())


def of_kinds(pages: PageQuerySet, kinds: list[Kind]) -> PageQuerySet:
    types = [pk for kind in kinds for pk in kind.content_types()]
    return pages.filter(content_type__in=types)


def pages_of(word: str, kinds: list[Kind], pages: PageQuerySet) -> Any:
    """Those of `pages` that are of one kind; none when no model declares it."""
    return of_kinds(pages, [kind for kind in kinds if kind.word == word])
