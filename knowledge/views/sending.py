"""Handing a case in, or deleting a draft that was never handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knowledge import actions
from knowledge.actions.assisting import people_of
from knowledge.actions.writing import works_for
from knowledge.forms.sending import SendForm
from knowledge.permissions import assists, can_discard, can_send, is_keeper
from knowledge.sections import FIRST, SECTIONS
from knowledge.views.workspace import frame, of_a_draft

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest
    from knowledge.models import Case


@of_a_draft
def send(request: MemberRequest, case: Case) -> HttpResponse:
    """What is missing, with the way to each field; when nothing is, the licence and the button."""
    if not can_send(request.user, case):
        if is_keeper(request.user, case):
            return redirect("cases:edit", case.reference)
        raise PermissionDenied
    draft = case.draft()
    around = frame(request, case, draft)
    form = SendForm(request.POST or None)
    if request.method == "POST" and not around["progress"].missing and form.is_valid():
        try:
            sent = actions.send(case, request.user)
        except ValidationError:
            # Something was emptied meanwhile in another window: the page says what.
            return redirect("cases:send", case.reference)
        messages.success(
            request,
            _("Thank you. We have received your experience and told the knowledge team."),
        )
        return redirect("cases:edit", sent.reference)
    from_outside = case.is_told_by_a_third_party and not works_for(request.user, draft)
    is_assisted = from_outside and assists(request.user, draft.lead_municipality)
    return render(
        request,
        "knowledge/workspace/send.html",
        {
            **around,
            "form": form,
            "is_told_from_outside": from_outside,
            "is_assisted": is_assisted,
            "people_asked": people_of(draft.lead_municipality).count() if is_assisted else 0,
        },
    )


@of_a_draft
def discard(request: MemberRequest, case: Case) -> HttpResponse:
    """Asks once, naming what is lost; then the draft is gone."""
    if not can_discard(request.user, case):
        raise PermissionDenied
    if request.method == "POST":
        title = case.title
        actions.discard(case, request.user)
        messages.success(request, _("The draft “%(title)s” was deleted.") % {"title": title})
        return redirect("cases:new")
    draft = case.draft()
    context = {**frame(request, case, draft), "begun": begun_sections(draft)}
    return render(request, "knowledge/workspace/discard.html", context)


def begun_sections(draft: Case) -> list[str]:
    """Titles of the sections in which something is written."""
    return [
        str(section.title)
        for section in SECTIONS
        if section is FIRST or is_begun(draft, section.names)
    ]


def is_begun(draft: Case, names: tuple[str, ...]) -> bool:
    # Validity says "not confirmed" from the start.
    values = (getattr(draft, name) for name in names if name != "validity_status")
    return any(value.exists() if hasattr(value, "exists") else bool(value) for value in values)
