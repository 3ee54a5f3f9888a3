"""The search page. It knows Wagtail's search API and no engine."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from wagtail.models import Page

from community.http import is_fragment
from community.models import visible_pages
from search.kinds import NETWORK, all_kinds, of_kinds, pages_of
from search.results import describe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

RESULTS_PER_PAGE = 20
LONGEST_QUERY = 200
UNPRINTABLE = {"Cc", "Cs"}


def search(request: HttpRequest) -> HttpResponse:
    """Results for `?q=`, a page at a time. HTMX asks for the list alone."""
    words = clean_words(request.GET.get("q", ""))
    kinds = all_kinds()
    seen = visible_pages(request.user)
    networks = list(pages_of(NETWORK, kinds, seen).order_by("title"))
    chosen = [kind for kind in kinds if kind.word == request.GET.get("tipo")]
    within = [page for page in networks if page.slug == request.GET.get("red")]

    pages = of_kinds(seen, chosen or kinds)
    if within:
        pages = pages.descendant_of(within[0], inclusive=True)
    # Wagtail's search refuses conditions that are not on fields; a list of keys it takes.
    found: Any = Page.objects.filter(pk__in=pages.order_by().values("pk"))
    results = found.search(words) if has_words(words) else []
    page_obj = Paginator(results, RESULTS_PER_PAGE).get_page(request.GET.get("pagina"))
    page_obj.object_list = list(page_obj.object_list)
    describe(page_obj.object_list, kinds)

    context = {
        "words": words,
        "page_obj": page_obj,
        "kinds": kinds,
        "networks": networks,
        "kind": chosen[0].word if chosen else "",
        "network": within[0].slug if within else "",
    }
    template = "search/_results.html" if is_fragment(request) else "search/search.html"
    response = render(request, template, context)
    # One address, two bodies: caches must not mix them up.
    patch_vary_headers(response, ["HX-Request"])
    return response


def clean_words(raw: str) -> str:
    """What was typed, cut to a length a person types, without what cannot be printed.

    Characters that never meant a word (NUL, controls, lone surrogates) become
    spaces, so that no engine and no database has to know about them.
    """
    printable = (
        " " if unicodedata.category(character) in UNPRINTABLE else character
        for character in raw[:LONGEST_QUERY]
    )
    return " ".join("".join(printable).split())


def has_words(words: str) -> bool:
    return any(character.isalnum() for character in words)
