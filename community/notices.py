"""What may still be said of what people were told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.urls import Resolver404, resolve
from django.utils import translation

from community.models import Comment

if TYPE_CHECKING:
    from django.db.models import Model

    from community.models import Notification


def name_of_thing(thing: Model | None) -> str:
    """How notices call a thing: "knowledge.case:7"; empty for none."""
    return f"{thing._meta.label_lower}:{thing.pk}" if thing is not None else ""


def is_gone(notice: Notification) -> bool:
    """Whether it speaks of a comment that was deleted or hidden from its recipient since."""
    with translation.override(notice.recipient.language):
        try:
            place = resolve(notice.url)
        except Resolver404:
            return False
    if place.view_name != "conversation:place":
        return False
    return not Comment.objects.visible_to(notice.recipient).filter(**place.kwargs).exists()


def is_thing_open(notice: Notification) -> bool:
    """Whether its recipient may open what it is about, as far as the thing's kind says.

    A notice of no thing, or of a kind without `visible_to`, is open.
    """
    label, _colon, pk = notice.thing.partition(":")
    if not pk:
        return True
    try:
        things = apps.get_model(label)._default_manager.all()
    except LookupError:
        return False
    if not hasattr(things, "visible_to"):
        return things.filter(pk=pk).exists()
    return bool(things.visible_to(notice.recipient).filter(pk=pk).exists())
