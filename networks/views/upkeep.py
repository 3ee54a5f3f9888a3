"""Saying that a page still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.models import visible_pages
from networks import actions
from networks.models import EntryPage, a_year_after
from networks.permissions import may_confirm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Where a mail leads: the page in short, and one click for "it still holds"."""
    page = visible_pages(request.user).filter(pk=pk).first()
    entry = page.specific if page is not None else None
    if not isinstance(entry, EntryPage):
        raise Http404
    if not may_confirm(request.user, entry):
        raise PermissionDenied
    today = timezone.localdate()
    if request.method == "POST":
        actions.confirm_entry(entry, request.user, today)
        messages.success(request, _("Noted: it still holds. You will be asked again in a year."))
        return redirect(entry.get_url(request) or "/")
    told = {
        "page": entry,
        "next_day": a_year_after(today),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[entry.pk])
        if entry.permissions_for_user(request.user).can_edit()
        else "",
    }
    return render(request, "networks/confirm.html", told)
