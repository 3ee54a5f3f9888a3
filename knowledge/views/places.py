"""What is worked out about a municipality: those like it, and where its figures come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.actions.place_figures import enter_figure, put_back
from community.models import FigureKind, PlaceFigure
from community.models.place_figures import COLUMNS
from knowledge.alike import Likeness, with_reasons
from knowledge.forms.place_figures import form_for
from knowledge.models import Case
from knowledge.permissions_of_places import can_enter_figures
from knowledge.weighing import query_of, read_weights
from territories.comparing import nearest
from territories.facts import coded_as
from territories.ground import with_stamp
from territories.likeness_words import listed
from territories.models import Territory

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest

MOST_PEERS = 20
# How many of what was told of each figure stand on the page of all; on a page of one alone.
FIRST, A_PAGE = 5, 20


def place_for(request: HttpRequest, country: str, code: str) -> Territory:
    """The municipality with that code, its own or another. One query.

    Raises:
        Http404: there is none, or it is a state or a country.

    """
    places = with_stamp(Territory.objects.visible_to(request.user).municipalities())
    found = coded_as(places, country.upper(), code)
    if found is None:
        raise Http404(_("There is no such municipality."))
    return found


def moved_to(request: HttpRequest, place: Territory, name: str, **more: Any) -> HttpResponse | None:
    """A permanent redirect to the address as we write it, when it was written otherwise."""
    url = address_of(place, name, **more)
    if request.path == url or request.method not in ("GET", "HEAD"):
        return None
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{url}?{query}" if query else url, permanent=True)


def address_of(place: Territory, name: str, **more: Any) -> str:
    named = {"country": place.country_code.lower(), "code": place.code}
    return reverse(f"places:{name}", kwargs=named | more)


def context_of(place: Territory, title: str, **more: Any) -> dict[str, Any]:
    crumbs = [
        (_("Municipalities"), reverse("territories:index")),
        (place.name_with_parent, place.get_absolute_url()),
        (title, ""),
    ]
    return {"place": place, "crumbs": crumbs, "title": title, **more}


# --- Those like it ------------------------------------------------------------------


@require_safe
def alike(request: HttpRequest, country: str, code: str) -> HttpResponse:
    """Municipalities like this one, by weights the reader may change in the address."""
    place = place_for(request, country, code)
    elsewhere = moved_to(request, place, "alike")
    if elsewhere:
        return elsewhere
    weighing = read_weights(request.GET)
    comparison = nearest(place, limit=MOST_PEERS, weights=weighing.weights)
    rows = with_reasons(comparison)
    count_cases_of(rows, request)
    usable = comparison.usable
    context = context_of(
        place,
        _("Comparable municipalities"),
        weighing=weighing,
        comparison=comparison,
        rows=rows,
        lacking=listed(comparison.lacking),
        scarce=listed(each for each in comparison.scarce if each not in comparison.lacking),
        usable=query_of(usable) if any(usable.values()) and usable != weighing.weights else "",
    )
    return render(request, "knowledge/places/alike.html", context)


def count_cases_of(rows: list[Likeness], request: HttpRequest) -> None:
    """Say how many experiences of each can be read. One query."""
    places = [row.peer.pk for row in rows]
    cases = Case.objects.visible_to(request.user).filter(lead_municipality__in=places)
    told = dict(cases.order_by().values_list("lead_municipality").annotate(number=Count("pk")))
    for row in rows:
        row.cases = told.get(row.peer.pk, 0)


# --- Its figures --------------------------------------------------------------------


@require_safe
def figures(request: HttpRequest, country: str, code: str) -> HttpResponse:
    """What is known of it, from where, and what was told last; all of one figure with `cifra`."""
    place = place_for(request, country, code)
    elsewhere = moved_to(request, place, "figures")
    if elsewhere:
        return elsewhere
    told = PlaceFigure.objects.of_place(place)
    only = request.GET.get("cifra", "")
    if only in FigureKind.values:
        page = Paginator(told.filter(kind=only), A_PAGE).get_page(request.GET.get("pagina"))
        groups = [group_of(place, FigureKind(only), list(page))]
    else:
        page = None
        last = list(told.last_of_each(FIRST))
        groups = [group_of(place, kind, last) for kind in FigureKind]
    context = context_of(
        place,
        _("Figures and where they come from"),
        groups=groups,
        page_obj=page,
        may_enter=can_enter_figures(request.user, place),
    )
    return render(request, "knowledge/places/figures.html", context)


def group_of(place: Territory, kind: FigureKind, told: list[PlaceFigure]) -> dict[str, Any]:
    """One figure: what stands, and what was told of it before."""
    value, year, source = (getattr(place, name) for name in COLUMNS[kind])
    rows = [{"told": row, "stands": row.stands_in(place)} for row in told if row.kind == kind]
    of_all = getattr(rows[0]["told"], "of_all", 0) if rows else 0
    url = address_of(place, "figure", kind=kind.value)
    named = {"kind": kind, "value": value, "year": year, "source": source}
    return named | {"rows": rows, "url": url, "earlier": max(of_all - len(rows), 0)}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: MemberRequest, country: str, code: str, kind: str) -> HttpResponse:
    """The form for one figure."""
    place = place_for(request, country, code)
    if kind not in FigureKind.values:
        raise Http404
    require_right(request, place)
    form = form_for(place, kind, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = enter_figure(place, kind, by=request.user, **form.told)
        place.refresh_from_db()
        messages.success(request, said_of(told, place))
        return redirect(address_of(place, "figures"))
    label = FigureKind(kind).label
    title = _("Enter: %(figure)s") % {"figure": label}
    context = context_of(place, title, form=form, kind=kind)
    return render(request, "knowledge/places/figure.html", context)


def said_of(told: PlaceFigure, place: Territory) -> str:
    if told.stands_in(place):
        return _("Thank you. The figure is shown with its year and its source.")
    return _("Thank you. It was kept, but one of a later year goes on being shown.")


@require_POST
@login_required
def show(request: MemberRequest, country: str, code: str, pk: int) -> HttpResponse:
    """Show again what was told before."""
    place = place_for(request, country, code)
    require_right(request, place)
    told = get_object_or_404(PlaceFigure, pk=pk, place=place)
    put_back(told, request.user)
    messages.success(request, _("That figure is shown again."))
    return redirect(address_of(place, "figures"))


def require_right(request: MemberRequest, place: Territory) -> None:
    """Raises PermissionDenied."""
    if not can_enter_figures(request.user, place):
        raise PermissionDenied(_("Figures are entered by facilitators and coordinators."))
