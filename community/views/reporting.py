"""Reporting what others wrote, and reading what was decided about one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from community.actions import moderation as actions
from community.actions.appeals import appeal as make_appeal
from community.forms.moderation import AppealAnswerForm, AppealForm, ReportForm
from community.http import BIGGEST
from community.models import ModerationAct
from community.moderable import moderable_called
from community.permissions import can_appeal, can_decide_appeal, can_moderate, can_report

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest
    from community.moderable import Moderable


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: MemberRequest, word: str, pk: int) -> HttpResponse:
    """Asks what is wrong with it. What is not right is said beside the words, which are kept."""
    kind = moderable_called(word)
    thing = kind and kind.visible_to(request.user).filter(pk=pk).first() if pk < BIGGEST else None
    if kind is None or thing is None:
        raise Http404
    if not can_report(request.user, thing):
        raise PermissionDenied
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and sent(request, form, thing):
        messages.success(
            request, _("Thank you. Whoever moderates there looks at it, and we tell you.")
        )
        return redirect(kind.address(thing))
    context = {"form": form, "kind": kind, **told(kind, thing)}
    return render(request, "community/moderation/report.html", context)


def told(kind: Moderable, thing: Any) -> dict[str, Any]:
    return {
        "title": kind.title(thing),
        "words": kind.words(thing),
        "address": kind.address(thing),
    }


def sent(request: MemberRequest, form: ReportForm, thing: Any) -> bool:
    """Whether it went out; if not, the form says why. A machine is thanked all the same."""
    if form.is_a_robot:
        return True
    if not ratelimit.consume(request, action="report", user=request.user):
        form.add_error(
            None, _("You have reported a lot within the hour. Wait a while and send it again.")
        )
        return False
    data = form.cleaned_data
    try:
        actions.report(thing, request.user, data["reason"], data["words"])
    except ValidationError as refusal:
        form.refuse(refusal, "words")
        return False
    return True


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: MemberRequest, pk: int) -> HttpResponse:
    """What was decided and why; whoever it concerns appeals here."""
    visible = ModerationAct.objects.visible_to(request.user).filter(pk__lt=BIGGEST)
    act = get_object_or_404(visible.select_related("by", "person", "appeal__decided_by"), pk=pk)
    may_appeal = can_appeal(request.user, act)
    if request.method == "POST" and not may_appeal:
        raise PermissionDenied
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            make_appeal(act, request.user, form.cleaned_data["words"])
        except ValidationError as refusal:
            form.refuse(refusal, "words")
        else:
            messages.success(request, _("Your appeal is with somebody who did not decide it."))
            return redirect(act)
    return render_decision(request, act, form if may_appeal else None)


def render_decision(
    request: MemberRequest,
    act: ModerationAct,
    form: AppealForm | None = None,
    answer: AppealAnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    appeal: Any = getattr(act, "appeal", None)
    is_open = appeal is not None and appeal.state == appeal.State.OPEN
    may_answer = is_open and can_decide_appeal(request.user, appeal)
    thing = act.thing
    context = {
        "act": act,
        "appeal": appeal,
        "form": form,
        "answer": (answer or AppealAnswerForm()) if may_answer else None,
        "is_mine": act.person_id == request.user.pk,
        "thing": thing,
        "moderates": thing is not None and can_moderate(request.user, thing),
    }
    return render(request, "community/moderation/decision.html", context, status=status)


@never_cache
@login_required
@require_safe
def suspension(request: MemberRequest) -> HttpResponse:
    """Says until when and why one may only read, and where to appeal."""
    if not request.user.is_suspended:
        return redirect("community:my_space")
    return render(request, "community/moderation/suspension.html")
