"""What needs contribute to a member's home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from community.http import reader_of
from knowledge.models import Need
from knowledge.need_kinds import UNMET

if TYPE_CHECKING:
    from django.template import Context


register = template.Library()

MOST_OF_A_PERSON = 8


@register.inclusion_tag("knowledge/needs/_mine.html", takes_context=True)
def my_needs(context: Context) -> dict[str, Any]:
    """The needs a member keeps or that are of their municipality, unmet ones. One query."""
    reader = reader_of(context)
    if not reader.is_authenticated:
        return {}
    mine: Any = (
        Need.objects.visible_to(reader).kept_by(reader).filter(state__in=UNMET).newest_first()
    )
    return {"needs": list(mine.with_row()[:MOST_OF_A_PERSON])}
