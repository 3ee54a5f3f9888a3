"""What is published in the sections, and how often it is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from community.models import Activity
from networks.models import ResourceDownloads

if TYPE_CHECKING:
    from datetime import datetime

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


def count_download(resource: ResourcePage) -> None:
    """One more. Safe when many fetch at once."""
    one_more = {"count": F("count") + 1}
    if ResourceDownloads.objects.filter(resource=resource).update(**one_more):
        return
    _, is_new = ResourceDownloads.objects.get_or_create(resource=resource, defaults={"count": 1})
    if not is_new:
        ResourceDownloads.objects.filter(resource=resource).update(**one_more)
