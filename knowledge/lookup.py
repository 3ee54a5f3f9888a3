"""The case an address names, if the visitor may open it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from knowledge.models import CODE, Case
from knowledge.permissions import can_read_draft

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def case_for(
    request: HttpRequest, reference: str, cases: Any = None, *, with_people: bool = True
) -> Case:
    """The case with that code, in any letter case, or with that key; among `cases`, if given.

    Its municipality and newest revision come along, and, unless no page is drawn
    of it, the people and organizations it belongs to: they are half of what
    reading it costs. One query for a published case; what is not published is
    there for its author and the team.

    Raises:
        Http404: there is none, or not for this visitor.

    """
    found = Case.objects.all() if cases is None else cases
    found = found.select_related("lead_municipality", "latest_revision")
    if with_people:
        found = found.select_related("registered_by", "kept_by", "on_behalf_of", "assignee")
    case = found.filter(**named(reference)).first()
    if case is None or not (case.live or can_read_draft(request.user, case)):
        raise Http404
    return case


def named(reference: str) -> dict[str, Any]:
    """What to look for. A key is tried only where no code can be meant."""
    if CODE.fullmatch(reference.upper()):
        return {"code": reference.upper()}
    try:
        return {"key": uuid.UUID(reference)}
    except ValueError:
        raise Http404 from None


def moved(request: HttpRequest, case: Case, reference: str) -> HttpResponse | None:
    """A permanent redirect when the case has a better address than the one asked for.

    None for what was sent by a form: a redirect would lose it.
    """
    match = request.resolver_match
    if request.method not in ("GET", "HEAD") or match is None or reference == case.reference:
        return None
    url = reverse(match.view_name, kwargs={**match.kwargs, "reference": case.reference})
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{url}?{query}" if query else url, permanent=True)
