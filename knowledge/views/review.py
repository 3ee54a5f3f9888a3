"""The desk of the knowledge team: its queue, its decisions, its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions
from knowledge.forms.review import AnswerForm
from knowledge.lookup import case_for
from knowledge.models import CorrectionRequest
from knowledge.permissions import can_review
from knowledge.queue import PARTS, counts_of, mark_late, part_called
from knowledge.reading import name_of, to_read
from knowledge.review import is_possible, review_of
from knowledge.views.library import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpResponse

    from community.http import MemberRequest
    from knowledge.models import Case

PER_PAGE = 20


# --- The queue -------------------------------------------------------------------


@require_safe
@login_required
def queue(request: MemberRequest) -> HttpResponse:
    """What waits for the team, a part at a time. As many queries, whatever waits."""
    if not can_review(request.user):
        raise PermissionDenied
    now = timezone.now()
    counts = counts_of(request.user, now)
    part = part_called(request.GET.get("parte", ""))
    paginator = Paginator(part.rows(request.user), PER_PAGE)
    paginator.count = counts[part.name]
    page = paginator.get_page(request.GET.get("pagina"))
    if part.is_of_cases:
        mark_late(page.object_list, now)
    context = {
        "parts": [(each, counts[each.name]) for each in PARTS],
        "part": part,
        "overdue": counts["overdue"],
        "today": timezone.localdate(now),
        "page_obj": page,
    }
    return render(request, "knowledge/queue.html", context)


@require_POST
@login_required
def take(request: MemberRequest, reference: str) -> HttpResponse:
    """Take a case from the queue: the same as giving it to oneself, where nobody has it."""
    if not can_review(request.user):
        raise PermissionDenied
    case = case_for(request, reference)
    if not actions.take(case, request.user):
        messages.warning(request, _("Somebody took it before you."))
        return redirect(case)
    messages.success(request, _("You have it now: it stands among yours."))
    return redirect(case)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer_request(request: MemberRequest, pk: int) -> HttpResponse:
    """A request about a case, with the form that answers it or the answer it had."""
    if not can_review(request.user):
        raise PermissionDenied
    asked = get_object_or_404(
        CorrectionRequest.objects.select_related(
            "case__lead_municipality", "asker", "answered_by"
        ).filter(pk__lt=2**63),
        pk=pk,
    )
    is_open = asked.disposition == CorrectionRequest.Disposition.OPEN
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_request(asked, request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The answer is on its way."))
            return redirect("cases:answer", pk=pk)
    context = {"asked": asked, "form": form, "is_open": is_open, "today": timezone.localdate()}
    return render(request, "knowledge/answer.html", context)


# --- Decisions --------------------------------------------------------------------


def decide(
    request: MemberRequest, reference: str, name: str, act: Callable[[Case, Form], str]
) -> HttpResponse:
    """Do what was decided and say so; or show the case again with what was typed.

    Somebody who sees the case but may not decide is refused (403).
    """
    case = case_for(request, reference, to_read(request.user))
    if not can_review(request.user):
        raise PermissionDenied
    if not is_possible(name, case, request.user):
        return too_late(request, case)
    review = review_of(case, request.user, name, request.POST)
    form = next(each.form for each in review.acts if each.name == name)
    if form.is_valid():
        try:
            done = act(case, form)
        except PermissionDenied:
            # It was possible a moment ago; the action has asked again, with the row locked.
            return too_late(request, case)
        except ValidationError as refusal:
            form.refuse(in_words(refusal))
        else:
            messages.success(request, done)
            return redirect(case)
    return show(request, case, review, status=422)


def too_late(request: MemberRequest, case: Case) -> HttpResponse:
    messages.warning(request, _("That is no longer possible: somebody decided before."))
    return redirect(case)


def in_words(refusal: ValidationError) -> ValidationError:
    """The same; what is missing is called by its name."""
    if hasattr(refusal, "error_dict"):
        return refusal
    names = [name_of(error.code) for error in refusal.error_list if error.code]
    if not names:
        return refusal
    return ValidationError(
        _("It cannot be published yet. Missing: %(names)s."),
        params={"names": ", ".join(dict.fromkeys(names))},
    )


@require_POST
@login_required
def publish(request: MemberRequest, reference: str) -> HttpResponse:
    def act(case: Case, form: Form) -> str:
        version = actions.publish(case, request.user, **told_in(form))
        return _("Version %(number)s is published.") % {"number": version.number}

    return decide(request, reference, "publicar", act)


@require_POST
@login_required
def return_case(request: MemberRequest, reference: str) -> HttpResponse:
    def act(case: Case, form: Form) -> str:
        actions.return_to_author(case, request.user, form.cleaned_data["reason"])
        return _("It went back to its author, with your reason.")

    return decide(request, reference, "devolver", act)


@require_POST
@login_required
def schedule(request: MemberRequest, reference: str) -> HttpResponse:
    def act(case: Case, form: Form) -> str:
        at = form.cleaned_data["publish_at"]
        actions.schedule(case, request.user, at)
        when = formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")
        return _("It will be published on %(when)s.") % {"when": when}

    return decide(request, reference, "programar", act)


@require_POST
@login_required
def unschedule(request: MemberRequest, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    actions.unschedule(case, request.user)
    messages.success(request, _("It has no day of publication any more."))
    return redirect(case)


@require_POST
@login_required
def unpublish(request: MemberRequest, reference: str) -> HttpResponse:
    def act(case: Case, form: Form) -> str:
        actions.unpublish(case, request.user, form.cleaned_data["reason"])
        return _("It is withdrawn: only its author and the team see it now.")

    return decide(request, reference, "retirar", act)


@require_POST
@login_required
def confirm(request: MemberRequest, reference: str) -> HttpResponse:
    def act(case: Case, form: Form) -> str:
        actions.confirm(case, request.user, form.cleaned_data["note"])
        return _("It is recorded that the municipality confirms it.")

    return decide(request, reference, "confirmar", act)


# --- Levels -------------------------------------------------------------------------


@require_POST
@login_required
def assign(request: MemberRequest, reference: str) -> HttpResponse:
    def act(case: Case, form: Form) -> str:
        to = form.cleaned_data["assignee"]
        actions.assign(case, request.user, to)
        if to is None:
            return _("Nobody has it now: it waits for somebody to take it.")
        return _("%(name)s has it now.") % {"name": to.display_name}

    return decide(request, reference, "asignar", act)


@require_POST
@login_required
def take_up(request: MemberRequest, reference: str) -> HttpResponse:
    def act(case: Case, form: Form) -> str:
        actions.take_up(case, request.user, form.cleaned_data["note"])
        return _("Its systematization has begun, and its author knows.")

    return decide(request, reference, "empezar-sistematizacion", act)


@require_POST
@login_required
def put_down(request: MemberRequest, reference: str) -> HttpResponse:
    def act(case: Case, form: Form) -> str:
        actions.put_down(case, request.user, form.cleaned_data["reason"])
        return _("Its systematization has stopped; its author reads why.")

    return decide(request, reference, "dejar-sistematizacion", act)


@require_POST
@login_required
def systematize(request: MemberRequest, reference: str) -> HttpResponse:
    def act(case: Case, form: Form) -> str:
        version = actions.systematize(case, request.user, **told_in(form))
        return _("It is systematized: version %(number)s.") % {"number": version.number}

    return decide(request, reference, "sistematizada", act)


@require_POST
@login_required
def verify(request: MemberRequest, reference: str) -> HttpResponse:
    def act(case: Case, form: Form) -> str:
        version = actions.verify(case, request.user, **told_in(form))
        return _("It is verified: version %(number)s.") % {"number": version.number}

    return decide(request, reference, "verificada", act)


@require_POST
@login_required
def lower(request: MemberRequest, reference: str) -> HttpResponse:
    def act(case: Case, form: Form) -> str:
        lowered = actions.lower(case, request.user, form.cleaned_data["reason"])
        return _("It is at level N%(level)s now.") % {"level": lowered.level}

    return decide(request, reference, "bajar-nivel", act)


def told_in(form: Form) -> dict[str, Any]:
    """How much the version changes, its note, and the feedback it takes up."""
    told = {name: form.cleaned_data[name] for name in ("significance", "note")}
    return {**told, "resolves": getattr(form, "resolved", None)}
