"""A draft read by a link, without an account, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from knowledge import actions
from knowledge.actions.remarks import note_opened
from knowledge.forms.remarks import AnswerRemarkForm, RemarkForm, ShareForm
from knowledge.models import Remark, ReviewLink
from knowledge.permissions import can_share
from knowledge.reading import read
from knowledge.remarks import parts_of, with_titles
from knowledge.views.workspace import of_a_draft

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest
    from knowledge.models import Case

PER_PAGE = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read_draft(request: HttpRequest, token: str) -> HttpResponse:
    """The newest text as readers would see it, for whoever has the link; they may leave remarks."""
    links = ReviewLink.objects.of_token(token).select_related(
        "case__lead_municipality", "case__latest_revision", "case__registered_by"
    )
    link = links.first()
    if link is None:
        reason = _("This link no longer holds. Ask whoever gave it to you for another one.")
        return render(request, "community/link_refused.html", {"reason": reason}, status=410)
    told = read(link.case, link.case.draft(), AnonymousUser())
    data = request.POST if request.method == "POST" else None
    form = RemarkForm(data, parts=parts_of(told), initial={"name": link.for_whom})
    if request.method == "POST" and form.is_valid():
        if form.is_a_robot:
            return redirect(link)
        if ratelimit.consume(request, action="draft_remark"):
            made = actions.remark(link, **form.told)
            messages.success(request, _("Thank you: its authors have been told."))
            return redirect(f"{link.get_absolute_url()}#observacion-{made.pk}")
        form.add_error(None, _("That is a lot in a short time. Try again in an hour."))
    note_opened(link)
    context = {
        "told": told,
        "case": link.case,
        "link": link,
        "form": form,
        "remarks": with_titles(link.remarks.all()),
    }
    response = render(request, "knowledge/review_link.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def may_mail(request: MemberRequest, email: str) -> bool:
    """Whether one more link may be made, and mailed there if an address was written."""
    if not ratelimit.consume(request, action="invitation"):
        return False
    return not email or bool(
        ratelimit.consume(request, action="official_mailbox", key=email.lower())
    )


def reaches(request: MemberRequest, made: Remark) -> bool:
    """Whether one more answer is mailed to who made it: nobody has confirmed that address."""
    return bool(ratelimit.consume(request, action="remark_answer", key=made.email.lower()))


@of_a_draft
def remarks(request: MemberRequest, case: Case) -> HttpResponse:
    """For its keeper and the team: what was said of the draft, and the links to it."""
    if not can_share(request.user, case):
        raise PermissionDenied
    if request.method != "POST" and "observacion" in request.GET:
        return to_remark(case, request.GET["observacion"])
    form = ShareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if may_mail(request, form.cleaned_data["email"]):
            try:
                link = actions.share(case, request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.refuse(refusal)
            else:
                said = _("The link for %(name)s is ready.") % {"name": link.for_whom}
                messages.success(request, said)
                return redirect("cases:remarks", case.reference)
        else:
            form.add_error(None, _("That is enough for today. Try again tomorrow."))
    return show(request, case, form)


def in_order(case: Case) -> QuerySet[Remark]:
    """What waits for an answer, the oldest first, then what was closed."""
    return case.remarks.order_by(F("closed_at").asc(nulls_first=True), "made_at", "pk")


def to_remark(case: Case, pk: str) -> HttpResponse:
    """To the page on which a remark stands."""
    keys = [str(key) for key in in_order(case).values_list("pk", flat=True)]
    if pk not in keys:
        raise Http404
    address = reverse("cases:remarks", args=[case.reference])
    return redirect(f"{address}?pagina={keys.index(pk) // PER_PAGE + 1}#observacion-{pk}")


def show(request: MemberRequest, case: Case, form: ShareForm, status: int = 200) -> HttpResponse:
    counts = case.remarks.aggregate(all=Count("pk"), open=Count("pk", Q(closed_at=None)))
    paginator = Paginator(in_order(case).select_related("answered_by", "link"), PER_PAGE)
    paginator.count = counts["all"]
    page = paginator.get_page(request.GET.get("pagina"))
    said = with_titles(page.object_list)
    links = list(case.review_links.select_related("created_by")[:50])
    for link in links:
        link.__dict__["address"] = request.build_absolute_uri(link.get_absolute_url())
    context = {
        "case": case,
        "draft": case.draft(),
        "form": form,
        "answer_form": AnswerRemarkForm(auto_id=False),
        "open": [each for each in said if each.closed_at is None],
        "closed": [each for each in said if each.closed_at is not None],
        "open_count": counts["open"],
        "closed_count": counts["all"] - counts["open"],
        "page_obj": page,
        "links": links,
    }
    return render(request, "knowledge/remarks.html", context, status=status)


@require_POST
@of_a_draft
def answer(request: MemberRequest, case: Case, pk: int) -> HttpResponse:
    """Answer a remark, close it or open it again, as the button says."""
    made = get_object_or_404(Remark.objects.filter(pk__lt=2**63), pk=pk, case=case)
    made.case = case
    if "reopen" in request.POST:
        actions.reopen_remark(made, request.user)
        messages.success(request, _("It waits for an answer again."))
        return to_page(request, case)
    form = AnswerRemarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["answer"]))
    else:
        words = form.cleaned_data["answer"]
        is_mailed = bool(words and made.email) and reaches(request, made)
        closes = "close" in request.POST
        actions.answer_remark(made, request.user, words, closes=closes, is_mailed=is_mailed)
        messages.success(request, _("Your answer is kept.") if words else _("It is closed."))
    return to_page(request, case)


def to_page(request: MemberRequest, case: Case) -> HttpResponse:
    """Back to the page one was on."""
    response = redirect("cases:remarks", case.reference)
    page = request.GET.get("pagina", "")
    if page.isdecimal() and page != "1":
        response["Location"] += f"?pagina={page[:6]}"
    return response


@require_POST
@of_a_draft
def revoke(request: MemberRequest, case: Case, pk: int) -> HttpResponse:
    link = get_object_or_404(ReviewLink.objects.filter(pk__lt=2**63), pk=pk, case=case)
    actions.revoke(link, request.user)
    said = _("The link for %(name)s leads nowhere any more.") % {"name": link.for_whom}
    messages.success(request, said)
    return redirect("cases:remarks", case.reference)
