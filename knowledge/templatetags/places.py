"""What is worked out about municipalities, for pages of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from knowledge.alike import with_reasons
from territories.comparing import nearest
from territories.likeness_words import listed

if TYPE_CHECKING:
    from territories.models import Territory

register = template.Library()

ON_ITS_PAGE = 3


@register.inclusion_tag("knowledge/places/_alike.html")
def peers_of(place: Territory) -> dict[str, Any]:
    """The three municipalities most like it, with the reasons. No query after `with_stamp`."""
    comparison = nearest(place, limit=ON_ITS_PAGE)
    return {
        "place": place,
        "rows": with_reasons(comparison),
        "lacking": listed(comparison.lacking),
        "is_possible": comparison.is_possible,
    }
