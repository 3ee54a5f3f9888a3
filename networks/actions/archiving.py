"""How a network rests and ends: archived, opened again, deleted, put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from community.actions.notices import notify
from networks.actions.networks import furnish, take_grants
from networks.actions.requests import coordinators_of
from networks.closing import shut, unshut
from networks.models import Letter, Membership, NetworkPage, Removal, Topic
from networks.models.removals import KEPT
from networks.permissions import can_govern

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from community.models import User


@dataclass(frozen=True)
class Held:
    """How much there is of something: its name and its number."""

    name: str
    number: int


def what_it_holds(network: NetworkPage) -> list[Held]:
    """What goes with the network when it is deleted."""
    pages = network.get_descendants()
    outline = network.outline
    parts = outline.parts if outline else []
    shelves = outline.shelves if outline else []
    held = [
        Held(_("Pages, drafts too"), pages.count()),
        *(Held(part.page.title, part.count) for part in parts),
        *(Held(str(filled.shelf.title), filled.count) for filled in shelves),
        Held(_("Members"), Membership.objects.active().filter(network=network).count()),
        Held(_("Documents"), files_of(get_document_model(), network)),
        Held(_("Images"), files_of(get_image_model(), network)),
    ]
    return [each for each in held if each.number]


def files_of(model: Any, network: NetworkPage) -> int:
    return int(model.objects.filter(collection=network.collection_id).count())


def check_governs(by: User, network: NetworkPage) -> None:
    if not can_govern(by, network):
        raise PermissionDenied(f"{by} does not govern {network}")


@transaction.atomic
def archive_network(network: NetworkPage, by: User) -> None:
    """Close the network to all that is new. It stays readable. Twice is as once.

    What had a date to be published stays a draft. Its coordinators are told.

    Raises:
        PermissionDenied: `by` does not govern it.

    """
    check_governs(by, network)
    if not network.takes_work:
        return
    unschedule(network)
    change(network, archived_at=timezone.now())
    tell_coordinators(network, by, "network_archived")


@transaction.atomic
def reopen_network(network: NetworkPage, by: User) -> None:
    """Open an archived network again, as it was. Twice is as once.

    Raises:
        PermissionDenied: `by` does not govern it.

    """
    check_governs(by, network)
    if network.archived_at is None or network.is_deleted:
        return
    change(network, archived_at=None)
    tell_coordinators(network, by, "network_reopened")


@transaction.atomic
def delete_network(network: NetworkPage, by: User) -> None:
    """Take the network off the site at once, with all it holds. Twice is as once.

    For `KEPT` it can be put back as it was; then it ends for good. Meanwhile
    nobody but who governs it finds anything of it.

    Raises:
        PermissionDenied: `by` does not govern it.

    """
    check_governs(by, network)
    if network.is_deleted:
        return
    people = coordinators_of(network)
    unschedule(network)
    pages = network.get_descendants(inclusive=True).live()
    live = list(pages.values_list("pk", flat=True))
    Removal.objects.update_or_create(network=network, defaults={"by": by, "live_pages": live})
    Page.objects.descendant_of(network, inclusive=True).update(live=False)
    change(network, deleted_at=timezone.now())
    take_grants(network)
    shut(network)
    touch_topics(network)
    for person in people:
        tell_one(person, network, by, "network_deleted")


@transaction.atomic
def restore_network(network: NetworkPage, by: User) -> None:
    """Put a deleted network back as it was. Twice is as once.

    Raises:
        PermissionDenied: `by` does not govern it.

    """
    check_governs(by, network)
    if not network.is_deleted:
        return
    removal = Removal.objects.filter(network=network).first()
    live = set(removal.live_pages if removal else [network.pk])
    under = Page.objects.descendant_of(network, inclusive=True)
    back = [pk for pk in under.values_list("pk", flat=True) if pk in live]
    for start in range(0, len(back), 500):
        Page.objects.filter(pk__in=back[start : start + 500]).update(live=True)
    change(network, deleted_at=None)
    Removal.objects.filter(network=network).delete()
    unshut(network)
    furnish(network)
    touch_topics(network)
    tell_coordinators(network, by, "network_restored")


def end_deleted_networks(now: datetime | None = None) -> int:
    """Delete for good the networks whose time has run out; how many. May run twice.

    One whose files somebody offers outside it stays, and is tried again each day.
    """
    over = NetworkPage.objects.filter(deleted_at__lt=(now or timezone.now()) - KEPT)
    ended = 0
    held = None
    for network in over:
        try:
            end_network(network)
            ended += 1
        except ProtectedError as error:
            held = error
    if held is not None:
        raise held
    return ended


def end_network(network: NetworkPage) -> None:
    """Delete it for good: pages, memberships, groups, collection and its files.

    Raises:
        ProtectedError: a page outside still offers one of its files; nothing is deleted.

    """
    network.delete()


def unschedule(network: NetworkPage) -> None:
    """What waits for its day no longer does: pages, letters."""
    scheduled = Letter.objects.written_in(network).filter(state=Letter.State.SCHEDULED)
    scheduled.update(state=Letter.State.DRAFT, send_at=None)
    pages = Page.objects.descendant_of(network, inclusive=True).values_list("pk", flat=True)
    waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    mine = {str(pk) for pk in pages}
    due = [row.pk for row in waiting.only("pk", "object_id") if row.object_id in mine]
    Revision.objects.filter(pk__in=due).update(approved_go_live_at=None)


def change(network: NetworkPage, **fields: Any) -> None:
    NetworkPage.objects.filter(pk=network.pk).update(**fields)
    for name, value in fields.items():
        setattr(network, name, value)


def touch_topics(network: NetworkPage) -> None:
    """Whoever listens to conversations being saved (the search) looks at them again."""
    for topic in Topic.objects.filter(network=network).iterator(chunk_size=500):
        topic.save(update_fields=["network"])


def tell_coordinators(network: NetworkPage, by: User, kind: str) -> None:
    for person in coordinators_of(network):
        tell_one(person, network, by, kind)


def tell_one(person: User, network: NetworkPage, by: User, kind: str) -> None:
    if person.pk != by.pk:
        gone = network.get_parent().url if network.is_deleted else network.url
        notify(person, kind, url=gone or "/", network=network.title)
