"""The way to a file or link of the library: counted, and open to who may open the resource."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from networks import actions
from networks.models import THE_LINK, ResourcePage
from networks.models.resources import with_files

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from networks.models import ResourceFile

# What says of itself that it is a program, and reads nothing.
PROGRAMS = re.compile(r"bot\b|crawl|spider|slurp|preview|monitor|curl/|wget/|python-", re.I)


@require_safe
def download(request: HttpRequest, pk: int, key: UUID | None = None) -> HttpResponse:
    """Count, and lead to the file or the link. Where to is stored, never asked of the address.

    With `key` to that file, an older version perhaps; else to the newest in the
    resource's own language. Who may not open the file itself is told so there.
    """
    resources: Any = ResourcePage.objects.visible_to(request.user)
    resource = get_object_or_404(resources.prefetch_related(with_files()), pk=pk)
    file = file_of(resource, key)
    if is_counted(request):
        actions.count_download(resource, file.key if file else THE_LINK, timezone.localdate())
    return HttpResponseRedirect(file.document.url if file else resource.link)


def file_of(resource: ResourcePage, key: UUID | None) -> ResourceFile | None:
    """None: it has a link instead. Raises Http404 for a file it does not have."""
    if key is None:
        editions = resource.editions
        return editions[0].newest if editions else None
    found = [file for file in resource.files.all() if file.key == key]
    if not found:
        raise Http404
    return found[0]


def is_counted(request: HttpRequest) -> bool:
    """Whether somebody fetches it: no question whether it is there, no program, no guess."""
    agent = request.headers.get("User-Agent", "")
    ahead = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method == "GET" and not PROGRAMS.search(agent) and "prefetch" not in ahead
