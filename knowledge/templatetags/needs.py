"""What needs contribute to pages of others: a municipality's, a member's home, the front door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.db.models import F

from community.http import reader_of
from knowledge.models import Need
from knowledge.need_kinds import UNMET

if TYPE_CHECKING:
    from django.template import Context

    from territories.models import Territory

register = template.Library()

MOST_OF_A_PLACE = 8
MOST_OF_A_PERSON = 8


@register.inclusion_tag("knowledge/needs/_of_place.html", takes_context=True)
def needs_of(context: Context, place: Territory) -> dict[str, Any]:
    """What a municipality needs, unmet ones first, then the newest. One query."""
    needs: Any = Need.objects.visible_to(reader_of(context)).shown().filter(place=place)
    shown = needs.with_row().order_by(F("state").asc(), "-posted_at", "-pk")
    rows = list(shown[: MOST_OF_A_PLACE + 1])
    rows.sort(key=lambda need: need.state not in UNMET)
    return {
        "place": place,
        "needs": rows[:MOST_OF_A_PLACE],
        "has_more": len(rows) > MOST_OF_A_PLACE,
    }


@register.inclusion_tag("knowledge/needs/_mine.html", takes_context=True)
def my_needs(context: Context) -> dict[str, Any]:
    """The needs a member keeps or that are of their municipality, unmet ones. One query."""
    reader = reader_of(context)
    if not reader.is_authenticated:
        return {}
    mine: Any = Need.objects.kept_by(reader).filter(state__in=UNMET).newest_first()
    return {"needs": list(mine.with_row()[:MOST_OF_A_PERSON])}
