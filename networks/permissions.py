"""Who may do what in a network. Lists are asked of `visible_to` instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from community.permissions import may_contribute
from networks.models.membership import Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from wagtail.models import Page

    from community.models import User
    from networks.models import EntryPage, NetworkPage, Topic


def membership_of(user: User | AnonymousUser, network: NetworkPage) -> Membership | None:
    """The row that ties this person to the network, whatever its state. None for visitors."""
    if not user.is_authenticated:
        return None
    return Membership.objects.filter(user=user.pk, network=network).first()


def can_join(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Whether the person may enter on their own: the network is open and they are not in it.

    Somebody who was removed does not come back alone.
    """
    return may_contribute(user) and is_let_in(network, membership_of(user, network))


def can_leave(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Whether the person is in it and may go. The only coordinator first appoints another."""
    return is_free_to_go(membership_of(user, network))


def is_let_in(network: NetworkPage, membership: Membership | None) -> bool:
    """Whether somebody tied to the network like this may enter it alone. No query."""
    if network.joining != network.Joining.OPEN or network.visibility != network.Visibility.PUBLIC:
        return False
    kept_out = {Membership.State.ACTIVE, Membership.State.REMOVED}
    return membership is None or membership.state not in kept_out


def is_free_to_go(membership: Membership | None) -> bool:
    """Whether somebody tied to a network like this may leave it. One query for coordinators."""
    if membership is None or not membership.is_active:
        return False
    if not membership.is_coordinator:
        return True
    others = Membership.objects.coordinators().filter(network=membership.network_id)
    return others.exclude(pk=membership.pk).exists()


def can_see_members(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Whoever may open the network; which people are shown, each of them decides."""
    return type(network).objects.visible_to(user).filter(pk=network.pk).exists()


def can_govern(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Rename, close, move or delete it: whoever may publish above it in the tree of pages."""
    return rights_above(user, network.path, "publish_page")


def can_coordinate(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Write and publish in it, accept its members: its coordinators and whoever governs it."""
    membership = membership_of(user, network)
    if membership and membership.is_coordinator and may_contribute(user):
        return True
    return can_govern(user, network)


def can_moderate(user: User | AnonymousUser, entry: EntryPage) -> bool:
    """Hide what is said about it: the coordinators of its network and whoever publishes above."""
    return type(entry)._default_manager.moderated_by(user).filter(pk=entry.pk).exists()


def can_open_topic(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Begin a conversation: members of the network, and whoever governs it."""
    if not may_contribute(user):
        return False
    membership = membership_of(user, network)
    return bool(membership and membership.is_active) or can_govern(user, network)


def can_edit_topic(user: User | AnonymousUser, topic: Topic) -> bool:
    """Whoever opened it, until it is closed. One query."""
    if not may_contribute(user) or topic.closed_at is not None or topic.is_hidden:
        return False
    if topic.opened_by_id != user.pk:
        return False
    return type(topic).objects.visible_to(user).filter(pk=topic.pk).exists()


def can_accept_answer(user: User | AnonymousUser, topic: Topic) -> bool:
    """Say which comment is the answer: whoever asked and can still open it, or coordinates."""
    if not user.is_authenticated or not may_contribute(user) or not topic.is_question:
        return False
    mine = type(topic).objects.visible_to(user).filter(pk=topic.pk, opened_by=user.pk)
    return mine.exists() or can_coordinate(user, topic.network)


def rights_above(user: User | AnonymousUser, path: str, codename: str = "publish_page") -> bool:
    """Whether the permission comes from a page higher than the one at `path`."""
    if not user.is_authenticated or not may_contribute(user):
        return False
    if user.is_superuser:
        return True
    return any(
        grant.permission.codename == codename
        and path.startswith(grant.page.path)
        and path != grant.page.path
        for grant in PagePermissionPolicy().get_cached_permissions_for_user(user)
    )


class EntryPermissions(PagePermissionTester):
    """What Wagtail's admin allows on what is published: nothing that is locked goes out.

    Stock Wagtail asks for the lock in the editor alone, not in acts on many pages.
    """

    def can_publish(self) -> bool:
        return bool(super().can_publish()) and not self.page_locked()


class SkeletonPermissions(PagePermissionTester):
    """What Wagtail's admin allows on a network or a section of it.

    Coordinators edit their texts; that they stand where they stand, under
    which address and for whom, is decided above.
    """

    def __init__(self, user: User, page: Page, network_path: str) -> None:
        super().__init__(user, page)
        self.governs = rights_above(user, network_path)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self.governs and super().can_delete(ignore_bulk)

    def can_unpublish(self) -> bool:
        return self.governs and super().can_unpublish()

    def can_copy(self) -> bool:
        return self.governs and super().can_copy()

    def can_reorder_children(self) -> bool:
        return self.governs and super().can_reorder_children()

    def can_set_view_restrictions(self) -> bool:
        return False
