"""All of one part of a case, all of it on one page, and the text of a norm to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from knowledge.lookup import case_for, moved
from knowledge.reading import read_version, to_read
from knowledge.reading_parts import SLUGS, WHOLE, part_of, parts_of
from knowledge.templatetags.knowledge import with_blanks
from knowledge.views.library import context_of, told_to
from knowledge.views.versions import version_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from knowledge.models import Case, CaseVersion
    from knowledge.reading import Reading


@require_safe
def part(
    request: HttpRequest, reference: str, slug: str, number: int | None = None
) -> HttpResponse:
    """A part with all its rows and words; the slug "todo" gives the whole text, to print."""
    found = case_for(request, reference, to_read(request.user))
    elsewhere = moved(request, found, reference)
    if elsewhere:
        return elsewhere
    told, kept = text_of(request, found, number)
    is_whole = slug == WHOLE
    if not is_whole and slug not in SLUGS:
        raise Http404
    parts = parts_of(told, whole=True) if is_whole else [part_of(told, slug)]
    if not is_whole and not parts[0].blocks:
        raise Http404
    context = context_of(request, told, kept, parts=parts, is_whole=is_whole)
    context["back"] = f"{context['here']}{context['here_query']}" + ("" if is_whole else f"#{slug}")
    return render(request, "knowledge/case_part.html", context)


@require_safe
def instrument(
    request: HttpRequest, reference: str, key: UUID, number: int | None = None
) -> HttpResponse:
    """The text of a legal instrument, with the blanks to fill in marked."""
    found = case_for(request, reference, to_read(request.user))
    elsewhere = moved(request, found, reference)
    if elsewhere:
        return elsewhere
    told, kept = text_of(request, found, number)
    rows = [row for row in told.text.legal_instruments.all() if row.key == key and row.text]
    if not rows:
        raise Http404
    text = with_blanks(mark_safe(linebreaks(rows[0].text, autoescape=True)))  # noqa: S308 - escaped
    context = context_of(request, told, kept, row=rows[0], text=text)
    context["back"] = f"{context['here']}{context['here_query']}"
    return render(request, "knowledge/instrument.html", context)


def text_of(
    request: HttpRequest, case: Case, number: int | None
) -> tuple[Reading, CaseVersion | None]:
    """What is read of a case: the version of that number, or without one the text as it is."""
    if number is None:
        return told_to(request, case)[0], None
    kept = version_of(case, number)
    return read_version(kept, request.user), kept
