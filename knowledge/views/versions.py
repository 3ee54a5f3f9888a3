"""Old texts of a case: each at its own address, and two of them side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from knowledge.lookup import case_for, moved
from knowledge.models import CaseVersion
from knowledge.reading import read_kept, read_version, to_read
from knowledge.reading_changes import changes_between, fitted
from knowledge.reading_parts import parts_of
from knowledge.views.library import context_of, versions_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from knowledge.models import Case


@require_safe
def version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A version as it was published; of a withdrawn case, for its author and the team alone."""
    found = case_for(request, reference, to_read(request.user))
    elsewhere = moved(request, found, reference)
    if elsewhere:
        return elsewhere
    kept = version_of(found, number)
    if found.live and number == found.newest_number:
        return redirect(found)
    told = read_version(kept, request.user)
    known = versions_of(found, request.user)
    kept.credits = next(each.credits for each in known if each.pk == kept.pk)
    context = context_of(request, told, kept, parts=parts_of(told), versions=known)
    return render(request, "knowledge/case_version.html", context)


def version_of(case: Case, number: int) -> CaseVersion:
    """That version with the case at hand. One query.

    Raises:
        Http404: the case has no such version.

    """
    if not 0 < number < 2**31:
        raise Http404
    kept = get_object_or_404(CaseVersion.objects.filter(case=case), number=number)
    kept.case = case
    return kept


@require_safe
def changes(request: HttpRequest, reference: str) -> HttpResponse:
    """Two versions side by side: ?de=1&a=3; without a number, the newest and the one before.

    With ?parte=…, all that changed in that part; else as much of each as a page can carry.
    """
    found = case_for(request, reference, to_read(request.user))
    elsewhere = moved(request, found, reference)
    if elsewhere:
        return elsewhere
    kept = versions_of(found, request.user)
    if not kept:
        raise Http404
    newest = kept[0].number
    old, new = sorted((asked(request, "de", max(newest - 1, 1)), asked(request, "a", newest)))
    pair = {each.number: each for each in found.versions.filter(number__in=(old, new))}
    if not {old, new} <= pair.keys():
        raise Http404
    for each in pair.values():
        each.case = found
    before, after = (read_kept(found, pair[number]) for number in (old, new))
    found_changes = changes_between(before, after)
    one = [each for each in found_changes if each.slug == request.GET.get("parte")]
    context = context_of(
        request,
        after,
        old=pair[old],
        new=pair[new],
        versions=kept,
        between=[each for each in reversed(kept) if old < each.number <= new],
        changes=one or fitted(found_changes),
        is_one_part=bool(one),
    )
    return render(request, "knowledge/case_changes.html", context)


def asked(request: HttpRequest, name: str, default: int) -> int:
    """The number of a version in the address; of no version when it cannot be one."""
    value = request.GET.get(name, "")
    if not value:
        return default
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0


@require_safe
def in_words(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The address in full words leads to the short one, which never changes."""
    return redirect("cases:version", reference, number, permanent=True)
