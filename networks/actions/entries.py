"""What is published in the sections, and how often it is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from community.models import Activity
from networks.models import MonthlyDownloads, ResourceDownloads

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from community.models import User
    from networks.models import EntryPage, ResourcePage, SectionPage


@transaction.atomic
def publish_entry(
    section: SectionPage, entry: EntryPage, by: User | None = None, at: datetime | None = None
) -> EntryPage:
    """Put a new page into a section and make it public, as the admin does it.

    `at`: when it was published, for what is brought in from elsewhere; now
    when None. The page, its revision and the stream all say the same moment.
    """
    entry.owner = entry.owner or by
    entry.live = False
    entry.first_published_at = at
    section.add_child(instance=entry)
    revision = entry.save_revision(user=by)
    revision.publish(user=by, skip_permission_checks=True)
    if at is not None:
        date_back(entry, at)
    entry.refresh_from_db()
    return entry


def date_back(entry: EntryPage, at: datetime) -> None:
    entry.revisions.update(created_at=at)
    type(entry)._default_manager.filter(pk=entry.pk).update(
        last_published_at=at, latest_revision_created_at=at
    )
    Activity.objects.filter(page=entry.pk, verb=Activity.Verb.PUBLISHED).update(at=at)


@transaction.atomic
def count_download(resource: ResourcePage, key: UUID, on: date) -> None:
    """One more of that file (`THE_LINK` for its link). Safe when many fetch at once."""
    add_one(ResourceDownloads, resource=resource)
    add_one(MonthlyDownloads, resource=resource, key=key, month=on.replace(day=1))


def add_one(table: type[ResourceDownloads | MonthlyDownloads], **row: Any) -> None:
    one_more = {"count": F("count") + 1}
    if table._default_manager.filter(**row).update(**one_more):
        return
    _, is_new = table._default_manager.get_or_create(**row, defaults={"count": 1})
    if not is_new:
        table._default_manager.filter(**row).update(**one_more)
