"""“Does it go on?”: by the link of a mail, at /experiencias/vigencia/…, or signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from knowledge import actions
from knowledge.actions.validity import can_answer_validity
from knowledge.forms.validity import ValidityForm
from knowledge.lookup import case_for, moved
from knowledge.validity_links import ANSWERS, read_link

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what the link says and asks to confirm it, because programs open links of mails.

    POST notes it. Needs no sign-in; nothing here tells whose mail it was.
    """
    found = read_link(token)
    if found is None:
        return render(request, "knowledge/validity_gone.html", status=404)
    question, answer = found
    form = ValidityForm(request.POST or None, initial={"answer": answer})
    is_open = question.closed_on is None
    if is_open and not can_answer_validity(question.person, question.case, timezone.localdate()):
        return render(request, "knowledge/validity_gone.html", status=404)
    if request.method == "POST" and is_open and form.is_valid():
        try:
            actions.answer_question(question, **form.cleaned_data)
        except PermissionDenied:
            is_open = False
        else:
            return redirect("cases:validity_link", token=token)
    context = {"case": question.case, "form": form, "is_open": is_open, "by_link": True}
    status = 422 if form.errors else 200
    return render(request, "knowledge/validity.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def validity(request: MemberRequest, reference: str) -> HttpResponse:
    """The same for who has signed in: of those responsible, or of the team."""
    case = case_for(request, reference)
    if not case.live:
        raise Http404
    if not can_answer_validity(request.user, case, timezone.localdate()):
        raise PermissionDenied
    elsewhere = moved(request, case, reference)
    if elsewhere:
        return elsewhere
    now = case.validity_status
    form = ValidityForm(request.POST or None, initial={"answer": now if now in ANSWERS else ""})
    if request.method == "POST" and form.is_valid():
        actions.answer_validity(case, request.user, **form.cleaned_data)
        messages.success(request, _("Thank you: readers see it on the page of the experience."))
        return redirect(case)
    context = {"case": case, "form": form, "is_open": True, "by_link": False}
    status = 422 if form.errors else 200
    return render(request, "knowledge/validity.html", context, status=status)
