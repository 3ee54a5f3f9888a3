"""“Quiero replicarla”: a municipality says that it repeats a case, and the origin answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from knowledge.actions import transfers as actions
from knowledge.actions.transfer_history import those_of_the_origin
from knowledge.forms.transfers import AnswerForm, BeginForm
from knowledge.lookup import case_for, moved
from knowledge.models import Transfer
from knowledge.permissions_of_transfers import adopters_for, can_answer
from knowledge.transfer_kinds import OriginAnswer
from knowledge.views.transfers import transfer_for
from knowledge.views.transfers_keeping import keep_form

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest
    from knowledge.models import Case


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def replicate(request: MemberRequest, reference: str) -> HttpResponse:
    """The form to begin; for who may not, why, and what to do about it."""
    case = case_for(request, reference)
    elsewhere = moved(request, case, reference)
    if elsewhere:
        return elsewhere
    adopters = adopters_for(request.user)
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        adopters=adopters,
        case=case,
        user=request.user,
    )
    if request.method == "POST":
        if not adopters.exists():
            raise PermissionDenied
        if form.is_valid():
            begun = begin(request, case, form)
            if begun is not None:
                messages.success(request, whom_it_reached(case))
                return redirect("transfers:fit", begun.pk)
    theirs = Transfer.objects.visible_to(request.user).going_on().filter(origin_case=case)
    context = {
        "case": case,
        "form": form,
        "refusal": refusal_of(case),
        "may_begin": adopters.exists(),
        "known": list(theirs.filter(adopter__in=adopters.values("pk")).select_related("adopter")),
    }
    return render(request, "knowledge/transfers/begin.html", context)


def whom_it_reached(case: Case) -> str:
    """That it has begun, and whether anybody was there to be told."""
    if those_of_the_origin(case):
        return _("Your transfer has begun. Whoever tells the experience has been told.")
    return _("Your transfer has begun. Nobody tells the experience here any more: write to us.")


def refusal_of(case: Case) -> str:
    """Why nobody may repeat it now; "" where they may."""
    try:
        actions.refuse_unpublished(case)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def begin(request: MemberRequest, case: Case, form: BeginForm) -> Transfer | None:
    """The transfer; None where it is refused, and the form says why."""
    told = dict(form.cleaned_data)
    try:
        return actions.begin(case, request.user, told.pop("adopter"), **told)
    except ValidationError as refusal:
        form.refuse(refusal)
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def origin(request: MemberRequest, pk: int) -> HttpResponse:
    """Where the origin confirms or declines, and offers help."""
    transfer = transfer_for(request, pk)
    if not can_answer(request.user, transfer):
        raise PermissionDenied

    def keep(form: AnswerForm, seen: str) -> None:
        actions.answer_as_origin(transfer, request.user, **form.cleaned_data, seen=seen)

    shown = keep_form(request, transfer, answer_form, keep, actions.ANSWERED)
    if shown is None:
        messages.success(request, _("Your answer is recorded and they have been told."))
        return redirect(transfer)
    is_answered = shown["transfer"].origin_answer != OriginAnswer.PENDING
    return render(request, "knowledge/transfers/origin.html", {**shown, "is_answered": is_answered})


def answer_form(data: Any, _files: Any, transfer: Transfer) -> AnswerForm:
    """With what was answered before or, the first time, the help that the case offers."""
    if transfer.origin_answer == OriginAnswer.PENDING:
        return AnswerForm(data, initial={"support": transfer.origin_case.support_offered})
    return AnswerForm(
        data,
        initial={
            "answer": transfer.origin_answer,
            "support": transfer.support,
            "contact": transfer.origin_contact,
            "note": transfer.origin_note,
        },
    )
