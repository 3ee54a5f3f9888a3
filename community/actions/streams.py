"""What the streams say: one line for each act, written by the action that did it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from community.models import Activity

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import Comment, User


def tell_streams(
    verb: Activity.Verb,
    thing: Any,
    actor: User | None,
    *,
    comment: Comment | None = None,
    at: datetime | None = None,
) -> Activity:
    """Write a line about a page or another thing that people may comment.

    `at`: when it happened, for what is brought in from elsewhere; now when None.
    """
    line = Activity(verb=verb, actor=actor, comment=comment)
    if isinstance(thing, Page):
        line.page_id = thing.pk
    else:
        line.content_type = ContentType.objects.get_for_model(thing)
        line.object_id = thing.pk
    if hasattr(thing, "get_stream_page"):
        line.network = thing.get_stream_page()
    if hasattr(thing, "get_stream_territory"):
        line.territory = thing.get_stream_territory()
    if at is not None:
        line.at = at
    line.save()
    return line
