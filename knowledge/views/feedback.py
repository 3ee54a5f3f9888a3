"""Feedback on a case: what was said and what became of it, giving it, deciding on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.forms.conversation import voices_of
from community.http import BIGGEST
from knowledge.actions import feedback as actions
from knowledge.feedback_kinds import FEEDBACK_TARGET_DAYS, FeedbackKind
from knowledge.feedback_shown import STATES, counts_of, shown_to, title_of_part, told
from knowledge.forms.feedback import AnswerFeedbackForm, FeedbackForm
from knowledge.lookup import case_for, moved
from knowledge.models import Feedback
from knowledge.permissions import (
    can_answer_feedback,
    can_give_feedback,
    can_review,
    can_withdraw_feedback,
)
from knowledge.reading_parts import SLUGS
from knowledge.views.asking import published_for
from knowledge.views.versions import version_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest
    from knowledge.models import Case

PER_PAGE = 20
TABS = (
    ("todas", pgettext_lazy("feedback", "All")),
    ("esperan", gettext_lazy("Waiting for an answer")),
    ("aceptadas", pgettext_lazy("feedback", "Accepted")),
    ("incorporadas", gettext_lazy("In a version")),
)


@require_safe
def of_a_case(request: HttpRequest, reference: str) -> HttpResponse:
    """All that was said of a case: ?estado=, ?tipo= and ?parte= narrow it."""
    case = case_for(request, reference)
    elsewhere = moved(request, case, reference)
    if elsewhere:
        return elsewhere
    rows = Feedback.objects.visible_to(request.user).filter(case=case)
    kind, part = request.GET.get("tipo", ""), request.GET.get("parte", "")
    if kind in FeedbackKind.values:
        rows = rows.filter(kind=kind)
    if part in SLUGS:
        rows = rows.filter(part=part)
    counts = counts_of(rows)
    state = request.GET.get("estado", "")
    state = state if state in STATES else "todas"
    shown = shown_to(request.user, rows.filter(STATES[state])).order_by("-made_at", "-pk")
    context = {
        "case": case,
        "page_obj": page_of(request, shown, counts[state]),
        "tabs": [(word, title, counts[word]) for word, title in TABS],
        "state": state,
        "kind": kind if kind in FeedbackKind.values else "",
        "kind_title": FeedbackKind(kind).label if kind in FeedbackKind.values else "",
        "part": part if part in SLUGS else "",
        "part_title": title_of_part(part) if part in SLUGS else "",
        "days": FEEDBACK_TARGET_DAYS,
        "may_answer": can_answer_feedback(request.user, case),
        "may_give": can_give_feedback(request.user, case),
        "today": timezone.localdate(),
    }
    return render(request, "knowledge/feedback/list.html", context)


def page_of(request: HttpRequest, rows: Any, count: int) -> Any:
    """A page of feedback, ready to be drawn."""
    paginator = Paginator(rows, PER_PAGE)
    paginator.count = count
    page = paginator.get_page(request.GET.get("pagina"))
    page.object_list = told(page.object_list, request.user)
    return page


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: MemberRequest, reference: str) -> HttpResponse:
    """The form. What is not right is said beside its field; what was written stays."""
    case = published_for(request, reference)
    elsewhere = moved(request, case, reference)
    if elsewhere:
        return elsewhere
    if not can_give_feedback(request.user, case):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = FeedbackForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        voices=voices_of(request.user),
        initial=chosen_in(request),
    )
    if is_sent and form.is_valid():
        made = keep(request, case, form)
        if made is not None:
            return redirect(made)
    context = {
        "case": case,
        "form": form,
        "days": FEEDBACK_TARGET_DAYS,
        "caution": case.caution_for(request.user),
    }
    return render(request, "knowledge/feedback/give.html", context)


def chosen_in(request: HttpRequest) -> dict[str, str]:
    """What the link has chosen: ?parte= and ?tipo=."""
    kind, part = request.GET.get("tipo", ""), request.GET.get("parte", "")
    return {
        "kind": kind if kind in FeedbackKind.values else FeedbackKind.QUESTION,
        "part": part if part in SLUGS else "",
    }


def keep(request: MemberRequest, case: Case, form: FeedbackForm) -> Feedback | None:
    """What was given; None where it was refused, which the form says."""
    if not ratelimit.consume(request, action="feedback"):
        said = _("That is a lot in a short time. Wait an hour: what you wrote is still here.")
        form.add_error(None, said)
        return None
    try:
        made = actions.give_feedback(case, request.user, is_robot=form.is_a_robot, **form.told)
    except ValidationError as refusal:
        form.refuse(refusal)
        return None
    if made.is_waiting:
        said = _("Thank you. Somebody reads it before it is published: it is your first.")
        messages.success(request, said)
    else:
        said = _("Thank you. The authors have been told and answer within %(days)d days.")
        messages.success(request, said % {"days": FEEDBACK_TARGET_DAYS})
    return made


def feedback_for(request: HttpRequest, reference: str, pk: int) -> Feedback:
    """That feedback on that case, if this visitor may read it.

    Raises:
        Http404: there is none, or not for them.

    """
    case = case_for(request, reference)
    rows = Feedback.objects.visible_to(request.user).filter(case=case)
    found = shown_to(request.user, rows).filter(pk=pk).first() if pk < BIGGEST else None
    if found is None:
        raise Http404
    found.case = case
    made: Feedback = told([found], request.user)[0]
    return made


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One of them at its own address; its authors and the team decide on it there."""
    made = feedback_for(request, reference, pk)
    may_answer = can_answer_feedback(request.user, made.case)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = None
    if may_answer and made.resolved_in_id is None:
        data = request.POST if request.method == "POST" else None
        form = AnswerFeedbackForm(data, initial=decided(made))
    if request.method == "POST":
        refused = decide(request, made, form)
        if refused is None:
            return redirect(made)
        form = refused
    context = {
        "feedback": made,
        "case": made.case,
        "form": form,
        "may_answer": may_answer,
        "may_withdraw": can_withdraw_feedback(request.user, made),
        "today": timezone.localdate(),
    }
    return render(request, "knowledge/feedback/item.html", context)


