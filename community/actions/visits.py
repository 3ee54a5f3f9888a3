"""What is new to somebody in a conversation they have read before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from community.models import Visit

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import User

# Who comes back within this time is still on the same visit, and what was new stays so.
SAME_VISIT = timedelta(minutes=30)
# Not every page turned is worth a write.
OFTEN = timedelta(minutes=1)


def note_visit(thing: Any, reader: User, visit: Visit | None, now: datetime) -> datetime | None:
    """Note that the person reads the conversation; returns since when all is new to them.

    `visit` is the one that was known. None at the first: nothing is new then.
    One query, or none within a minute of the last.
    """
    if visit is not None and now - visit.seen_at < OFTEN:
        return visit.since
    since = visit.since if visit else None
    if visit is not None and now - visit.seen_at > SAME_VISIT:
        since = visit.seen_at
    Visit.objects.bulk_create(
        [
            Visit(
                user=reader,
                content_type=ContentType.objects.get_for_model(thing),
                object_id=thing.pk,
                seen_at=now,
                since=since,
            )
        ],
        update_conflicts=True,
        unique_fields=["user", "content_type", "object_id"],
        update_fields=["seen_at", "since"],
    )
    return since
