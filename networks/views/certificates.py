"""Certificates of attendance: to take along, and to see whether one is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.http import BIGGEST
from networks.certificates import certificate_of
from networks.event_links import guest_in
from networks.models import EventRegistration

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from community.http import MemberRequest

TOLD = EventRegistration.objects.select_related("event__standing", "event__network", "user")


@never_cache
@require_safe
@login_required
def own(request: MemberRequest, pk: int) -> HttpResponse:
    """One's own, once one was marked as present in what gives certificates."""
    return leaf(TOLD.filter(user=request.user.pk, event=pk).first() if pk < BIGGEST else None)


@never_cache
@require_safe
def of_guest(request: HttpRequest, token: str) -> HttpResponse:
    """That of who has no account, by the link of their mails."""
    key = guest_in(token)
    return leaf(TOLD.filter(key=key).first() if key else None)


def leaf(registration: EventRegistration | None) -> HttpResponse:
    if registration is None or not registration.has_certificate:
        raise Http404
    response = HttpResponse(certificate_of(registration), content_type="application/pdf")
    name = f"{_('certificate')}-{registration.event.slug}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


@never_cache
@require_safe
def certificate(request: HttpRequest, key: UUID) -> HttpResponse:
    """What whoever holds the paper may see of it: its name, the event and the day."""
    registration = TOLD.filter(key=key).first()
    if registration is not None and not registration.has_certificate:
        registration = None
    context = {"registration": registration, "event": registration and registration.event}
    status = 200 if registration else 404
    return render(request, "networks/event_certificate.html", context, status=status)
