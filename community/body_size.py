"""How large a request may be, said before a byte of it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class BodySizeMiddleware:
    """Answers 413 to whoever announces more than `REQUEST_MAX_BYTES`, without taking it in.

    A body whose size is not announced is never read by Django's handler. What
    is announced and a little too large for one file passes, so that its form
    can say so beside the field: see `upload_handlers`. After the middleware of
    languages, before whatever reads a body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        size = announced(request)
        if size <= settings.REQUEST_MAX_BYTES:
            return self.get_response(request)
        told = {
            "size": filesizeformat(size),
            "limit": filesizeformat(settings.DOCUMENT_MAX_BYTES),
        }
        # Nobody reads on: the connection ends with the answer.
        if request.accepts("text/html"):
            page = render_to_string("413.html", told)
            response: HttpResponseBase = HttpResponse(page, status=413)
        else:
            said = _("What you send weighs %(size)s, and at most %(limit)s are taken at once.")
            response = JsonResponse({"said": said % told}, status=413)
        response["Cache-Control"] = "no-store"
        return response


def announced(request: HttpRequest) -> int:
    """The size in bytes that the request says it has; 0 where it says none."""
    told = request.META.get("CONTENT_LENGTH", "")
    return int(told) if str(told).isdecimal() else 0
