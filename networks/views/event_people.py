"""What those who run an event see and do: who comes, who was there, that it is called off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.http import BIGGEST, is_fragment
from networks.actions import events as event_actions
from networks.actions import registering as actions
from networks.event_table import table_of
from networks.models import EventPage, EventRegistration
from networks.permissions import can_run_event
from networks.views.events import address_of, event_for

if TYPE_CHECKING:
    from community.http import MemberRequest

A_PAGE = 50
STATES = {
    "inscritas": Q(state=EventRegistration.State.REGISTERED),
    "espera": Q(state=EventRegistration.State.WAITING),
    "presentes": Q(attended_at__isnull=False),
}


def event_run_by(request: MemberRequest, pk: int) -> EventPage:
    """The event, for who runs it; Http404 for who may not open it, 403 for who may not act."""
    event = event_for(request, pk)
    if not can_run_event(request.user, event):
        raise PermissionDenied
    return event


def registration_of(event: EventPage, typed: str) -> EventRegistration:
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0
    told = EventRegistration.objects.filter(event=event).select_related("user")
    found = get_object_or_404(told, pk=number if number < BIGGEST else 0)
    found.event = event
    return found


@never_cache
@require_safe
@login_required
def people(request: MemberRequest, pk: int) -> HttpResponse:
    """Who comes, a page at a time. See `STATES` for `?q=&estado=`."""
    event = event_run_by(request, pk)
    told = EventRegistration.objects.filter(event=event).exclude(
        state=EventRegistration.State.ASKED
    )
    counted = told.aggregate(
        registered=Count("pk", filter=STATES["inscritas"]),
        waiting=Count("pk", filter=STATES["espera"]),
        present=Count("pk", filter=STATES["presentes"]),
    )
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    state = request.GET.get("estado", "")
    shown = told.filter(STATES.get(state, Q(state__in=EventRegistration.CONCERNED)))
    for word in words.split():
        shown = shown.filter(Q(name__icontains=word) | Q(user__display_name__icontains=word))
    ordered = shown.order_by("queued_at", "pk") if state == "espera" else shown.by_name()
    rows = Paginator(ordered.select_related("user__photo"), A_PAGE)
    context = {
        "event": event,
        "network": event.network,
        "counted": counted,
        "page_obj": rows.get_page(request.GET.get("pagina")),
        "words": words,
        "state": state if state in STATES else "",
    }
    template = (
        "networks/_event_people.html" if is_fragment(request) else "networks/event_people.html"
    )
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
@login_required
def attendance(request: MemberRequest, pk: int) -> HttpResponse:
    """`presente` or `ausente` says who. HTMX gets the row alone."""
    event = event_run_by(request, pk)
    was_there = "presente" in request.POST
    typed = request.POST.get("presente" if was_there else "ausente", "")
    registration = registration_of(event, typed)
    actions.mark_attendance(registration, request.user, was_there=was_there)
    if not is_fragment(request):
        return HttpResponseRedirect(f"{back_to(request, pk)}#p{registration.pk}")
    context: dict[str, Any] = {"event": event, "registration": registration}
    return render(request, "networks/_event_person.html", context)


def back_to(request: MemberRequest, pk: int) -> str:
    """The list as it stood: with its words, state and page, which the form passes on."""
    query = QueryDict(mutable=True)
    asked_for = QueryDict(request.POST.get("vista", "")[:400])
    for name in ("q", "estado", "pagina"):
        if asked_for.get(name):
            query[name] = asked_for[name]
    address = reverse("events:people", args=[pk])
    return f"{address}?{query.urlencode()}" if query else address


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_off(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Asks for the reason, which the person reads, and gives the seat to who waits."""
    event = event_run_by(request, pk)
    registration = registration_of(event, str(number))
    reason = request.POST.get("razon", "")
    error = ""
    if request.method == "POST":
        try:
            actions.take_off_list(registration, request.user, reason)
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            messages.success(request, _("The person is off the list, and knows why."))
            return redirect("events:people", pk)
    context = {
        "event": event,
        "network": event.network,
        "registration": registration,
        "reason": reason,
        "error": error,
    }
    return render(request, "networks/event_take_off.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def call_off(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks for the reason, which all who are registered read."""
    event = event_run_by(request, pk)
    reason, error = request.POST.get("razon", ""), ""
    if request.method == "POST":
        try:
            event_actions.call_off(event, request.user, reason)
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            messages.success(
                request, _("The event is called off, and all who were registered know.")
            )
            return HttpResponseRedirect(address_of(event, request))
    told = EventRegistration.objects.filter(event=event).concerned().count()
    context = {
        "event": event,
        "network": event.network,
        "reason": reason,
        "error": error,
        "told": told,
    }
    return render(request, "networks/event_call_off.html", context)


@require_POST
@login_required
def take_up_again(request: MemberRequest, pk: int) -> HttpResponse:
    event = event_run_by(request, pk)
    event_actions.take_up_again(event, request.user)
    messages.success(
        request, _("The event takes place after all, and all who were registered know.")
    )
    return HttpResponseRedirect(address_of(event, request))


@never_cache
@require_safe
@login_required
def table(request: MemberRequest, pk: int) -> HttpResponse:
    """Who comes, as a file for a spreadsheet."""
    event = event_run_by(request, pk)
    response = HttpResponse(table_of(event, request.user), content_type="text/csv; charset=utf-8")
    name = content_disposition_header(True, f"{event.slug}.csv")
    response["Content-Disposition"] = name or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
