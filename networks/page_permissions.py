"""What Wagtail's admin allows on the pages of networks, told from `networks.permissions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q
from django.utils.functional import cached_property
from wagtail.models import PagePermissionTester

from networks.permissions import must_be_read_by_another, rights_above

if TYPE_CHECKING:
    from wagtail.models import Page

    from community.models import User
    from networks.models import EntryPage, NetworkPage


class EntryPermissions(PagePermissionTester):
    """What Wagtail's admin allows on what is published: nothing that is locked goes out.

    Stock Wagtail asks for the lock in the editor alone, not in acts on many
    pages. In an archived network nobody writes; who governs may take things off.
    Where a network has a second reading, its coordinators hand in and take down,
    and publish only what another handed in.
    """

    page: EntryPage

    @property
    def rests(self) -> bool:
        network = self.page.network
        return network is not None and not network.takes_work

    @property
    def governs(self) -> bool:
        network = self.page.network
        return network is not None and rights_above(self.user, network.path)

    def can_edit(self) -> bool:
        return bool(super().can_edit()) and not self.rests

    def can_publish(self) -> bool:
        if not super().can_publish() or self.page_locked() or self.rests:
            return False
        return not must_be_read_by_another(self.user, self.page.network)

    def can_unschedule(self) -> bool:
        return bool(super().can_publish()) and not self.rests

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish()) and (not self.rests or self.governs)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(super().can_delete(ignore_bulk)) and (not self.rests or self.governs)

    def can_move(self) -> bool:
        return bool(super().can_move()) and not self.rests

    def can_copy(self) -> bool:
        return bool(super().can_copy()) and not self.rests


class SkeletonPermissions(PagePermissionTester):
    """What Wagtail's admin allows on a network or a section of it.

    Coordinators edit their texts; that they stand where they stand, under
    which address and for whom, is decided above. In an archived network, or one
    that was deleted, nobody writes.
    """

    def __init__(self, user: User, page: Page, network_path: str) -> None:
        super().__init__(user, page)
        self.network_path = network_path
        self.governs = rights_above(user, network_path)

    @cached_property
    def rests(self) -> bool:
        """Whether the network takes nothing new. One query."""
        networks = apps.get_model("networks.NetworkPage")._default_manager
        resting = Q(archived_at__isnull=False) | Q(deleted_at__isnull=False)
        return bool(networks.filter(resting, path=self.network_path).exists())

    def can_edit(self) -> bool:
        return bool(super().can_edit()) and not self.rests

    def can_publish(self) -> bool:
        return bool(super().can_publish()) and not self.rests

    def can_add_subpage(self) -> bool:
        return bool(super().can_add_subpage()) and not self.rests

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

    def can_submit_for_moderation(self) -> bool:
        """Only what is written in the sections is handed in, not the network itself."""
        return False

    def can_publish_subpage(self) -> bool:
        if not super().can_publish_subpage() or self.rests:
            return False
        above: Any = self.page.get_parent().specific
        return self.governs or not getattr(above, "reviews_before_publishing", False)


class NetworkPermissions(SkeletonPermissions):
    """On a network as a whole: it is archived and deleted by its own screen, where it can come
    back from, and no copy of it would have its own people and files.
    """

    page: NetworkPage

    @cached_property
    def rests(self) -> bool:
        return not self.page.takes_work

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


class IndexPermissions(PagePermissionTester):
    """On the index of networks: nobody takes all of them off with one click."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False
