"""What `knowledge` shows of solutions and endorsements: `{% load solutions %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from community.http import reader_of
from knowledge.exports.linked import how_to_of, script_of
from knowledge.legal_texts import LegalText, legal_texts
from knowledge.models import ProofChange
from knowledge.models.endorsements import name_of
from knowledge.permissions import can_revise
from knowledge.shown_beside import endorsements_beside, solutions_beside

if TYPE_CHECKING:
    from django.template import Context
    from django.utils.safestring import SafeString

    from knowledge.models import Case, SolutionPage

register = template.Library()
# What is read of a change and of its case.
CHANGED = ("kind", "value", "happened_at", "solution", "case__title", "case__code", "case__key")


@register.simple_tag
def how_to(solution: SolutionPage, url: str) -> SafeString:
    """The solution for search engines; see `knowledge.exports.linked`."""
    return script_of(how_to_of(solution, url))


@register.simple_tag(name="legal_texts")
def legal_texts_tag(solution: SolutionPage) -> list[LegalText]:
    """`{% legal_texts page as texts %}`. One query where a norm is named."""
    return legal_texts(solution)


@register.inclusion_tag("knowledge/_solution_doubts.html", takes_context=True)
def doubts_about(context: Context, solution: SolutionPage) -> dict[str, Any]:
    """What happened to the cases that prove it, for who answers for it; nothing for others.

    No query unless something happened and the reader has signed in.
    """
    reader = reader_of(context)
    if not reader.is_authenticated or not solution.is_doubted:
        return {"changes": []}
    open_ones = ProofChange.objects.open().filter(solution=solution.pk)
    changes = list(open_ones.select_related("case").only(*CHANGED)[:20])
    if not changes or not can_revise(reader, solution):
        return {"changes": []}
    return {
        "changes": changes,
        "until": max(change.pk for change in changes),
        "page": solution,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("knowledge/_solutions_of_case.html")
def solutions_of(case: Case) -> dict[str, Any]:
    """Solutions the reader may open that were made of the case. No query."""
    return {"solutions": solutions_beside(case)}


@register.inclusion_tag("knowledge/_endorsements.html")
def endorsements_of(thing: Case | SolutionPage) -> dict[str, Any]:
    """The networks that show it and why, of those the reader may open; the way to show it in one.

    No query: all of it came with the thing.
    """
    return {
        "endorsements": endorsements_beside(thing),
        "thing": thing,
        "kind": name_of(thing),
        "may_endorse": bool(thing.pk and thing.live) and getattr(thing, "reader_leads_some", False),
    }
