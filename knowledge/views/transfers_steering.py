"""Moving a transfer on, saying what it is and who is in its team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from knowledge.actions import transfer_plans, transfer_stages
from knowledge.actions import transfers as actions
from knowledge.actions.transfer_history import locked
from knowledge.actions.transfer_versions import take_newer
from knowledge.forms.transfers import DescribeForm, StageForm, TeamForm
from knowledge.renewing import renewal_of
from knowledge.views.transfers_keeping import keep_form
from knowledge.views.transfers_planning import to_carry

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest
    from knowledge.models import Transfer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def stage(request: MemberRequest, pk: int) -> HttpResponse:
    """Where it stands: forwards, back, stopped or closed."""
    transfer = to_carry(request, pk)
    asked = request.GET.get("etapa", "") if request.method != "POST" else ""

    def form_of(data: Any, _files: Any, now: Transfer) -> StageForm:
        told = {"reason": now.stop_reason, "note": now.stop_note, "lessons": now.lessons}
        return StageForm(data, initial={"stage": asked or now.stage, **told})

    def move(form: StageForm, seen: str) -> None:
        transfer_stages.move(transfer, request.user, **form.cleaned_data, seen=seen)

    shown = keep_form(request, transfer, form_of, move, transfer_stages.STEERED)
    if shown is None:
        messages.success(request, _("Saved. Whoever is concerned has been told."))
        return redirect(transfer)
    return render(request, "knowledge/transfers/stage.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def describe(request: MemberRequest, pk: int) -> HttpResponse:
    """What it is, what was agreed, who reads it."""
    transfer = to_carry(request, pk)

    def form_of(data: Any, files: Any, now: Transfer) -> DescribeForm:
        return DescribeForm(data, files, instance=now, user=request.user)

    def keep(form: DescribeForm, seen: str) -> None:
        actions.describe(transfer, request.user, **form.told, seen=seen)

    shown = keep_form(request, transfer, form_of, keep, actions.DESCRIBED)
    if shown is None:
        messages.success(request, _("Saved."))
        return redirect(transfer)
    return render(request, "knowledge/transfers/describe.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def team(request: MemberRequest, pk: int) -> HttpResponse:
    """The posts that carry it, and who holds each."""
    transfer = to_carry(request, pk)
    with transaction.atomic():
        if request.method == "POST":
            # Locked before it is compared: what is looked at is what is written over.
            transfer = locked(transfer)
        form = TeamForm(
            request.POST if request.method == "POST" else None,
            transfer=transfer,
            on=timezone.localdate(),
        )
        is_kept = request.method == "POST" and form.is_valid()
        if is_kept:
            transfer_plans.keep_team(transfer, request.user, form.posts)
    if is_kept:
        messages.success(request, _("Saved."))
        if "more" in request.POST:
            return redirect("transfers:team", transfer.pk)
        return redirect(transfer)
    return render(request, "knowledge/transfers/team.html", {"transfer": transfer, "form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def newer_version(request: MemberRequest, pk: int) -> HttpResponse:
    """What changed since the version it began from; taking that over, or staying."""
    transfer = to_carry(request, pk)
    if transfer.is_stopped:
        raise PermissionDenied
    number = request.POST.get("number", "")
    if request.method == "POST" and number.isdecimal():
        try:
            take_newer(transfer, request.user, int(number[:9]))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            words = _("From now on it repeats version %(number)s. Look over the three steps.")
            messages.success(request, words % {"number": number})
            return redirect(transfer)
    context = {"transfer": transfer, "renewal": renewal_of(transfer)}
    return render(request, "knowledge/transfers/newer_version.html", context)


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
