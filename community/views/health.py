"""What machines ask about the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from community.readiness import what_is_wrong

if TYPE_CHECKING:
    from django.http import HttpRequest


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives and can answer. Touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the site can do its work; 503 and a line for everything that is wrong."""
    wrong = what_is_wrong()
    return HttpResponse(
        "\n".join([*(wrong or ["ok"]), ""]),
        content_type="text/plain; charset=utf-8",
        status=503 if wrong else 200,
    )
