"""Everything of a network in one file, for those who coordinate it: at …/mesa/archivo/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.http import is_fragment
from networks import actions
from networks.models import NetworkArchive
from networks.views.desk import desk_for, desk_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from community.http import MemberRequest


@never_cache
@login_required
@require_safe
def archive(request: MemberRequest, slug: str) -> HttpResponse:
    """What the archive holds, how far it is, and the file once it is there."""
    network = desk_for(request, slug)
    known = NetworkArchive.objects.of(network).select_related("asked_by", "network")
    context: dict[str, Any] = {
        "network": network,
        "ready": known.ready().first(),
        "waiting": known.waiting().first(),
    }
    if is_fragment(request):
        response = render(request, "networks/_archive.html", context)
    else:
        response = desk_page(request, template="archive.html", **context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_required
@require_POST
def ask(request: MemberRequest, slug: str) -> HttpResponse:
    network = desk_for(request, slug)
    actions.ask_for_network_archive(network, request.user)
    messages.success(request, _("We are gathering everything. We tell you when it is ready."))
    return redirect("networks:archive", slug=slug)


@never_cache
@login_required
@require_safe
def archive_file(request: MemberRequest, slug: str, key: UUID) -> HttpResponseBase:
    """The file itself, sent as it is read."""
    network = desk_for(request, slug)
    found = get_object_or_404(NetworkArchive.objects.of(network).ready(), key=key)
    try:
        file = found.path.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(file, as_attachment=True, filename=f"{found.name}.zip")
