"""Answering a need, and what its municipality does with answers and proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from knowledge.actions import need_answers as answers
from knowledge.actions import need_proposals as proposals
from knowledge.actions import needs as actions
from knowledge.forms.needs import AnswerForm
from knowledge.models import Case
from knowledge.naming_things import LONGEST_ASKED, mark_of, thing_marked, things_called
from knowledge.permissions_of_needs import can_answer_need, can_keep_need, can_reply_to
from knowledge.views.needs import need_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest
    from knowledge.models import Need

ADVICE = "consejo"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose what to answer with (`?q=` searches), then say why (`?con=`)."""
    need = need_for(request, pk)
    if not can_answer_need(request.user, need):
        raise PermissionDenied
    mark = request.POST.get("con") or request.GET.get("con", "")
    if not mark:
        return choose(request, need)
    thing = None
    if mark != ADVICE:
        thing = thing_marked(mark, request.user)
        if thing is None:
            raise Http404
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, user=request.user, is_advice=thing is None)
    if request.method == "POST" and form.is_valid():
        given = attempt(request, need, thing, form)
        if given is not None:
            return redirect(given)
    context = {
        "need": need,
        "form": form,
        "mark": mark,
        "thing": thing,
        "is_case": isinstance(thing, Case),
        "is_person": mark.startswith("persona-"),
        "is_myself": thing == request.user,
    }
    return render(request, "knowledge/needs/answer.html", context)


def choose(request: MemberRequest, need: Need) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_ASKED]
    found = things_called(words, request.user) if words else []
    context = {
        "need": need,
        "words": words,
        "cases": [each for each in found if each.kind == "caso"],
        "solutions": [each for each in found if each.kind == "solucion"],
        "people": [each for each in found if each.kind == "persona"],
        "myself": mark_of(request.user),
        "advice": ADVICE,
    }
    return render(request, "knowledge/needs/choose.html", context)


def attempt(request: MemberRequest, need: Need, thing: Any, form: AnswerForm) -> Any:
    """The answer; None, with its refusal on the form, where it was refused."""
    words, voice = form.cleaned_data["words"], form.organization
    try:
        given = answers.answer_need(
            need, request.user, thing=thing, words=words, on_behalf_of=voice
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
    if given.is_waiting:
        said = _("Whoever moderates reads it before others do. We tell you when it is out.")
    else:
        said = _("Thank you: your answer is published, and the municipality is told.")
    messages.success(request, said)
    return given


@require_POST
@login_required
def reply(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """What the municipality does with an answer, as `respuesta` says."""
    need = need_for(request, pk)
    visible: Any = need.answers.visible_to(request.user).select_related("author")
    found = get_object_or_404(visible, pk=number)
    found.need = need
    if not can_reply_to(request.user, found):
        raise PermissionDenied
    try:
        actions.reply_to(found, request.user, request.POST.get("respuesta", ""))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("It is noted, and whoever answered is told."))
    return redirect(found)


@require_POST
@login_required
def set_aside(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """A proposal does not serve them. With 0 as its number, show again all that were put aside."""
    need = need_for(request, pk)
    if not can_keep_need(request.user, need):
        raise PermissionDenied
    if number == 0:
        proposals.take_up_again(need, request.user)
    else:
        found = get_object_or_404(need.proposals.select_related("need__place"), pk=number)
        proposals.set_aside(found, request.user)
        messages.success(request, _("It is put aside, and not proposed again."))
    return redirect(f"{need.get_absolute_url()}#propuestas")
