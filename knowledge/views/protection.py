"""Whose name is kept from readers of an experience, at /experiencias/…/proteccion/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from knowledge import actions
from knowledge.forms.protection import ProtectionForm, ReplaceForm
from knowledge.lookup import named
from knowledge.models import Case
from knowledge.permissions import can_read_draft
from knowledge.protection import is_oneself, makers_of, may_see_contributor
from knowledge.traces import traces_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest
    from community.models import User
    from knowledge.protection import Maker

CASES = Case.objects.select_related(
    "lead_municipality", "latest_revision", "registered_by", "kept_by", "on_behalf_of"
)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def protection(request: MemberRequest, reference: str) -> HttpResponse:
    """Everybody who made it, those who are protected, and where a name is still written."""
    case = CASES.filter(**named(reference)).first()
    if case is None:
        raise Http404
    makers = makers_of(case, case.draft(), request.user)
    if not may_open(request.user, case, makers):
        raise Http404
    form = ProtectionForm(request.POST if request.POST.get("act") == "protect" else None)
    replacing = ReplaceForm(request.POST if request.POST.get("act") == "replace" else None)
    if request.method == "POST":
        maker = next((each for each in makers if each.word == request.POST.get("who")), None)
        done = act(request, case, maker, form, replacing) if maker else _("It is done already.")
        if done:
            messages.success(request, done)
            return redirect("cases:protection", case.reference)
    context = {
        "case": case,
        "makers": makers,
        "form": form,
        "replacing": replacing,
        "written": [
            (each, traces_of(case, each.held.known_as))
            for each in makers
            if each.held and knows(request, each)
        ],
        "may_see": may_see_contributor(request.user, case),
    }
    status = 422 if form.errors or replacing.errors else 200
    return render(request, "knowledge/protection.html", context, status=status)


def may_open(user: User, case: Case, makers: list[Maker]) -> bool:
    """Whoever made it, keeps it or works on cases."""
    return can_read_draft(user, case) or any(each.is_oneself for each in makers)


def knows(request: MemberRequest, maker: Maker) -> bool:
    held = maker.held
    if held is None:
        return False
    return is_oneself(request.user, held) or may_see_contributor(request.user, held.case)


def act(request: MemberRequest, case: Case, maker: Maker, form: Any, replacing: Any) -> str:
    """What was done, in a sentence; "" when the form has to be filled in again."""
    asked = request.POST.get("act")
    if asked == "lift" and maker.held:
        actions.lift(maker.held, request.user)
        return _("The name is shown again.")
    if asked == "replace" and maker.held and knows(request, maker):
        if not replacing.is_valid():
            return ""
        words = replacing.cleaned_data["words"]
        number = actions.replace_name(maker.held, request.user, words)
        said = ngettext(
            "Replaced in %(number)d place, old versions included.",
            "Replaced in %(number)d places, old versions included.",
            number,
        )
        return said % {"number": number}
    if asked != "protect":
        raise PermissionDenied
    if not form.is_valid():
        return ""
    protect(case, request.user, maker, form.cleaned_data["shown_as"])
    return _("The name is kept from readers now, in older versions too.")


def protect(case: Case, by: User, maker: Maker, shown_as: str) -> None:
    person = maker.held.person if maker.held else None
    if maker.word == "a":
        person = case.registered_by
    if person is not None:
        actions.protect(case, by, person, shown_as)
    elif maker.word.startswith("r-"):
        actions.protect_named(case, by, maker.word.removeprefix("r-"), shown_as)
