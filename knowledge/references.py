"""From what stands in an address to the case it means."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from knowledge.models import Case


def case_called(reference: str, cases: QuerySet[Case]) -> Case | None:
    """The case with this code, in capitals or not, or with this key; None when there is none."""
    meant = Q(code=reference.upper())
    with suppress(ValueError):
        meant |= Q(key=uuid.UUID(reference))
    return cases.filter(meant).first()


def redirect_to_proper(request: HttpRequest, case: Case, reference: str) -> HttpResponse | None:
    """Where the case stands now, when it was asked for by its old key or in small letters.

    None when the address is right, and for what was sent by a form: a redirect
    would lose it.
    """
    match = request.resolver_match
    if request.method not in ("GET", "HEAD") or match is None or reference == case.reference:
        return None
    url = reverse(match.view_name, kwargs={**match.kwargs, "reference": case.reference})
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{url}?{query}" if query else url, permanent=True)
