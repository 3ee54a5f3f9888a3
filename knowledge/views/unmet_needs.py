"""Unmet needs by theme and territory, for who coordinates and accompanies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.roles import accompanies_a_zone
from community.tables import csv_lines
from knowledge.permissions_of_needs import can_read_unmet
from knowledge.unmet import (
    MINE,
    ZONE,
    by_territory,
    by_theme,
    narrowed,
    table_of,
    waiting_longest,
)
from networks.permissions import networks_of_coordinator

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest

PER_PAGE = 30
ASKED = ("de", "red", "tema", "pais")


@never_cache
@require_safe
@login_required
def unmet(request: MemberRequest) -> HttpResponse:
    """The counts, then the rows, the longest wait first. `?de=&red=&tema=&pais=`."""
    if not can_read_unmet(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    needs = narrowed(request.GET.dict(), request.user)
    kept = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    context = {
        "themes": by_theme(needs, today),
        "territories": by_territory(needs, today),
        "page_obj": Paginator(waiting_longest(needs), PER_PAGE).get_page(request.GET.get("pagina")),
        "asked": kept,
        "networks": networks_of_coordinator(request.user),
        "has_zone": accompanies_a_zone(request.user),
        "mine": MINE,
        "zone": ZONE,
    }
    return render(request, "knowledge/needs/unmet.html", context)


@never_cache
@require_safe
@login_required
def table(request: MemberRequest) -> HttpResponse | StreamingHttpResponse:
    """The same rows as CSV for spreadsheets."""
    if not can_read_unmet(request.user):
        raise PermissionDenied
    needs = narrowed(request.GET.dict(), request.user)
    rows = table_of(needs, settings.WAGTAILADMIN_BASE_URL, timezone.localdate())
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="necesidades-sin-resolver.csv"'
    return response
