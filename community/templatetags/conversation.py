"""The comments about a thing, on its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from community.conversation import comments_by, drawing, page_asked
from community.http import reader_of
from community.stretches import stretch_of

if TYPE_CHECKING:
    from django.template import Context

    from community.models import Comment, User

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


@register.inclusion_tag("community/_comments_by.html", takes_context=True)
def said_by(context: Context, person: User) -> dict[str, Any]:
    """The section of a profile with what the person commented; its own page alone has it.

    Use: {% said_by person %}, where `section` says what the page shows; see `stretch_of`
    """
    reader, request = reader_of(context), context["request"]

    def load(start: int, number: int) -> list[Comment]:
        return comments_by(person, reader, start, number)

    section = context.get("section") or ""
    stretch = stretch_of("comentarios", section, request, load) if section else None
    return {"person": person, "stretch": stretch, "request": request}
