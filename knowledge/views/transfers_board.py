"""The board of transfers, and which municipalities offer help to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.board import PER_PAGE, Board
from knowledge.offers import Offers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Whose transfers, by stage; with `etapa` all of one stage, a page at a time."""
    told = Board(request)
    context: dict[str, object] = {"board": told}
    if told.stage:
        paginator = Paginator(told.of_stage(), PER_PAGE)
        page = paginator.get_page(request.GET.get("pagina"))
        page.object_list = told.with_milestones(page.object_list)
        context["page_obj"] = page
    return render(request, "knowledge/transfers/board.html", context)


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """Municipalities that answer, receive visits, visit, train: of which experience."""
    told = Offers(request)
    page = Paginator(told.found, PER_PAGE).get_page(request.GET.get("pagina"))
    context = {"offers": told, "page_obj": page}
    return render(request, "knowledge/transfers/offers.html", context)
