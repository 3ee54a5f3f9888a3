"""The comments about a thing, on its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from community.conversation import drawing, page_asked
from community.http import reader_of

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.inclusion_tag("community/_conversation.html", takes_context=True)
def comments(context: Context, thing: Any) -> dict[str, Any]:
    """What people said about the thing and, for members, the form to say something.

    Draws nothing where there is nothing to comment: in a preview, or when the
    thing takes no comments. One query, and one for the photographs if any.
    """
    request = context.get("request")
    if request is None or getattr(request, "is_preview", False):
        return {}
    if thing.pk is None or not getattr(thing, "is_commentable", False):
        return {}
    return {
        **drawing(request, thing, page_asked(request)),
        "request": request,
        "user": reader_of(context),
    }
