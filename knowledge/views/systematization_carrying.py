"""The step from a systematization to the record: both side by side, and who decides is a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from knowledge.actions import systematization as actions
from knowledge.actions.writing import ConflictError
from knowledge.carrying import DESTINATIONS, WAYS, Offer
from knowledge.models import Carrying
from knowledge.moments import systematization_of
from knowledge.permissions import can_edit
from knowledge.views.systematization import frame, of_a_systematization

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest
    from knowledge.models import Case

FIELDS = tuple(place.field for place in DESTINATIONS)


@of_a_systematization
def carry(request: MemberRequest, case: Case) -> HttpResponse:
    """What the record says and what would be brought, field by field; then what was chosen."""
    if not can_edit(request.user, case):
        raise PermissionDenied
    error: dict[str, str] = {}
    is_changed = False
    if request.method == "POST":
        ways = chosen(request)
        try:
            done = actions.carry(case, ways, request.user, seen=request.POST.get("seen", ""))
        except ConflictError:
            is_changed = True
        except ValidationError as refused:
            error = {"name": str(refused.code), "said": " ".join(refused.messages)}
        else:
            tell(request, done)
            return redirect("cases:systematization:carry", case.reference)
    found = systematization_of(case)
    context = frame(request, case, found)
    offers = offers_of(context["draft"], found)
    return render(
        request,
        "knowledge/systematization/carry.html",
        {
            **context,
            "offers": [each for each in offers if each.brought],
            "empty": [each for each in offers if not each.brought],
            "ways": WAYS,
            "seen": actions.record_token(context["draft"]),
            "error": error,
            "is_changed": is_changed,
        },
        status=409 if is_changed else 200,
    )


def chosen(request: MemberRequest) -> dict[str, str]:
    """For each field the way that was chosen; those left as they are do not come."""
    ways = {name: request.POST.get(f"way-{name}", "") for name in FIELDS}
    return {name: way for name, way in ways.items() if way in Carrying.Way.values}


def offers_of(draft: Case, found: Any) -> list[Offer]:
    last: dict[str, Carrying] = {}
    if found.pk:
        for row in found.carryings.filter(undone_at=None).select_related("carried_by"):
            last.setdefault(row.field, row)
    return [
        Offer(place, place.present(draft), place.brought(found), last.get(place.field))
        for place in DESTINATIONS
    ]


def tell(request: MemberRequest, done: list[Carrying]) -> None:
    if not done:
        messages.info(request, _("Nothing was chosen that would change the record."))
        return
    said = ngettext(
        "%(number)d field of the record was written. Look it over there before you send it.",
        "%(number)d fields of the record were written. Look them over there before you send it.",
        len(done),
    )
    messages.success(request, said % {"number": len(done)})


@of_a_systematization
@require_POST
def put_back(request: MemberRequest, case: Case, pk: int) -> HttpResponse:
    """The field says again what it said before it was written from here."""
    row = (
        Carrying.objects.filter(pk=pk, systematization__case=case)
        .select_related("systematization__case")
        .first()
    )
    if row is None:
        raise Http404
    if actions.put_back(row, request.user):
        messages.success(request, _("The record says again what it said before."))
    else:
        said = _("It was changed in the record since, so that nothing was put back.")
        messages.warning(request, said)
    return redirect("cases:systematization:overview", case.reference)
