"""The photographs of cases, as large as pages show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import condition, require_safe

from knowledge import photographs
from knowledge.files import FOLDER, may_open

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from django.http import HttpRequest

# Nobody keeps a copy without asking again: a case may be withdrawn.
ASKING_AGAIN = "private, no-cache"


def etag(request: HttpRequest, key: UUID, width: int, name: str) -> str:
    """A file is never written again under its name."""
    return f'"{photographs.digest_of([key, width, name])}"'


@require_safe
def small(request: HttpRequest, key: UUID, width: int, name: str) -> Any:
    """One of the two widths of a photograph, for whoever may open its file.

    What is no picture that can be made small is shown as it is.
    """
    if width not in photographs.WIDTHS:
        raise Http404
    kept = f"{FOLDER}/{key}/{name}"
    may_open(request.user, kept)
    response: Any = shown(request, key, width, name)
    response["Cache-Control"] = ASKING_AGAIN
    return response


@condition(etag_func=etag)
def shown(request: HttpRequest, key: UUID, width: int, name: str) -> Any:
    kept = f"{FOLDER}/{key}/{name}"
    content = photographs.small(kept, width)
    if content is None:
        return redirect(default_storage.url(kept))
    return HttpResponse(content, content_type="image/webp")