def decided(made: Feedback) -> dict[str, Any]:
    """What the form of a decision begins from: the one there is."""
    return {
        "seen": made.disposition,
        "disposition": "" if made.is_open else made.disposition,
        "answer": made.answer,
        "in_draft": made.in_draft,
    }


def decide(
    request: HttpRequest, made: Feedback, form: AnswerFeedbackForm | None
) -> AnswerFeedbackForm | None:
    """The form where something is not right; None when it is decided or no longer can be."""
    if form is None:
        messages.warning(request, _("A version has taken it up already: the decision stands."))
        return None
    if not form.is_valid():
        return form
    user: Any = request.user
    try:
        actions.answer_feedback(made, user, **form.cleaned_data)
    except ValidationError as refusal:
        form.refuse(refusal)
        return form
    messages.success(request, _("Your decision is published, and whoever gave it is told."))
    return None


@require_POST
@login_required
def in_draft(request: MemberRequest, reference: str, pk: int) -> HttpResponse:
    """Say that the text in the making has it, or not any more."""
    made = feedback_for(request, reference, pk)
    is_there = "no" not in request.POST
    actions.note_in_draft(made, request.user, is_there=is_there)
    if is_there:
        messages.success(request, _("The next version takes it up and credits its author."))
    else:
        messages.success(request, _("It waits again: the next version does not take it up."))
    return redirect(made)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: MemberRequest, reference: str, pk: int) -> HttpResponse:
    """Asked once, then what one said is gone."""
    made = feedback_for(request, reference, pk)
    if not can_withdraw_feedback(request.user, made):
        raise PermissionDenied
    if request.method == "POST":
        actions.withdraw_feedback(made, request.user)
        messages.success(request, _("You took it back: nobody reads it any more."))
        return redirect("cases:feedback", made.case.reference)
    return render(request, "knowledge/feedback/withdraw.html", {"feedback": made})


@require_safe
def version_credits(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What a version took up of what others said, and whom it credits."""
    case = case_for(request, reference)
    elsewhere = moved(request, case, reference)
    if elsewhere:
        return elsewhere
    version = version_of(case, number)
    rows = Feedback.objects.visible_to(request.user).published().filter(resolved_in=version)
    shown = shown_to(request.user, rows).order_by("made_at", "pk")
    context = {"case": case, "version": version, "rows": told(shown[:200], request.user)}
    return render(request, "knowledge/feedback/credits.html", context)


# --- What waits for authors and the team --------------------------------------------

QUEUE = (
    ("esperan", gettext_lazy("To be answered"), gettext_lazy("Nothing waits for an answer.")),
    (
        "vencidas",
        pgettext_lazy("feedback", "Overdue"),
        gettext_lazy("Nothing has waited longer than it should."),
    ),
    (
        "por-incorporar",
        gettext_lazy("For the next version"),
        gettext_lazy("Nothing that was accepted waits for a version."),
    ),
)


@require_safe
@login_required
def queue(request: MemberRequest) -> HttpResponse:
    """On the cases one writes; of the team, on all. As many queries, whatever waits."""
    theirs = Feedback.objects.to_be_answered_by(request.user)
    today = timezone.localdate()
    parts = {
        "esperan": theirs.open(),
        "vencidas": theirs.overdue(today),
        "por-incorporar": theirs.for_next_version().order_by("case", "answered_at", "pk"),
    }
    name = request.GET.get("ver", "")
    name = name if name in parts else "esperan"
    counts = {word: rows.order_by().count() for word, rows in parts.items()}
    rows = shown_to(request.user, parts[name]).select_related("case__lead_municipality")
    context = {
        "tabs": [(word, title, counts[word]) for word, title, _empty in QUEUE],
        "name": name,
        "nothing": next(empty for word, _title, empty in QUEUE if word == name),
        "page_obj": page_of(request, rows, counts[name]),
        "is_team": can_review(request.user),
        "today": today,
        "days": FEEDBACK_TARGET_DAYS,
    }
    return render(request, "knowledge/feedback/queue.html", context)
