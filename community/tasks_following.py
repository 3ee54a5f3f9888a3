"""What this app does in the background for those who follow something."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from community.actions.telling_followers import tell_some
from community.background import background
from community.models import User


@background(title=_("Tell people of what they follow"))
def tell_batch(
    event: str,
    content_type: int,
    pk: int,
    kind: str,
    actor: int | None,
    besides: list[int],
    facts: dict[str, str],
    after: int = 0,
    at_once: bool = False,
) -> None:
    """Tells some, and leaves the next to another task: each is short, and none waits for all."""
    model = ContentType.objects.get_for_id(content_type).model_class()
    if model is None:
        return
    thing = model._default_manager.get(pk=pk)
    by = User.objects.filter(pk=actor).first() if actor else None
    # Asked now: it may have changed since the task was left here.
    if by is not None and hasattr(thing, "may_name") and not thing.may_name(by):
        by = None
    last = tell_some(
        thing, kind, by, event=event, besides=besides, facts=facts, after=after, at_once=at_once
    )
    if last:
        tell_batch.enqueue(event, content_type, pk, kind, actor, besides, facts, last, at_once)
