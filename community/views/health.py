"""What machines ask about the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from django.http import HttpRequest


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives and can answer. Touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")
