"""Visits between peers: under the transfer they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.http import BIGGEST
from knowledge.actions.following_transfers import RowChangedError
from knowledge.actions.peer_visits import (
    answer_visit,
    arrange_visit,
    ask_for_visit,
    cancel_visit,
    report_visit,
)
from knowledge.forms.peer_visits import AnswerVisitForm, ArrangeForm, AskForm, ReportForm
from knowledge.offers import peers_for
from knowledge.permissions_of_following import (
    can_answer_visit,
    can_arrange_visit,
    can_ask_for_visit,
    can_read_report,
    can_report_visit,
    can_see_visit,
    can_show_report,
    is_of_adopter,
    takes_part_in_visit,
)
from knowledge.scales import Support
from knowledge.views.transfers_following import transfer_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest
    from knowledge.models import PeerVisit


def visit_for(request: HttpRequest, pk: int, number: int) -> PeerVisit:
    """The visit, for who may see it; raises Http404 otherwise."""
    transfer = transfer_for(request, pk)
    rows = transfer.visits.select_related(
        "host", "guest", "reported_by", "peer__adopter__territory"
    )
    visit = rows.filter(pk=min(number, BIGGEST - 1)).first()
    if visit is None:
        raise Http404
    visit.transfer = transfer
    if not can_see_visit(request.user, visit):
        raise Http404
    return visit


def show(
    request: HttpRequest, visit: PeerVisit, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The visit with the forms of what this person may do now; `forms` are those to be mended."""
    user = request.user
    context: dict[str, Any] = {
        "visit": visit,
        "transfer": visit.transfer,
        "takes_part": takes_part_in_visit(user, visit),
        "reads_report": bool(visit.report) and can_read_report(user, visit),
    }
    if can_answer_visit(user, visit):
        context["answer_form"] = forms.get("answer_form") or AnswerVisitForm(instance=visit)
    if can_arrange_visit(user, visit):
        context["arrange_form"] = forms.get("arrange_form") or ArrangeForm(instance=visit)
    if can_report_visit(user, visit, timezone.localdate()):
        context["report_form"] = forms.get("report_form") or ReportForm(
            instance=visit, may_show=can_show_report(user, visit)
        )
    return render(request, "knowledge/transfers/visit.html", context, status=status)


@require_safe
def visit(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return show(request, visit_for(request, pk, number))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    """Request a visit or offer one; what the other side offers stands beside the form."""
    transfer = transfer_for(request, pk)
    if not can_ask_for_visit(request.user, transfer):
        raise PermissionDenied
    is_adopter = is_of_adopter(request.user, transfer)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        origin=str(transfer.origin_case.lead_municipality or transfer.origin_case),
        peers=peers_for(transfer, request.user) if is_adopter else None,
    )
    if request.method == "POST" and form.is_valid():
        told = {"is_host": form.cleaned_data["way"] == "host", **form.settled()}
        try:
            made = ask_for_visit(transfer, request.user, peer=form.peer, **told)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("It is proposed: the other side was told."))
            return redirect(made)
    context = {
        "transfer": transfer,
        "form": form,
        "is_adopter": is_adopter,
        "offered": offered_by_origin(transfer) if is_adopter else [],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "knowledge/transfers/ask_for_visit.html", context, status=status)


def offered_by_origin(transfer: Any) -> list[str]:
    """What the origin offers to this adopter, and to anybody, in words."""
    kinds = {*(transfer.support or []), *(transfer.origin_case.support_offered or [])}
    return [str(each.label) for each in Support if each.value in kinds]


@require_POST
@login_required
def answer(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    found = visit_for(request, pk, number)
    if not can_answer_visit(request.user, found):
        return refused(request, found)
    form = AnswerVisitForm(request.POST, instance=found)
    if not form.is_valid():
        return show(request, visit_for(request, pk, number), status=422, answer_form=form)
    told = {"is_agreed": form.cleaned_data["is_agreed"] == "yes", **form.settled()}
    told |= {"answer": form.cleaned_data["answer"], "seen": form.seen}
    try:
        answer_visit(found, request.user, **told)
    except RowChangedError:
        beside = AnswerVisitForm.beside(visit_for(request, pk, number), request.POST)
        return show(request, visit_for(request, pk, number), status=422, answer_form=beside)
    messages.success(request, _("The answer is on its way."))
    return redirect(found)


@require_POST
@login_required
def arrange(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    found = visit_for(request, pk, number)
    if not can_arrange_visit(request.user, found):
        return refused(request, found)
    form = ArrangeForm(request.POST, instance=found)
    if not form.is_valid():
        return show(request, visit_for(request, pk, number), status=422, arrange_form=form)
    try:
        arrange_visit(found, request.user, seen=form.seen, **form.settled())
    except RowChangedError:
        beside = ArrangeForm.beside(visit_for(request, pk, number), request.POST)
        return show(request, visit_for(request, pk, number), status=422, arrange_form=beside)
    messages.success(request, _("It is saved: both sides see it."))
    return redirect(found)


@require_POST
@login_required
def cancel(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    found = visit_for(request, pk, number)
    if not can_arrange_visit(request.user, found):
        return refused(request, found)
    cancel_visit(found, request.user)
    messages.success(request, _("The visit is called off: the other side was told."))
    return redirect("transfers:following", pk)


@require_POST
@login_required
def report(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    found = visit_for(request, pk, number)
    if not can_report_visit(request.user, found, timezone.localdate()):
        return refused(request, found)
    may_show = can_show_report(request.user, found)
    form = ReportForm(request.POST, instance=found, may_show=may_show)
    if not form.is_valid():
        return show(request, visit_for(request, pk, number), status=422, report_form=form)
    is_public = form.cleaned_data.get("is_report_public", found.is_report_public)
    words = form.cleaned_data["report"]
    try:
        told = report_visit(found, request.user, words, is_public=is_public, seen=form.seen)
    except RowChangedError:
        now = visit_for(request, pk, number)
        beside = ReportForm.beside(now, request.POST, may_show=can_show_report(request.user, now))
        return show(request, visit_for(request, pk, number), status=422, report_form=beside)
    said = _("The report is kept: both sides read it.")
    if told.is_report_public:
        said = _("The report is read with the transfer from now on.")
    messages.success(request, said)
    return redirect(found)


def refused(request: MemberRequest, found: PeerVisit) -> HttpResponse:
    """Those of either side are told that it is too late; anybody else is refused (403)."""
    if not can_ask_for_visit(request.user, found.transfer):
        raise PermissionDenied
    messages.warning(request, _("That is no longer possible: somebody did something before."))
    return redirect(found)
