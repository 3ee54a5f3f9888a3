"""The desk of those who moderate: its queue and its decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.actions.appeals import decide_appeal
from community.actions.deciding import VERBS, decide_all
from community.forms.moderation import AppealAnswerForm, DecisionForm
from community.http import BIGGEST
from community.models import ModerationAct
from community.moderation_queue import (
    APPEALS,
    IN_FORCE,
    WAITING,
    WITH_COORDINATORS,
    Part,
    choices,
    counts_of,
    groups,
    matters,
    narrowed,
    parts_for,
)
from community.permissions import can_decide_appeal, is_coordinating_unit, is_moderator
from community.views.reporting import render_decision

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest

PER_PAGE = 20
FILTERS = ("tipo", "motivo", "red")


@never_cache
@login_required
@require_safe
def queue(request: MemberRequest) -> HttpResponse:
    """What waits, a part at a time."""
    return show_queue(request, request.GET.get("parte", ""))


def show_queue(request: MemberRequest, name: str, form: DecisionForm | None = None) -> HttpResponse:
    if not is_moderator(request.user):
        raise PermissionDenied
    parts = parts_for(request.user)
    part = next((each for each in parts if each.name == name), parts[0])
    are_reports = part in (WAITING, WITH_COORDINATORS)
    everything = part.rows(request.user)
    rows = everything
    if part is not APPEALS:
        rows = narrowed(rows, request.GET, are_reports=are_reports)
    counts, is_narrowed = counts_of(request.user), any(request.GET.get(each) for each in FILTERS)
    paginator = Paginator(groups(rows) if are_reports else rows, PER_PAGE)
    if part.name in counts and not is_narrowed:
        paginator.count = counts[part.name]
    page = paginator.get_page(request.GET.get("pagina"))
    context = {
        "parts": [(each, counts.get(each.name)) for each in parts],
        "part": part,
        "are_reports": are_reports,
        "page_obj": page,
        "rows": matters(list(page), rows, request.user) if are_reports else list(page),
        "form": form or DecisionForm(verbs=verbs_for(request, part)),
        "can_decide": are_reports or part is IN_FORCE,
        "chosen": request.POST.getlist("chosen"),
        "filters": filters(request, everything, are_reports) if part is not APPEALS else None,
        "is_narrowed": is_narrowed,
        "all_marked": "marcar" in request.GET,
    }
    status = 422 if form else 200
    return render(request, "community/moderation/queue.html", context, status=status)


def verbs_for(request: MemberRequest, part: Part) -> tuple[str, ...]:
    """What may be decided there: suspending is the unit's, and to it nothing is passed on."""
    if part is IN_FORCE:
        return ("mostrar",)
    if is_coordinating_unit(request.user):
        return tuple(verb for verb in VERBS if verb not in ("mostrar", "pasar"))
    return tuple(verb for verb in VERBS if verb not in ("mostrar", "suspender"))


def filters(request: MemberRequest, rows: Any, are_reports: bool) -> list[dict[str, Any]]:
    """The filters with what each offers and what is chosen."""
    names = {"tipo": _("Kind"), "motivo": _("Reason"), "red": _("Network")}
    offered = choices(rows)
    return [
        {
            "name": name,
            "title": title,
            "choices": offered[name],
            "chosen": request.GET.get(name, ""),
        }
        for name, title in names.items()
        if name != "motivo" or are_reports
    ]


@never_cache
@login_required
@require_POST
def decide(request: MemberRequest) -> HttpResponse:
    """Decide the same about all that is marked, and say what could not be."""
    if not is_moderator(request.user):
        raise PermissionDenied
    name = request.POST.get("parte", "")
    part = IN_FORCE if name == IN_FORCE.name else WAITING
    form = DecisionForm(request.POST, verbs=verbs_for(request, part))
    chosen = request.POST.getlist("chosen")
    if not chosen:
        form.add_error(None, _("Mark at least one of them."))
    if form.is_valid():
        data = form.cleaned_data
        try:
            outcome = decide_all(
                chosen, request.user, data["act"], data["reason"], data.get("days")
            )
        except ValidationError as refusal:
            form.refuse(refusal, "reason")
        else:
            say(request, outcome.done, outcome.refused)
            return HttpResponseRedirect(f"{reverse('moderation:queue')}?parte={part_name(name)}")
    return show_queue(request, name, form)


def part_name(name: str) -> str:
    return name if name in (WAITING.name, WITH_COORDINATORS.name, IN_FORCE.name) else WAITING.name


def say(request: MemberRequest, done: int, refused: list[str]) -> None:
    if done:
        said = ngettext("%(count)d is decided.", "%(count)d are decided.", done)
        messages.success(request, said % {"count": done})
    if refused:
        said = _("You may not decide this, or somebody did before: %(names)s.")
        messages.warning(request, said % {"names": ", ".join(refused[:5])})


@never_cache
@login_required
@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Decide about an appeal."""
    visible = ModerationAct.objects.visible_to(request.user).filter(
        pk__lt=BIGGEST, appeal__isnull=False
    )
    act = get_object_or_404(visible.select_related("by", "person", "appeal"), pk=pk)
    if not can_decide_appeal(request.user, act.appeal):
        raise PermissionDenied
    form = AppealAnswerForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            decide_appeal(
                act.appeal, request.user, accept=data["accept"] == "yes", answer=data["reason"]
            )
        except ValidationError as refusal:
            form.refuse(refusal, "reason")
        else:
            messages.success(request, _("The answer is on its way."))
            return redirect(act)
    return render_decision(request, act, answer=form, status=422)
