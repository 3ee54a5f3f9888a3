"""Cases side by side, chosen by the address alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from knowledge.listing import query_of
from knowledge.reading_beside import FEWEST, MOST, beside, picked_codes, readings_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four cases, ?caso=VE-2026-0007&caso=CO-2026-0001; with none, the library."""
    codes = picked_codes(request)
    readings = readings_of(codes, request.user)
    if not readings:
        return redirect("cases:list")
    found = [told.case.code or "" for told in readings]
    columns = [
        {"told": told, "without": without(request, found, told.case.code or "")}
        for told in readings
    ]
    context = {
        "columns": columns,
        "groups": beside(readings) if len(readings) >= FEWEST else [],
        "unknown": [code for code in codes if code not in found],
        "codes": found,
        "more_url": f"{reverse('cases:list')}?{query_of(found)}",
        "has_room": len(readings) < MOST,
        "first": readings[0],
    }
    return render(request, "knowledge/case_compare.html", context)


def without(request: HttpRequest, codes: list[str], code: str) -> str:
    return f"{request.path}?{query_of([each for each in codes if each != code])}"
