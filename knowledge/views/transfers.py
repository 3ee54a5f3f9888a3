"""A transfer as everybody reads it who may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from community.http import BIGGEST
from knowledge.models import Transfer
from knowledge.permissions_of_transfers import can_answer, can_carry, can_see_inside
from knowledge.transfer_reading import as_read, event_shown, events_of, hue_of_origin, read_transfer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


# Lines of its history on a page.
A_PAGE = 50


def transfer_for(request: HttpRequest, pk: int, transfers: Any = None) -> Transfer:
    """The one with that number, if the visitor may read it, with both municipalities. One query.

    Raises:
        Http404: there is none, or not for this visitor.

    """
    if pk >= BIGGEST:
        raise Http404
    found = Transfer.objects.all() if transfers is None else transfers
    found = found.visible_to(request.user).with_row()
    found = found.select_related(
        "adopter__territory",
        "origin_case__kept_by",
        "kept_by",
        "learned_from__adopter",
        "adopter_case",
        "origin_version__case",
    )
    one: Transfer = get_object_or_404(found, pk=pk)
    return one


@require_safe
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """A transfer: where it stands, what it keeps and changes, what was said of it."""
    found = transfer_for(request, pk, as_read())
    context = {
        "transfer": found,
        "told": read_transfer(found, request.user),
        "may_carry": can_carry(request.user, found),
        "may_answer": can_answer(request.user, found),
        "share_url": request.build_absolute_uri(found.get_absolute_url()),
    }
    return render(request, "knowledge/transfers/transfer.html", context)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """All that happened to it, the newest first, by pages."""
    found = transfer_for(request, pk, Transfer.objects.annotate(hue=hue_of_origin()))
    page = Paginator(events_of(found), A_PAGE).get_page(request.GET.get("pagina"))
    inside = can_see_inside(request.user, found)
    context = {
        "transfer": found,
        "page_obj": page,
        "events": [event_shown(each, found, inside) for each in page.object_list],
    }
    return render(request, "knowledge/transfers/history.html", context)
