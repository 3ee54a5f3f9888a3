"""Moving a transfer on, saying what it is and who is in its team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from knowledge.actions import transfer_plans, transfer_stages
from knowledge.actions import transfers as actions
from knowledge.forms.transfers import DescribeForm, StageForm, TeamForm
from knowledge.views.transfers_planning import to_carry

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def stage(request: MemberRequest, pk: int) -> HttpResponse:
    """Where it stands: forwards, back, stopped or closed."""
    transfer = to_carry(request, pk)
    asked = request.GET.get("etapa", "")
    form = StageForm(
        request.POST if request.method == "POST" else None,
        initial={
            "stage": asked or transfer.stage,
            "reason": transfer.stop_reason,
            "note": transfer.stop_note,
            "lessons": transfer.lessons,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            transfer_stages.move(transfer, request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. Whoever is concerned has been told."))
            return redirect(transfer)
    return render(request, "knowledge/transfers/stage.html", {"transfer": transfer, "form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def describe(request: MemberRequest, pk: int) -> HttpResponse:
    """What it is, what was agreed, who reads it."""
    transfer = to_carry(request, pk)
    is_sent = request.method == "POST"
    form = DescribeForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        instance=transfer,
        user=request.user,
    )
    if is_sent and form.is_valid():
        try:
            actions.describe(transfer, request.user, **form.told)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(transfer)
    context = {"transfer": transfer, "form": form}
    return render(request, "knowledge/transfers/describe.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def team(request: MemberRequest, pk: int) -> HttpResponse:
    """The posts that carry it, and who holds each."""
    transfer = to_carry(request, pk)
    form = TeamForm(
        request.POST if request.method == "POST" else None,
        transfer=transfer,
        on=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        transfer_plans.keep_team(transfer, request.user, form.posts)
        messages.success(request, _("Saved."))
        if "more" in request.POST:
            return redirect("transfers:team", transfer.pk)
        return redirect(transfer)
    return render(request, "knowledge/transfers/team.html", {"transfer": transfer, "form": form})


@never_cache
@require_POST
@login_required
def take_over(request: MemberRequest, pk: int) -> HttpResponse:
    """Go on with what nobody keeps."""
    transfer = to_carry(request, pk)
    try:
        transfer_plans.take_over(transfer, request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("You go on with this transfer from now on."))
    return redirect(transfer)
