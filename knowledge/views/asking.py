"""The right to reply: anybody asks for a correction, a withdrawal or a confirmation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from knowledge import actions
from knowledge.forms.asking import RequestForm
from knowledge.lookup import case_for, moved
from knowledge.models import DAYS_TO_ANSWER, Case, CorrectionRequest

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def published_for(request: HttpRequest, reference: str) -> Case:
    """A case that readers see; about a draft one talks to its author.

    Raises:
        Http404: there is none.

    """
    case = case_for(request, reference)
    if not case.live:
        raise Http404
    return case


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """The form, with or without an account. What was sent is thanked for on its own page."""
    case = published_for(request, reference)
    elsewhere = moved(request, case, reference) if request.method != "POST" else None
    if elsewhere:
        return elsewhere
    form = RequestForm(request.POST if request.method == "POST" else None, initial=known(request))
    if request.method == "POST" and form.is_valid():
        if form.is_a_robot:
            return redirect("cases:request_received", reference=case.reference)
        if ratelimit.consume(request, action="case_request"):
            asker = request.user if request.user.is_authenticated else None
            actions.ask(case, asker, **form.request_fields)
            return redirect("cases:request_received", reference=case.reference)
        form.refuse_for_now()
    context = {"case": case, "form": form, "days": DAYS_TO_ANSWER}
    return render(request, "knowledge/request.html", context)


def known(request: HttpRequest) -> dict[str, Any]:
    """What the form need not ask of somebody who has signed in; what a link has chosen."""
    kind = request.GET.get("tipo", "")
    initial = {"kind": kind} if kind in CorrectionRequest.Kind.values else {}
    if not request.user.is_authenticated:
        return initial
    post = request.user.current_affiliation
    return {
        **initial,
        "name": request.user.display_name,
        "email": request.user.email,
        "post": str(post or ""),
    }


@never_cache
@require_safe
def received(request: HttpRequest, reference: str) -> HttpResponse:
    """Thanks, and the day by which there is an answer."""
    case = published_for(request, reference)
    day = timezone.localdate() + timedelta(days=DAYS_TO_ANSWER)
    return render(request, "knowledge/request_received.html", {"case": case, "day": day})
