"""Where team and authors work a case through, at /experiencias/…/sistematizacion/."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from knowledge.actions import systematization as actions
from knowledge.carrying import DESTINATIONS, Offer, destinations_of
from knowledge.levels import missing_for
from knowledge.lookup import case_for, moved
from knowledge.moments import (
    INTERVIEWS,
    MOMENTS,
    SCREENS,
    moment_of,
    screen_after,
    screen_before,
    screen_called,
    standing_of,
    systematization_of,
)
from knowledge.permissions import can_edit, can_work_through
from knowledge.protection import may_know_interviewed
from knowledge.scales import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest
    from knowledge.models import Case, Systematization
    from knowledge.moments import Screen

    CaseView = Callable[..., HttpResponse]

# What somebody would miss: shorter answers are given again in a moment.
WORTH_KEEPING = 12


def of_a_systematization(view: CaseView) -> CaseView:
    """Gives the view the case its address means, to whoever may work in its systematization.

    Visitors are sent to sign in; what they had typed is shown to them first.
    Strangers find nothing, or, where the case is published, that it is not theirs.
    """

    @wraps(view)
    def guarded(request: MemberRequest, reference: str, **options: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return sent_to_sign_in(request)
        case = case_for(request, reference)
        if not can_work_through(request.user, case):
            raise PermissionDenied
        return moved(request, case, reference) or view(request, case, **options)

    return never_cache(guarded)


def sent_to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    texts = ["\n".join(values).strip() for name, values in typed_in(request)]
    kept = [text for text in texts if len(text) >= WORTH_KEEPING]
    template = "knowledge/systematization/signed_out.html"
    return render(request, template, {"texts": kept}, status=403)


def typed_in(request: HttpRequest) -> list[tuple[str, list[str]]]:
    no_text = ("csrfmiddlewaretoken", "seen", "autosave")
    return [
        (name, values)
        for name, values in request.POST.lists()
        if name not in no_text and not name.endswith(("-key", "_FORMS"))
    ]


def frame(request: MemberRequest, case: Case, systematization: Systematization) -> dict[str, Any]:
    """What every screen shows around its own part. No query."""
    return {
        "case": case,
        "draft": case.draft(),
        "systematization": systematization,
        "moments": standing_of(systematization),
        "saved_at": systematization.changed_at if systematization.pk else None,
        "today": timezone.localdate(),
        "may_carry": can_edit(request.user, case),
        "interviews_slug": INTERVIEWS,
    }


@of_a_systematization
def overview(request: MemberRequest, case: Case) -> HttpResponse:
    """The five moments with their days, how far each has come, what was carried already."""
    found = systematization_of(case)
    around = frame(request, case, found)
    carried = list(found.carryings.select_related("carried_by")[:20]) if found.pk else []
    labels = {place.field: place for place in DESTINATIONS}
    missing = missing_for(around["draft"], Level.SYSTEMATIZED)
    complete = sum(each.is_complete for each in around["moments"])
    following = next(
        (each for moment in around["moments"] for each in moment.screens if not each.is_complete),
        None,
    )
    return render(
        request,
        "knowledge/systematization/overview.html",
        {
            **around,
            "carried": [{"row": row, "place": labels.get(row.field)} for row in carried],
            "complete": complete,
            "total": len(MOMENTS),
            "lacking": len(missing),
            "fed": [labels[name].label for name in labels if name in missing],
            "following": following.screen if following else None,
        },
    )


@of_a_systematization
def screen(request: MemberRequest, case: Case, screen: str) -> HttpResponse:
    """One screen: read it, write it, or decide when somebody else wrote in it meanwhile."""
    part = part_called(screen)
    if request.method == "POST":
        return save(request, case, part)
    found = systematization_of(case)
    form = part.form_class(instance=found, user=request.user)
    seen = actions.seen_of(found, part)
    return show(request, case, part, form, seen=seen, found=found)


def part_called(slug: str) -> Screen:
    part = screen_called(slug)
    if part is None or part.form_class is None:
        raise Http404
    return part


def save(request: MemberRequest, case: Case, part: Screen) -> HttpResponse:
    seen = request.POST.get("seen", "")
    is_automatic = "autosave" in request.POST
    try:
        form = actions.save_screen(case, part, request.POST, request.user, seen=seen)
    except actions.MeanwhileError as meanwhile:
        current = meanwhile.current
        form = part.form_class(request.POST, instance=current, user=request.user)
        if not is_automatic:
            seen = actions.seen_of(current, part)
        is_conflict = form.is_valid() and form.has_changed()
        if is_automatic:
            return kept(request, case, part, seen=seen, is_conflict=is_conflict)
        if is_conflict or not form.is_valid():
            return show(request, case, part, form, seen=seen, stored=form.stored_words())
    if is_automatic:
        return kept(request, case, part, seen=seen, is_valid=form.is_valid())
    if form.is_valid():
        return onward(request, case, part)
    return show(request, case, part, form, seen=seen)


def kept(
    request: MemberRequest,
    case: Case,
    part: Screen,
    *,
    seen: str,
    is_valid: bool = True,
    is_conflict: bool = False,
) -> HttpResponse:
    """What a screen that saves itself is told: the hour and the new token, or why it was not."""
    if is_valid and not is_conflict:
        seen = actions.seen_of(actions.of_case(case), part)
    context = {
        "saved_at": timezone.now(),
        "today": timezone.localdate(),
        "seen": seen,
        "is_valid": is_valid,
        "is_conflict": is_conflict,
    }
    answer = render(request, "knowledge/systematization/_kept.html", context)
    if is_valid and not is_conflict:
        # The copy in the browser is needed no longer.
        answer["HX-Trigger"] = "kept-all"
    return answer


def onward(request: MemberRequest, case: Case, part: Screen) -> HttpResponse:
    """To the next screen, or back to this one, as the button said."""
    here = redirect("cases:systematization:screen", case.reference, part.slug)
    if "next" not in request.POST:
        if "add" in request.POST:
            here["Location"] += "#nueva-fila"
        return here
    following = screen_after(part)
    if following is None:
        return redirect("cases:systematization:carry", case.reference)
    return redirect("cases:systematization:screen", case.reference, following.slug)


def show(
    request: MemberRequest,
    case: Case,
    part: Screen,
    form: Any,
    *,
    seen: str,
    found: Systematization | None = None,
    stored: dict[str, str] | None = None,
) -> HttpResponse:
    found = found or systematization_of(case)
    around = frame(request, case, found)
    moment = moment_of(part)
    return render(
        request,
        "knowledge/systematization/screen.html",
        {
            **around,
            "screen": part,
            "moment": moment,
            "number": MOMENTS.index(moment) + 1,
            "before": screen_before(part),
            "is_last": part is SCREENS[-1],
            "form": form,
            "seen": seen,
            "stored": stored,
            "offers": [
                Offer(place, place.present(around["draft"]), "")
                for place in destinations_of(part.slug)
            ],
            **beside(request, found, part),
        },
    )


def beside(request: MemberRequest, found: Systematization, part: Screen) -> dict[str, Any]:
    """What one needs before one's eyes to write this screen."""
    if found.pk is None:
        return {}
    if part.slug == "recuperacion":
        rows = list(found.interviews.all())
        for row in rows:
            row.may_be_known = may_know_interviewed(request.user, found.case, row)
        return {"told": rows, "story": list(found.moments.all())}
    if part.slug == "reflexion":
        return {"story": list(found.moments.all()), "asked": found.questions}
    if part.slug in ("llegada", "lecciones"):
        return {"asked": found.questions, "why": found.reflection}
    if part.slug == "fuentes":
        return {"asked": found.questions, "registers": found.registers}
    return {}


@of_a_systematization
@require_POST
def take_up(request: MemberRequest, case: Case, screen: str) -> HttpResponse:
    """Take the milestones or lessons of the record into the table."""
    part = part_called(screen)
    if not part.is_table or part.relation == "sources":
        raise Http404
    number = actions.take_up(case, part, request.user)
    said = ngettext(
        "%(number)d row was taken from the record.",
        "%(number)d rows were taken from the record.",
        number,
    )
    nothing = _("All that the record says was here already.")
    messages.success(request, said % {"number": number} if number else nothing)
    return redirect("cases:systematization:screen", case.reference, part.slug)
