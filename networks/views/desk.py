"""The desk of whoever coordinates a network, at /redes/<slug>/mesa/."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.actions.notice_mails import absolute
from community.models import SearchMiss
from networks import actions
from networks.desk import leaves, what_waits
from networks.health import all_months, dictionary, health_of
from networks.models import Letter
from networks.permissions import is_let_coordinate
from networks.signs_of_life import signs_in_words
from networks.views.network import network_for, tie_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.http import MemberRequest
    from networks.models import NetworkPage

LENGTHS = (12, 24, 36)
MOST_SEARCHES = 20
NEWEST_LETTERS = 3


def desk_for(request: MemberRequest, slug: str) -> NetworkPage:
    """The network, for who may open its desk.

    Raises:
        Http404: the person does not see the network.
        PermissionDenied: they see it and neither coordinate nor govern it.

    """
    network = network_for(request, slug)
    if not is_let_coordinate(request.user, network, tie_of(request, network)):
        raise PermissionDenied
    return network


def desk_page(
    request: MemberRequest, network: NetworkPage, template: str, status: int = 200, **told: Any
) -> HttpResponse:
    """A page of the desk, with the ways to the others, on the clock of whoever looks."""
    zone = request.user.zone.key.replace("_", " ")
    ways = [(leaf.title, reverse(leaf.url_name, args=[network.slug])) for leaf in leaves()]
    # The most exact address that leads here: those of the desk all begin like its first page's.
    here = max((at for _title, at in ways if request.path.startswith(at)), key=len, default="")
    context = {"network": network, "ways": ways, "here": here, "zone": zone, **told}
    with timezone.override(request.user.zone):
        return render(request, f"networks/desk/{template}", context, status=status)


@never_cache
@login_required
@require_safe
def desk(request: MemberRequest, slug: str) -> HttpResponse:
    """What waits, how the network does, the last letters."""
    network = desk_for(request, slug)
    letters = Letter.objects.written_in(network).select_related("author")
    return desk_page(
        request,
        network,
        "desk.html",
        rows=what_waits(network, request.user),
        health=health_of(network),
        letters=letters[:NEWEST_LETTERS],
    )


@never_cache
@login_required
@require_safe
def health(request: MemberRequest, slug: str) -> HttpResponse:
    """All figures by month. `?meses=` of `LENGTHS`."""
    network = desk_for(request, slug)
    asked = request.GET.get("meses", "")
    length = int(asked) if asked in map(str, LENGTHS) else LENGTHS[0]
    since = timezone.localdate().replace(day=1)
    missed = SearchMiss.objects.of_network(network.pk).worth_showing(
        since.replace(year=since.year - 1)
    )
    return desk_page(
        request,
        network,
        "health.html",
        health=health_of(network, length),
        length=length,
        lengths=LENGTHS,
        signs=signs_in_words(),
        searches=missed[:MOST_SEARCHES],
    )


@login_required
@require_POST
def count(request: MemberRequest, slug: str) -> HttpResponse:
    """Count this month now; what is some minutes old is fresh enough."""
    network = desk_for(request, slug)
    if actions.count_now(network, request.user):
        messages.success(request, _("The figures are counted up to this moment."))
    else:
        messages.info(request, _("The figures were counted a moment ago."))
    return redirect("networks:desk_health", slug=slug)


@never_cache
@login_required
@require_safe
def months(request: MemberRequest, slug: str, shape: str) -> HttpResponse:
    """All months that were counted, to take along: as CSV, or as JSON with what each means."""
    network = desk_for(request, slug)
    if shape == "json":
        told = {
            "red": network.title,
            "direccion": absolute(network.get_url(request) or ""),
            "descargado": timezone.now().isoformat(timespec="seconds"),
            "participar": signs_in_words(),
            "diccionario": dictionary(),
            "meses": list(all_months(network)),
        }
        body = json.dumps(told, ensure_ascii=False, indent=1)
        return as_file(body, "application/json", f"{slug}-por-mes.json")
    if shape == "csv":
        names = ["mes", *(column["nombre"] for column in dictionary())]
        return as_table(names, all_months(network), f"{slug}-por-mes.csv")
    if shape == "diccionario":
        return as_table(list(dictionary()[0]), dictionary(), "diccionario-de-columnas.csv")
    raise Http404


def as_table(names: list[str], rows: Iterable[dict[str, Any]], name: str) -> HttpResponse:
    """CSV that spreadsheets read with its accents."""
    response = as_file("\ufeff", "text/csv", name)
    writer = csv.DictWriter(response, names)
    writer.writeheader()
    writer.writerows(rows)
    return response


def as_file(body: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
