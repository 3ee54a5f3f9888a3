"""The pages of the tree, served by Wagtail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Site
from wagtail.views import serve as wagtail_serve

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The page at that address. The front door is read whole only by who stands before it.

    Wagtail would read it with all its sections on the way to every other page.
    """
    site = Site.find_for_request(request) if path.strip("/") else None
    if site is not None:
        site.root_page.specific = site.root_page.specific_deferred
    response: HttpResponse = wagtail_serve(request, path)
    return response
