"""What the rows of results show, read for a whole page of results at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _
from wagtail.models import Page

from search.documents import names_of_parts
from search.excerpts import beginning_of, excerpt_of, marked, terms_asked
from search.kinds import families, findable_models, visible_of

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from search.facets import Labels
    from search.finding import Found


@dataclass(frozen=True)
class Row:
    """One result: the object, the fragment that draws it, and its texts with the words marked."""

    thing: Any
    template: str
    title: SafeString
    excerpt: SafeString


def rows_of(found: Found, documents: list[int], labels: Labels) -> list[Row]:
    """The results on one page, in their order. One query for pages, those of its own per family."""
    snapshot = found.snapshot
    by_family: dict[str, list[str]] = {}
    for document in documents:
        family, _colon, key = snapshot.uids[document].partition(":")
        by_family.setdefault(family, []).append(key)
    things = {
        f"{family}:{thing.pk}": thing
        for family, keys in by_family.items()
        for thing in load(family, keys, found)
    }
    terms = terms_asked(found.asked.words)
    return [
        row_of(found, document, things[snapshot.uids[document]], terms, labels)
        for document in documents
        if snapshot.uids[document] in things
    ]


def load(family: str, keys: list[str], found: Found) -> list[Any]:
    root: Any = families()[family]
    pks = [root._meta.pk.to_python(key) for key in keys]
    if root is Page:
        return load_pages(pks)
    visible: Any = visible_of(root, found.user)
    return list(visible.for_search().filter(pk__in=pks))


def row_of(found: Found, document: int, thing: Any, terms: frozenset[str], labels: Labels) -> Row:
    stored = found.snapshot.stored(document)
    texts = stored["parts"]["search"]
    title = str(getattr(thing, "title", "") or thing)
    summary = getattr(thing, "summary", "") or ""
    # What the index holds of an object that changed since may be what was taken out.
    body = "" if found.confirmation.has_changed(document) else text_of(texts, type(thing))
    if isinstance(thing, Page):
        themes = [theme for slug in stored["themes"] if (theme := labels.theme(slug))]
        shown: Any = thing
        shown.themes = themes[:1]
        shown.family = themes[0].family if themes else "gestion"
    excerpt = excerpt_of(summary, body, terms)
    return Row(
        thing=thing,
        template=getattr(thing, "search_template", "search/_found_page.html"),
        title=marked(title, terms),
        excerpt=with_reason(excerpt or conditional_escape(beginning_of(body)), found, document),
    )


def with_reason(excerpt: SafeString, found: Found, document: int) -> SafeString:
    """With why its municipality stands where it stands, where that is the order asked for."""
    because = found.near.because(document) if found.near else ""
    if not because:
        return excerpt
    return format_html("{} <small>{}: {}.</small>", excerpt, _("Its municipality"), because)


def text_of(texts: dict[str, str], model: type[Any]) -> str:
    """Everything but its names and its summary, for an excerpt; what related objects say last."""
    naming, _summing_up = names_of_parts(model)
    shown = {*naming, "summary"}
    names = sorted((name for name in texts if name not in shown), key=lambda name: "__" in name)
    return " · ".join(texts[name] for name in names if texts[name])


def load_pages(pks: list[int]) -> list[Page]:
    """Pages of any kind with the little that a row shows. One query."""
    arms = [facts(model, pks) for model in findable_models() if issubclass(model, Page)]
    pages = []
    for facts_of_page in arms[0].union(*arms[1:], all=True):
        page: Any = Page(
            pk=facts_of_page["pk"],
            title=facts_of_page["row_title"],
            slug=facts_of_page["row_slug"],
            url_path=facts_of_page["row_path"],
            content_type_id=facts_of_page["row_type"],
        )
        page.summary = facts_of_page["row_summary"]
        network = facts_of_page["row_network"]
        page.network = {"title": network} if network else None
        page.published_on = facts_of_page["row_date"]
        pages.append(page)
    return pages


def facts(model: Any, pks: list[int]) -> Any:
    """What a row shows of pages of that model; empty where the kind has none."""
    names = {field.name for field in model._meta.get_fields()}
    text = CharField()
    return (
        model._default_manager.filter(pk__in=pks)
        .order_by()
        .annotate(
            row_title=F("title"),
            row_slug=F("slug"),
            row_path=F("url_path"),
            row_type=F("content_type_id"),
            row_summary=Cast(F("summary") if "summary" in names else Value(""), text),
            row_network=Cast(F("network__title") if "network" in names else Value(""), text),
            row_date=F("published_on")
            if "published_on" in names
            else Value(None, output_field=DateField()),
        )
        .values(
            "pk",
            *("row_title", "row_slug", "row_path", "row_type"),
            *("row_summary", "row_network", "row_date"),
        )
    )
