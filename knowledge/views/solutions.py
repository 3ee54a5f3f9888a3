"""What one takes along of a solution, and saying that it still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from community.http import BIGGEST
from knowledge import actions
from knowledge.exports.instruments import of_a_solution
from knowledge.legal_texts import legal_text_of
from knowledge.models import SolutionPage
from knowledge.sheets.solution_sheet import solution_pdf
from knowledge.views.outputs import as_file, handed_out

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest


def solution_for(request: HttpRequest, pk: int) -> SolutionPage:
    """The published solution with that number, if this visitor may open it; Http404 otherwise."""
    solutions: Any = SolutionPage.objects.visible_to(request.user)
    found = solutions.filter(pk=pk) if pk < BIGGEST else solutions.none()
    solution: SolutionPage | None = found.select_related("network", "author").first()
    if solution is None:
        raise Http404
    return solution


def address_of(request: HttpRequest, solution: SolutionPage) -> str:
    """Its permanent address, as it is printed."""
    return request.build_absolute_uri(solution.permanent_path)


@require_safe
def solution(request: HttpRequest, pk: int) -> HttpResponse:
    """The way to its page, wherever that stands today."""
    return redirect(solution_for(request, pk).get_url(request) or "/")


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to print, in the language of the address."""
    found = solution_for(request, pk)
    found.load_shown(request.user)
    content = solution_pdf(found, address_of(request, found))
    return of_this_reader(handed_out(content, "application/pdf", f"{found.slug}-ficha.pdf"))


@require_safe
def legal_text(request: HttpRequest, pk: int, key: UUID, suffix: str) -> HttpResponse:
    """The text of a norm, to be copied and adapted."""
    found = solution_for(request, pk)
    told = legal_text_of(found, key)
    if told is None:
        raise Http404
    name = f"{slugify(told.title)[:60] or found.slug}.{suffix}"
    return of_this_reader(as_file(of_a_solution(found, told, address_of(request, found)), name))


def of_this_reader(response: HttpResponse) -> HttpResponse:
    """Not kept by caches on the way: others may not be allowed to open it."""
    patch_cache_control(response, private=True)
    return response


@require_POST
@login_required
def looked_at(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody has seen whether it still holds, as far as what they were shown (`hasta`)."""
    found = solution_for(request, pk)
    until = request.POST.get("hasta", "")
    if not until.isascii() or not until.isdecimal() or int(until) >= BIGGEST:
        raise Http404
    number = actions.look_at(found, request.user, int(until))
    if number:
        said = ngettext(
            "Noted: you looked at %(number)d change, and the solution holds.",
            "Noted: you looked at %(number)d changes, and the solution holds.",
            number,
        )
        messages.success(request, said % {"number": number})
    else:
        messages.info(request, _("Somebody had noted it already."))
    return redirect(found.get_url(request) or "/")
