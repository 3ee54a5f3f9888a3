"""How far cases travel, for their authors and for who coordinates: pages and files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.models import Theme
from community.tables import csv_lines
from knowledge.funnel import (
    FUNNEL,
    LENGTHS,
    all_months,
    by_case,
    dictionary,
    funnel_of,
    published,
)
from knowledge.importing.writing import book_of
from knowledge.lookup import case_for, moved
from knowledge.models import Case
from knowledge.permissions import can_review
from knowledge.permissions_of_funnels import (
    can_see_funnel,
    can_see_funnel_of_network,
    can_see_funnel_of_place,
    can_see_funnel_of_themes,
)
from knowledge.views.outputs import handed_out
from networks.permissions import networks_of_coordinator
from networks.views import network_for
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from community.http import MemberRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As many cases are told apart on a page; all are in the files.
MOST_CASES = 20
MOST_PLACES = 10


@dataclass(frozen=True)
class Scope:
    """The cases a funnel is of: what it is called, where the way back leads, its name in files.

    `query` is what the address of the page has after the question mark.
    """

    title: str
    cases: Any
    name: str
    back: str = ""
    query: str = ""
    is_one: bool = False


@never_cache
@login_required
@require_safe
def of_case(request: MemberRequest, reference: str, shape: str = "") -> HttpResponseBase:
    """One case; as a file with `shape` csv, xlsx or json."""
    case = case_for(request, reference)
    elsewhere = moved(request, case, reference)
    if elsewhere:
        return elsewhere
    if not case.live:
        raise Http404
    if not can_see_funnel(request.user, case):
        raise PermissionDenied
    this = Case.objects.filter(pk=case.pk)
    scope = Scope(case.title, this, case.reference, case.get_absolute_url(), is_one=True)
    files = {each: reverse(f"cases:funnel_of_case_{each}", args=[case.reference]) for each in FILES}
    return told(request, scope, shape, files)


@never_cache
@login_required
@require_safe
def of_several(request: MemberRequest, shape: str = "") -> HttpResponseBase:
    """Of a network (`?red=`), a municipality (`?municipio=ve-1234`) or a theme (`?tema=`).

    Without any the cases of whoever asks and, for the team, all.
    """
    scope = scope_asked(request)
    files = {each: f"{reverse(f'cases:funnel_{each}')}?{scope.query}" for each in FILES}
    return told(request, scope, shape, files, **({} if scope.query else ways(request)))


def scope_asked(request: MemberRequest) -> Scope:
    for name, ask in SCOPES.items():
        value = request.GET.get(name, "")
        if value:
            return ask(request, value)
    if can_review(request.user):
        return Scope(_("All experiences"), published(), "experiencias")
    mine = Case.objects.filter(pk__in=Case.objects.written_by(request.user).order_by().values("pk"))
    return Scope(_("Your experiences"), published(mine), "mis-experiencias")


def of_network(request: MemberRequest, slug: str) -> Scope:
    network = network_for(request, slug)
    if not can_see_funnel_of_network(request.user, network):
        raise PermissionDenied
    cases = published(Case.objects.shown_in(network))
    return Scope(network.title, cases, network.slug, network.url or "", urlencode({"red": slug}))


def of_place(request: MemberRequest, code: str) -> Scope:
    place = get_object_or_404(Territory.objects.named(code))
    if not can_see_funnel_of_place(request.user, place):
        raise PermissionDenied
    cases = published(Case.objects.filter(lead_municipality=place))
    query = urlencode({"municipio": code})
    return Scope(place.name, cases, f"municipio-{place.code}", place.get_absolute_url(), query)


def of_theme(request: MemberRequest, slug: str) -> Scope:
    theme = get_object_or_404(Theme, slug=slug)
    if not can_see_funnel_of_themes(request.user):
        raise PermissionDenied
    cases = published(Case.objects.about(theme.slug))
    back = f"{reverse('cases:list')}?{urlencode({'tema': slug})}"
    return Scope(theme.name, cases, f"tema-{theme.slug}", back, urlencode({"tema": slug}))


SCOPES: dict[str, Callable[[MemberRequest, str], Scope]] = {
    "red": of_network,
    "municipio": of_place,
    "tema": of_theme,
}


def ways(request: MemberRequest) -> dict[str, Any]:
    """The networks, municipalities and themes whose funnel the person may see too."""
    networks = networks_of_coordinator(request.user)
    current = request.user.affiliations.verified().current(timezone.localdate())
    posts = current.filter(organization__kind="municipal_government")
    places = Territory.objects.filter(pk__in=posts.values("organization__territory"))
    themes = Theme.objects.filter(parent=None).order_by("name")
    return {
        "networks": networks,
        "places": list(places.order_by("name")[:MOST_PLACES]),
        "themes": list(themes) if networks or can_review(request.user) else [],
    }


def told(
    request: MemberRequest, scope: Scope, shape: str, files: dict[str, str], **more: Any
) -> HttpResponseBase:
    if shape:
        return FILES[shape](scope)
    asked = request.GET.get("meses", "")
    length = int(asked) if asked in map(str, LENGTHS) else LENGTHS[0]
    rows, number = ([], 0) if scope.is_one else by_case(scope.cases, length, MOST_CASES)
    context = {
        "scope": scope,
        "funnel": funnel_of(scope.cases, length),
        "steps": FUNNEL,
        "rows": rows,
        "more_rows": number - len(rows),
        "length": length,
        "lengths": LENGTHS,
        "files": files,
        **more,
    }
    return render(request, "knowledge/funnel.html", context)


# --- Files ------------------------------------------------------------------------------


def lines_of(scope: Scope) -> list[list[Any]]:
    heads = ["mes", *(step.column for step in FUNNEL)]
    return [heads, *([row[name] for name in heads] for row in all_months(scope.cases))]


def as_csv(scope: Scope) -> HttpResponseBase:
    lines = csv_lines(lines_of(scope))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{scope.name}-embudo.csv"'
    return response


def as_xlsx(scope: Scope) -> HttpResponse:
    words = [[each["nombre"], each["titulo"], each["significado"]] for each in dictionary()]
    heads = [_("Column"), _("Title"), _("What it counts")]
    book = book_of({_("By month"): lines_of(scope), _("Columns"): [heads, *words]})
    return handed_out(book, XLSX, f"{scope.name}-embudo.xlsx", inline=False)


def as_json(scope: Scope) -> HttpResponse:
    content = {
        "de": scope.title,
        "descargado": timezone.now().isoformat(timespec="seconds"),
        "diccionario": dictionary(),
        "meses": list(all_months(scope.cases)),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return handed_out(text, "application/json", f"{scope.name}-embudo.json", inline=False)


FILES: dict[str, Callable[[Scope], HttpResponseBase]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "json": as_json,
}
