"""What this app holds of a person, for the archive of their data."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from community.actions.notice_mails import absolute
from community.archive import CHUNK, Column, Part, all_fields, table
from networks.models import (
    EventRegistration,
    Feature,
    InvitationList,
    Letter,
    Membership,
    NetworkInvitation,
    Topic,
)
from networks.publications import entry_models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import User
    from networks.models import EntryPage


def memberships(user: User) -> Part:
    rows = Membership.objects.filter(user=user).select_related("network")
    return table(_("Networks"), rows, "network.title", *all_fields(Membership))


def invitations(user: User) -> Part:
    """Those they got, and those they sent, which name somebody else."""
    about = NetworkInvitation.objects.filter(
        Q(pk__in=NetworkInvitation.objects.for_person(user).values("pk")) | Q(invited_by=user)
    )
    sent = Column("sent", _("Whether the person sent it"), lambda row: row.invited_by_id == user.pk)
    rows = about.select_related("network").order_by("pk")
    columns = all_fields(NetworkInvitation, without=["key"])
    return table(_("Invitations to networks"), rows, "network.title", sent, *columns)


def invitation_lists(user: User) -> Part:
    rows = InvitationList.objects.filter(by=user).select_related("network").order_by("pk")
    return table(
        _("Lists of addresses to invite"), rows, "network.title", *all_fields(InvitationList)
    )


def registrations(user: User) -> Part:
    rows = EventRegistration.objects.filter(user=user).select_related("event")
    left_out = ("key", "name", "email", "told_sequence")
    return table(_("Events"), rows, "event.title", *all_fields(EventRegistration, without=left_out))


def topics(user: User) -> Part:
    rows = Topic.objects.filter(opened_by=user).select_related("network")
    return table(_("Conversations opened"), rows, "network.title", *all_fields(Topic))


def features(user: User) -> Part:
    """What they had a network show first, and why."""
    rows = Feature.objects.filter(chosen_by=user).select_related("network", "page")
    return table(_("Chosen to stand first"), rows, "network.title", *all_fields(Feature))


def letters(user: User) -> Part:
    """Drafts too."""
    rows = Letter.objects.filter(author=user).select_related("network")
    return table(
        _("Letters to the members of networks"), rows, "network.title", *all_fields(Letter)
    )


def entries(user: User) -> Part:
    """What they published or signed in sections, drafts too, each with all it says."""

    def rows() -> Iterator[dict[str, Any]]:
        found = [
            model.objects.filter(Q(author=user) | Q(owner=user)).iterator(chunk_size=CHUNK)
            for model in entry_models()
        ]
        for page in chain.from_iterable(found):
            yield row_of(page)

    columns = {
        "kind": _("Kind of page"),
        "title": _("Title"),
        "address": _("Where it stands"),
        "is_published": _("Whether everybody may read it"),
        "first_published_at": _("When it was published"),
        "page": _("All its fields, as they are published"),
        "draft": _("All its fields, as they are being written; empty when nothing waits"),
    }
    return Part(_("Posts, solutions and resources"), columns, rows())


def row_of(page: EntryPage) -> dict[str, Any]:
    draft = page.latest_revision if page.has_unpublished_changes else None
    return {
        "kind": str(page._meta.verbose_name),
        "title": page.title,
        "address": absolute(page.url or "") if page.live else "",
        "is_published": page.live,
        "first_published_at": page.first_published_at,
        "page": page.serializable_data(),
        "draft": draft.content if draft else None,
    }
