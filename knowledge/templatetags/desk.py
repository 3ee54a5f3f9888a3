"""What the workspace of a case shows of the work on it: who has it, what was said of its draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from community.http import reader_of
from knowledge.models import AssistedRegistration
from knowledge.models.sealed import signature
from knowledge.permissions import can_share
from knowledge.remarks import with_titles

if TYPE_CHECKING:
    from django.template import Context

    from community.models import User
    from knowledge.models import Case
    from knowledge.sections import CaseSection

register = template.Library()


@register.filter
def told_in(person: User | None, case: Case) -> str:
    """How others are told of somebody who did something to the case; "" of nobody."""
    return signature(case, person)


@register.inclusion_tag("knowledge/_desk.html", takes_context=True)
def case_desk(context: Context, case: Case) -> dict[str, Any]:
    """Who of the team has it, how far the work is, and the way to its links and remarks.

    At most three queries.
    """
    asked = AssistedRegistration.objects.filter(case=case)
    return {
        "case": case,
        "asked": asked.select_related("facilitator", "answered_by").first(),
        "may_share": can_share(reader_of(context), case),
        "open_remarks": case.remarks.open().count(),
    }


@register.inclusion_tag("knowledge/_remarks_here.html")
def remarks_here(case: Case, section: CaseSection) -> dict[str, Any]:
    """Open remarks on what this section tells. One query."""
    remarks = with_titles(case.remarks.open().filter(part__in=section.names))
    return {"case": case, "remarks": remarks}
