"""The search page."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from wagtail.search.query import PlainText

from community.actions.searches import note_miss
from community.http import is_fragment
from search.asking import FACETS, Asked, read
from search.changes import ask_for_rebuilding
from search.facets import Labels, facets_of
from search.fallback import answer_from_database
from search.finding import Found, find
from search.folder import IndexUnavailable
from search.kinds import NETWORK, all_kinds, families, visible_of
from search.results import Row, rows_of
from search.snapshot import latest
from search.spelling import fewer_words, suggestion_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("search")

RESULTS_PER_PAGE = 20


def search(request: HttpRequest) -> HttpResponse:
    """Results for `?q=`, a page at a time. HTMX asks for the list and the filters alone."""
    asked = read(request.GET)
    try:
        context = answer(request, asked)
    except IndexUnavailable as reason:
        logger.warning("The database answers a search alone: %s", reason)
        ask_for_rebuilding()
        context = answer_without_index(request, asked)
    partial = is_fragment(request)
    template = "search/_results.html" if partial else "search/search.html"
    response = render(request, template, {**context, "is_fragment": partial})
    # One address, two bodies: caches must not mix them up.
    patch_vary_headers(response, ["HX-Request"])
    return response


def answer(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """What the page shows, by the index."""
    if asked.is_empty:
        return {"asked": asked}
    found = find(asked, latest(), request.user)
    page_obj = Paginator(found.order, RESULTS_PER_PAGE).get_page(request.GET.get("pagina"))
    documents = found.slice(page_obj.start_index() - 1 if found.count else 0, page_obj.end_index())
    counts = {facet: found.counts(facet) for facet in FACETS}
    labels = Labels(found)
    context = {
        "asked": found.asked,
        "page_obj": page_obj,
        "rows": rows_of(found, documents, labels),
        "count": found.count,
        "facets": facets_of(found, counts, labels),
        "chips": chips_of(found, labels),
        "can_sort": found.count > 1 and found.asked.has_words,
        "near": found.near,
    }
    if found.count:
        return context
    count_miss(found)
    return context | ways_on(found)


def count_miss(found: Found) -> None:
    """Note that these words find nothing in a network, for those who coordinate it.

    Only where its network alone narrows the search: what a filter hides is not missing.
    """
    networks = found.asked.chosen.get(NETWORK, ())
    if not found.asked.has_words or len(networks) != 1 or len(found.asked.chosen) != 1:
        return
    page = found.page_of_network(networks[0])
    if page is not None:
        note_miss(page, found.asked.words, timezone.localdate())


def chips_of(found: Found, labels: Labels) -> list[tuple[str, str]]:
    """The filters chosen: what each is called, and the address without it."""
    return [
        (labels.of(facet, value), f"?{found.asked.query(without=(facet, value))}")
        for facet, value in found.asked.values()
        if labels.knows(facet, value)
    ]


def ways_on(found: Found) -> dict[str, Any]:
    """What to offer somebody who found nothing."""
    wider = found.base.bit_count() if found.asked.chosen else 0
    return {
        "wider": wider,
        "suggestion": None if wider else suggestion_for(found),
        "fewer_words": [] if wider else fewer_words(found),
    }


def answer_without_index(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """The same from titles alone, filtered by nothing but the kind, until there is an index."""
    kinds = [kind for kind in all_kinds() if kind.word in asked.chosen.get("tipo", ())]
    kinds = kinds or list(all_kinds())
    things: list[Any] = []
    for root in families().values() if asked.has_words else ():
        models = tuple(model for kind in kinds for model in kind.models)
        titled = answer_from_database(PlainText(asked.words), visible_of(root, request.user))
        things += [thing for thing in titled if issubclass(class_of(thing), models)]
    page_obj = Paginator(things, RESULTS_PER_PAGE).get_page(request.GET.get("pagina"))
    return {
        "asked": asked,
        "page_obj": page_obj,
        "rows": [plain_row(thing) for thing in page_obj.object_list],
        "count": len(things),
        "facets": [],
        "chips": [],
        "is_without_index": True,
    }


def class_of(thing: Any) -> Any:
    return getattr(thing, "specific_class", None) or type(thing)


def plain_row(thing: Any) -> Row:
    template = getattr(thing, "search_template", "search/_found_page.html")
    title = str(getattr(thing, "title", "") or thing)
    return Row(thing, template, conditional_escape(title), SafeString(""))
