"""What of an object goes into the index."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Manager, Model
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.search.index import (
    AutocompleteField,
    RelatedFields,
    SearchField,
    class_is_indexed,
)

from search.analysis import beginnings_of, composed, form_of, stem, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
# The field of each model that names it, whatever the field is called.
TITLES = ("title", "display_name", "name")
# The `boost` of a search field tells what it is to the object: what names it,
# as a title does, or what sums it up.
NAMES_IT, SUMS_IT_UP = 3, 2
LONGEST_PART = 200_000
NOBODY = "nobody"


class Closing(NamedTuple):
    """That the pages under a path are closed by a restriction."""

    path: str
    key: int


def closings() -> list[Closing]:
    """Every restriction there is on pages. One query."""
    rows = PageViewRestriction.objects.values_list("page__path", "pk")
    return [Closing(path, key) for path, key in rows]


def plain(value: Any) -> str:
    """What `get_value` of a search field gives (text, HTML, lists of these, None) as bare words."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " · ".join(filter(None, map(plain, value)))
    text = str(value)
    if "<" in text:
        text = TAG.sub(" ", text)
    if "&" in text:
        text = unescape(text)
    return composed(" ".join(text.split()))[:LONGEST_PART]


def values_of(thing: Any, fields: list[Any], wanted: type) -> Iterator[tuple[str, Any]]:
    """Name and value of every field of that kind, those of related objects as "tags__name"."""
    for field in fields:
        if isinstance(field, RelatedFields):
            related = field.get_value(thing)
            for each in related_objects(related):
                for name, value in values_of(each, field.fields, wanted):
                    yield f"{field.field_name}__{name}", value
        elif isinstance(field, wanted):
            plain_field: Any = field
            yield plain_field.field_name, plain_field.get_value(thing)


def related_objects(related: Any) -> list[Any]:
    if related is None:
        return []
    if isinstance(related, Manager) or hasattr(related, "all"):
        return list(related.all())
    return [related]


def texts_of(thing: Any, wanted: type) -> dict[str, str]:
    """Its plain texts by the name of their field, in the order of `search_fields`."""
    texts: dict[str, list[str]] = defaultdict(list)
    for name, value in values_of(thing, type(thing).get_search_fields(), wanted):
        texts[name].append(plain(value))
    return {name: " ".join(filter(None, parts)) for name, parts in texts.items()}


def names_of_parts(model: type[Any]) -> tuple[list[str], list[str]]:
    """The names of the search fields that name an object of it, and of those that sum it up."""
    weights = {
        field.field_name: NAMES_IT if field.field_name in TITLES else field.boost or 1
        for field in model.get_search_fields()
        if isinstance(field, SearchField)
    }
    naming = [name for name, weight in weights.items() if weight >= NAMES_IT]
    summing_up = [name for name, weight in weights.items() if SUMS_IT_UP <= weight < NAMES_IT]
    return naming, summing_up


def root_of(model: type[Model]) -> type[Model]:
    """The topmost model of its family that is indexed: `Page` for every kind of page.

    An object is known to the index by it, so that all its classes mean one document.
    """
    roots = [
        base
        for base in model.__mro__
        if issubclass(base, Model) and hasattr(base, "_meta") and class_is_indexed(base)
    ]
    return roots[-1] if roots else model


def uid_of(label: str, key: Any) -> str:
    return f"{label}:{key}"


def audience_of(thing: Any) -> str:
    """Whom the search page may show it to; nobody, when no kind of thing to be found."""
    if not getattr(thing, "search_kind", ""):
        return NOBODY
    return str(thing.search_audience())


def marks_of(thing: Any, facets: dict[str, list[str]], closed_by: list[Closing]) -> list[str]:
    marks = [
        f"type={base._meta.label_lower}"
        for base in type(thing).__mro__
        if issubclass(base, Model) and hasattr(base, "_meta") and class_is_indexed(base)
    ]
    audience = audience_of(thing)
    if audience == NOBODY:
        return marks
    marks += [f"audience={audience}", f"tipo={thing.search_kind}"]
    if isinstance(thing, Page):
        marks += [f"closed={each.key}" for each in closed_by if thing.path.startswith(each.path)]
    for facet, values in facets.items():
        marks += [f"{facet}={value}" for value in dict.fromkeys(values) if value]
    return marks


def day_of(thing: Any) -> int:
    """Its date as an ordinal, 0 without one."""
    value = thing.search_date() if hasattr(thing, "search_date") else None
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return value.toordinal() if isinstance(value, date) else 0


def is_left_out(thing: Any) -> bool:
    """Whether it has no document at all: nobody may find it, and no editor looks for it.

    Editors look for drafts and for people who show themselves to nobody, in
    what has fields that complete what they type.
    """
    if not getattr(thing, "search_kind", "") or audience_of(thing) != NOBODY:
        return False
    return not type(thing).get_autocomplete_search_fields()


def terms_and_forms(text: str) -> list[str]:
    """What a short text is weighed by: "ordenanza" gives "orden" and "=ordenanza"."""
    words = words_of(text)
    return [*map(stem, words), *(f"={form_of(word)}" for word in words)]


def document_of(thing: Any, closed_by: list[Closing]) -> dict[str, Any] | None:
    """The fields of its document; None for what is nobody's to find."""
    if is_left_out(thing):
        return None
    texts = texts_of(thing, SearchField)
    beginnings = texts_of(thing, AutocompleteField)
    naming, summing_up = names_of_parts(type(thing))
    words = [word for text in texts.values() for word in words_of(text)]
    is_found = audience_of(thing) != NOBODY
    facets = thing.search_facets() if is_found else {}
    return {
        "uid": uid_of(root_of(type(thing))._meta.label_lower, thing.pk),
        "day": day_of(thing),
        "marks": marks_of(thing, facets, closed_by),
        "title": [term for name in naming for term in terms_and_forms(texts.get(name, ""))],
        "lead": [term for name in summing_up for term in terms_and_forms(texts.get(name, ""))],
        "text": [stem(word) for word in words],
        "forms": sorted(set(map(form_of, words))),
        "words": sorted(set(words)),
        "begins": sorted(set().union(*map(beginnings_of, beginnings.values()))),
        "parts": {"search": texts, "autocomplete": beginnings},
        "themes": list(facets.get("tema", [])),
    }
