"""Reporting and moderating, where things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from community.http import reader_of
from community.models import ModerationAct
from community.moderable import moderable_of

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.inclusion_tag("community/moderation/_report_link.html", takes_context=True)
def report_link(context: Context, thing: Any) -> dict[str, Any]:
    """The quiet link that leads to reporting the thing. Nothing for whoever wrote it. No query.

    Visitors are led to sign in first.
    """
    kind = moderable_of(thing)
    if kind is None or thing.pk is None:
        return {}
    author = kind.author(thing)
    if author is not None and author.pk == reader_of(context).pk:
        return {}
    return {"word": kind.word, "pk": thing.pk}


@register.simple_tag(takes_context=True)
def my_suspension(context: Context) -> ModerationAct | None:
    """The decision that suspended the reader. One query."""
    user = reader_of(context)
    acts = ModerationAct.objects.filter(person=user.pk, kind=ModerationAct.Kind.SUSPENDED)
    return acts.filter(undone_at=None).first()
