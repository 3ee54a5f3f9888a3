"""Cases as everybody reads them, and their drafts as their author and the team do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from community.http import is_fragment
from community.models import User
from knowledge.feedback_shown import credit_columns, credits_of
from knowledge.levels import missing_for
from knowledge.listing import list_cases
from knowledge.lookup import case_for, moved
from knowledge.permissions import can_edit, can_read_draft, can_review, can_send, is_keeper
from knowledge.reading import (
    Reading,
    name_of,
    read,
    read_published,
    related_to,
    to_read,
)
from knowledge.reading_parts import parts_of
from knowledge.review import Review, review_of
from knowledge.sightings import note_seen
from networks.views import network_for
from networks.views.downloads import is_counted

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from knowledge.models import Case, CaseVersion
    from networks.models import NetworkPage


@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """A case: the published text or, for its author and the team, the one in the making."""
    found = case_for(request, reference, to_read(request.user))
    return moved(request, found, reference) or show(request, found)


def show(
    request: HttpRequest, case: Case, review: Review | None = None, status: int = 200
) -> HttpResponse:
    """The page of a case; `review` has the forms of the team as somebody filled them in."""
    may_review = can_review(request.user)
    is_insider = may_review or is_keeper(request.user, case)
    told, is_draft = told_to(request, case)
    # Those who made it are no readers it has found.
    if not (is_draft or is_insider) and is_counted(request):
        note_seen(case.pk)
    if isinstance(request.user, User) and may_review and review is None:
        review = review_of(case, request.user)
    context = {
        **context_of(request, told),
        "parts": parts_of(told),
        "versions": versions_of(case, request.user),
        "is_draft": is_draft,
        "is_insider": is_insider,
        "may_edit": is_insider and can_edit(request.user, case),
        "may_send": is_insider and can_send(request.user, case),
        "missing": [name_of(name) for name in missing_for(told.text)] if is_draft else [],
        "review": review if may_review else None,
        "related": [] if is_draft else related_to(told, request.user),
    }
    return render(request, "knowledge/case.html", context, status=status)


def told_to(request: HttpRequest, case: Case) -> tuple[Reading, bool]:
    """What the visitor reads of a case asked `to_read`, and whether that is its draft."""
    if not case.live or (asks_for_draft(request, case) and can_read_draft(request.user, case)):
        return read(case, case.draft(), request.user), True
    return read_published(case, request.user), False


def asks_for_draft(request: HttpRequest, case: Case) -> bool:
    """Whether the newer text of a published case is asked for; a decision is about that one."""
    asked = "borrador" in request.GET or request.method == "POST"
    return asked and case.has_unpublished_changes


def context_of(
    request: HttpRequest, told: Reading, version: CaseVersion | None = None, **more: Any
) -> dict[str, Any]:
    """What every page of one text needs; `version` when it is an old one."""
    case = told.case
    at = version.get_absolute_url() if version else case.get_absolute_url()
    return {
        "told": told,
        "case": case,
        "version": version,
        "newest": getattr(case, "newest_number", None),
        "here": at,
        "here_query": "?borrador=1" if case.live and told.number is None else "",
        "share_url": request.build_absolute_uri(case.get_absolute_url()),
        **more,
    }


def versions_of(case: Case, reader: User | AnonymousUser) -> list[CaseVersion]:
    """The newest first, without what they say, each with `credits`. One query."""
    found = list(case.versions.defer("record", "names").annotate(**credit_columns(reader)))
    for each in found:
        each.credits = credits_of(each)
    return found


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The library: every published case, narrowed by its address."""
    return listed(request, "knowledge/case_list.html", None)


@require_safe
def network_cases(request: HttpRequest, slug: str) -> HttpResponse:
    """The cases of a network, for whoever may open it."""
    return listed(request, "knowledge/network_cases.html", network_for(request, slug))


def listed(request: HttpRequest, template: str, network: NetworkPage | None) -> HttpResponse:
    if is_fragment(request):
        template = "knowledge/_cases.html"
    context = {
        "library": list_cases(request, network),
        "network": network,
        "is_fragment": is_fragment(request),
    }
    response = render(request, template, context)
    # One address, two bodies: caches must not mix them up.
    patch_vary_headers(response, ["HX-Request"])
    return response
