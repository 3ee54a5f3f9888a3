"""The board of needs, a need, and what its municipality does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from community.http import is_fragment
from community.models import visible_pages
from knowledge.actions import needs as actions
from knowledge.forms.needs import NeedForm, StateForm
from knowledge.models import Case, Need, SolutionPage
from knowledge.naming_things import thing_at
from knowledge.need_kinds import NeedState, ProposalKind
from knowledge.need_listing import list_needs
from knowledge.permissions_of_needs import (
    can_answer_need,
    can_edit_need,
    can_keep_need,
    can_post_need_for,
    can_post_needs,
    can_read_unmet,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest
    from knowledge.models import NeedAnswer, NeedProposal

# Of the history that is shown; a need that changes more often says it in its conversation.
MOST_STEPS = 12
MOST_ANSWERS = 60


def need_for(request: HttpRequest, pk: int) -> Need:
    """The need, if this visitor may read it; raises Http404 otherwise. One query."""
    readable: Any = Need.objects.visible_to(request.user).with_row()
    found: Need = get_object_or_404(
        readable.select_related("kept_by", "solving_case", "solving_solution"), pk=pk
    )
    return found


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What municipalities need. `?tema=&pais=&estado=&municipio=&sin-respuesta=1&pagina=`."""
    context = {
        "board": list_needs(request),
        "is_fragment": is_fragment(request),
        "may_read_unmet": can_read_unmet(request.user),
    }
    template = (
        "knowledge/needs/_needs.html" if is_fragment(request) else "knowledge/needs/board.html"
    )
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def need(request: HttpRequest, pk: int) -> HttpResponse:
    found = need_for(request, pk)
    given = found.answers.visible_to(request.user).as_read_by(request.user)
    answers = list(given[: MOST_ANSWERS + 1])
    proposals = list(found.proposals.visible_to(request.user).with_row())
    kept = [each for each in proposals if each.set_aside_at is None]
    may_keep = can_keep_need(request.user, found)
    context = {
        "need": found,
        "answers": answers[:MOST_ANSWERS],
        "shown": MOST_ANSWERS if len(answers) > MOST_ANSWERS else 0,
        "proposals": by_kind(kept),
        "has_aside": len(kept) < len(proposals),
        "solved_by": solved_by(request, found),
        "steps": list(found.steps.select_related("actor")[:MOST_STEPS]),
        "may_keep": may_keep,
        "may_edit": may_keep and can_edit_need(request.user, found),
        "may_answer": can_answer_need(request.user, found),
        "share_url": request.build_absolute_uri(found.get_absolute_url()),
    }
    return render(request, "knowledge/needs/need.html", context)


def solved_by(request: HttpRequest, need: Need) -> Case | SolutionPage | None:
    """The experience or solution that solved it, where this visitor may open it today.

    No query, or one where it was a solution.
    """
    case, solution = need.solving_case, need.solving_solution
    if case is not None and case.live:
        return case
    if solution is None:
        return None
    return solution if visible_pages(request.user).filter(pk=solution.pk).exists() else None


def by_kind(proposals: Iterable[NeedProposal]) -> list[tuple[Any, list[NeedProposal]]]:
    """The proposals under the names of their kinds, in the order in which they are shown."""
    found: dict[str, list[NeedProposal]] = {}
    for each in proposals:
        found.setdefault(each.kind, []).append(each)
    return [(kind, found[kind]) for kind in ProposalKind if kind in found]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: MemberRequest) -> HttpResponse:
    """For who works in a municipal government or accompanies some; others learn how to."""
    if not can_post_needs(request.user):
        return render(request, "knowledge/needs/not_yet.html", status=403)
    form = NeedForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        place = form.cleaned_data["place"]
        if not can_post_need_for(request.user, place):
            words = _("You neither work in %(place)s nor accompany it. Choose another one.")
            form.add_error("place", words % {"place": place})
        else:
            posted = attempt(form, lambda: actions.post_need(request.user, place, **form.text))
            if posted is not None:
                messages.success(request, said_of(posted))
                return redirect(posted)
    return render(request, "knowledge/needs/form.html", {"form": form, "mark": mark(request)})


def said_of(need: Need) -> str:
    if need.is_waiting:
        return _("Whoever moderates reads it before others do. We tell you when it is out.")
    return _("It is published. Below is what this site proposes; we tell you when there is more.")


def mark(request: MemberRequest) -> str:
    """What changes when the person has posted something, for what the browser keeps."""
    last = Need.objects.filter(posted_by=request.user).order_by("-pk")
    return str(last.values_list("pk", flat=True).first() or "")


def attempt(form: Any, act: Any) -> Any:
    """What the act gives; None, with its refusal on the form, where it was refused."""
    try:
        return act()
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Correct the text; what somebody else wrote meanwhile stands beside one's own."""
    found = need_for(request, pk)
    if not can_edit_need(request.user, found):
        raise PermissionDenied
    initial = {name: getattr(found, name) for name in actions.TEXT}
    form = NeedForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        edited=found,
        initial={**initial, "number": found.text_number},
    )
    theirs: Need | None = None
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"] or 0
        try:
            actions.edit_need(found, request.user, number, **form.text)
        except ValidationError as refused:
            form.add_error(None, refused)
            if getattr(refused, "code", "") == "changed":
                theirs = found
                # What is sent again is meant to replace what was read here.
                form.data = {**request.POST.dict(), "number": str(found.text_number)}
        else:
            messages.success(request, _("Your need is corrected."))
            return redirect(found)
    context = {"form": form, "need": found, "theirs": theirs, "mark": str(found.text_number)}
    return render(request, "knowledge/needs/form.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def state(request: MemberRequest, pk: int) -> HttpResponse:
    """Say how it stands; of one that is solved, with what."""
    found = need_for(request, pk)
    if not can_keep_need(request.user, found):
        raise PermissionDenied
    given: Any = found.answers.visible_to(request.user).filter(hidden_at=None)
    answers = list(given.select_related("author", "case", "solution")[:MOST_ANSWERS])
    initial = {
        "state": found.state,
        "words": found.solved_with,
        "answer": str(found.solving_answer_id or ""),
    }
    form = StateForm(
        request.POST if request.method == "POST" else None, answers=answers, initial=initial
    )
    if request.method == "POST" and form.is_valid() and moved(request, found, form):
        messages.success(request, _("It is noted, and whoever follows it is told."))
        return redirect(found)
    return render(request, "knowledge/needs/state.html", {"form": form, "need": found})


def moved(request: MemberRequest, need: Need, form: StateForm) -> bool:
    """Whether it stands now as the form says; what stands against it is on the form otherwise."""
    told, by = form.cleaned_data, request.user
    acts = {
        NeedState.OPEN.value: actions.reopen_need,
        NeedState.IN_CONTACT.value: actions.reach,
        NeedState.WITHDRAWN.value: actions.withdraw_need,
    }
    if told["state"] in acts:
        acts[told["state"]](need, by, told["words"])
        return True
    thing = None
    if told["address"]:
        thing = thing_at(told["address"], by)
        if thing is None:
            form.add_error("address", _("There is no experience or solution there. Check it."))
            return False
    answer: NeedAnswer | None = form.answers.get(told.get("answer") or "")
    kinds = {"case": Case, "solution": SolutionPage}
    named = {name: thing for name, model in kinds.items() if isinstance(thing, model)}
    told_with: dict[str, Any] = {"answer": answer, "words": told["words"], **named}
    return attempt(form, lambda: actions.solve(need, by, **told_with)) is not None
