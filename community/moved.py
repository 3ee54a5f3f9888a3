"""Old addresses that lead on: of pages that were renamed, and of what stands under them.

Wagtail writes down where a page that is renamed or moved stood
(`wagtail.contrib.redirects`). Its own middleware follows that for exactly such
an address in Spanish, and tells where a closed page went. Ours follows it in
every language, for what lies under a page and is none (`/redes/agua/miembros/`),
and only for who may open the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.translation import get_language_from_path
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from community.models import visible_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# No address of ours has more parts than this.
DEEPEST = 8


class MovedPagesMiddleware:
    """Leads who asks for an address that is no more to where its page is now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or "\x00" in request.path:
            return response
        return moved(request) or response


def moved(request: HttpRequest) -> HttpResponse | None:
    """The answer that leads on; None when nobody knows the address. At most four queries."""
    language = get_language_from_path(request.path)
    path = request.path
    if language and language != settings.LANGUAGE_CODE:
        path = path.removeprefix(f"/{language}")
    parts = [part for part in path.split("/") if part]
    if not parts or len(parts) > DEEPEST:
        return None
    found = nearest(request, parts)
    if found is None:
        return None
    redirect, depth = found
    onward = address_of(request, redirect)
    if not onward:
        return None
    rest = "".join(f"{part}/" for part in parts[depth:])
    if rest and not path.endswith("/"):
        rest = rest.rstrip("/")
    onward = f"{onward.rstrip('/')}/{rest}" if rest else onward
    if urlsplit(onward).path == request.path:
        return None
    query = request.META.get("QUERY_STRING", "")
    answer = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    return answer(f"{onward}?{query}" if query and "?" not in onward else onward)


def nearest(request: HttpRequest, parts: list[str]) -> tuple[Redirect, int] | None:
    """What was written down about the address or the nearest one above it, and how deep that is.

    Of those above, only pages count, and not where another page stands now.
    """
    site = Site.find_for_request(request)
    paths = {"/" + "/".join(parts[:depth]): depth for depth in range(1, len(parts) + 1)}
    known = (
        Redirect.get_for_site(site)
        .filter(old_path__in=[Redirect.normalise_path(path) for path in paths])
        .select_related("redirect_page")
    )
    depths = {Redirect.normalise_path(path): depth for path, depth in paths.items()}
    rows = sorted(known, key=lambda row: (depths[row.old_path], row.site_id or 0), reverse=True)
    for row in rows:
        depth = depths[row.old_path]
        if depth == len(parts):
            return row, depth
        if row.redirect_page_id and not is_taken(site, parts[:depth]):
            return row, depth
    return None


def is_taken(site: Site | None, parts: list[str]) -> bool:
    """Whether a page stands at the address now: then what is missing is missing under that one."""
    if site is None:
        return False
    url_path = f"{site.root_page.url_path}{'/'.join(parts)}/"
    return Page.objects.filter(slug=parts[-1], url_path=url_path).exists()


def address_of(request: HttpRequest, redirect: Redirect) -> str:
    """Where it leads, in the language of the request; nowhere for who may not open the page."""
    page = redirect.redirect_page
    if page is None:
        return str(redirect.redirect_link or "")
    if not visible_pages(request.user).filter(pk=page.pk).exists():
        return ""
    return f"{page.get_url(request) or ''}"
