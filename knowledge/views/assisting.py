"""Where the people of a municipality confirm or refuse what a facilitator told for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from knowledge import actions
from knowledge.forms.remarks import ConfirmationForm
from knowledge.lookup import named
from knowledge.models import AssistedRegistration, Case
from knowledge.permissions import can_answer_for_town, can_read_draft, works_in
from knowledge.reading import read

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirmation(request: MemberRequest, reference: str) -> HttpResponse:
    """The text as it stands, with the question; or the answer that was given.

    For who is known to work in that municipality, the case's keeper and the team.
    """
    asked = assistance_of(request, reference)
    case = asked.case
    may_answer = can_answer_for_town(request.user, asked)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_answer:
            raise PermissionDenied
        if form.is_valid():
            try:
                actions.answer_for_town(case, request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Thank you: your answer is recorded."))
                return redirect("cases:confirmation", case.reference)
    context = {
        "told": read(case, case.draft(), request.user),
        "case": case,
        "asked": asked,
        "form": form,
        "may_answer": may_answer,
    }
    return render(request, "knowledge/confirmation.html", context)


def assistance_of(request: MemberRequest, reference: str) -> AssistedRegistration:
    """What was asked about the case of that address.

    Raises:
        Http404: nothing was asked, or it is not this person's business.

    """
    cases = Case.objects.filter(**named(reference))
    found = AssistedRegistration.objects.filter(case__in=cases).select_related(
        "case__lead_municipality",
        "case__latest_revision",
        "case__registered_by",
        "case__kept_by",
        "case__on_behalf_of",
        "municipality",
        "facilitator",
        "answered_by",
    )
    asked = found.first()
    if asked is None:
        raise Http404
    if not (
        works_in(request.user, asked.municipality_id) or can_read_draft(request.user, asked.case)
    ):
        raise Http404
    return asked
