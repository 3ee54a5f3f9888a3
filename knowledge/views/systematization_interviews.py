"""Interviews of a systematization: the list, one of them, deleting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knowledge.actions import systematization as actions
from knowledge.forms.systematization_interviews import InterviewForm
from knowledge.models import Interview
from knowledge.moments import (
    INTERVIEWS,
    moment_of,
    screen_after,
    screen_before,
    screen_called,
    systematization_of,
)
from knowledge.protection import may_know_interviewed
from knowledge.views.systematization import frame, of_a_systematization

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest
    from knowledge.models import Case


def around(request: MemberRequest, case: Case) -> dict[str, Any]:
    screen = screen_called(INTERVIEWS)
    if screen is None:
        raise Http404
    return {
        **frame(request, case, systematization_of(case)),
        "screen": screen,
        "moment": moment_of(screen),
        "number": 3,
        "before": screen_before(screen),
        "after": screen_after(screen),
    }


@of_a_systematization
def interviews(request: MemberRequest, case: Case) -> HttpResponse:
    """Those held, each with its consent; the names only for who may know them."""
    context = around(request, case)
    found = context["systematization"]
    rows = list(found.interviews.select_related("recorded_by")) if found.pk else []
    for row in rows:
        row.may_be_known = may_know_interviewed(request.user, case, row)
    return render(request, "knowledge/systematization/interviews.html", {**context, "rows": rows})


@of_a_systematization
def interview(request: MemberRequest, case: Case, pk: int | None = None) -> HttpResponse:
    """One interview, new or to be changed by who may know whom it was with."""
    row = known(request, case, pk) if pk else Interview()
    form = InterviewForm(request.POST or None, request.FILES or None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.save_interview(case, form, request.user)
        messages.success(request, _("The interview was saved."))
        return redirect("cases:systematization:interviews", case.reference)
    context = {**around(request, case), "form": form, "interview": row if pk else None}
    return render(request, "knowledge/systematization/interview.html", context)


@of_a_systematization
def remove(request: MemberRequest, case: Case, pk: int) -> HttpResponse:
    """Asks once, naming what is lost; then it is gone with the proof of its consent."""
    row = known(request, case, pk)
    if request.method == "POST":
        actions.remove_interview(row, request.user)
        messages.success(request, _("The interview was deleted."))
        return redirect("cases:systematization:interviews", case.reference)
    context = {**around(request, case), "interview": row}
    return render(request, "knowledge/systematization/remove.html", context)


def known(request: MemberRequest, case: Case, pk: int) -> Interview:
    """Raises Http404 or PermissionDenied."""
    row = (
        Interview.objects.filter(systematization__case=case, pk=pk)
        .select_related("systematization__case")
        .first()
    )
    if row is None:
        raise Http404
    if not may_know_interviewed(request.user, case, row):
        raise PermissionDenied
    return row
