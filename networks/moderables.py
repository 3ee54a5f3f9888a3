"""How what is published in a network is moderated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from community.moderable import KeptFromSight, Moderable
from networks.actions.topics import announce_topic
from networks.models import Membership, Topic

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import User


def coordinators_of(network: int | None) -> list[User]:
    """Those of the network with this key. One query."""
    if network is None:
        return []
    tied = Membership.objects.coordinators().filter(network=network)
    return [membership.user for membership in tied.select_related("user")]


class OfEntries(Moderable):
    """Posts, solutions and resources. What is hidden is taken off the site and locked.

    The lock keeps a coordinator who wrote it from publishing it again.
    """

    @property
    def name(self) -> Any:  # type: ignore[override]
        return self.model._meta.verbose_name

    @property
    def things(self) -> Any:
        return self.model._default_manager.select_related("author", "network")

    def author(self, thing: Any) -> User | None:
        person: User | None = thing.author
        return person

    def moderators(self, thing: Any) -> list[User]:
        return coordinators_of(thing.network_id)

    def network(self, thing: Any) -> int | None:
        key: int | None = thing.network_id
        return key

    def words(self, thing: Any) -> str:
        return strip_tags(thing.summary)

    def address(self, thing: Any) -> str:
        return thing.get_url() or "/"

    def is_hidden(self, thing: Any) -> bool:
        return not thing.live and thing.locked

    def hide(self, thing: Any, by: User, reason: str, at: datetime) -> None:
        if thing.live:
            UnpublishPageAction(thing, user=by).execute(skip_permission_checks=True)
        thing.locked, thing.locked_by, thing.locked_at = True, by, at
        thing.save(clean=False, update_fields=["locked", "locked_by", "locked_at"])

    def show(self, thing: Any, by: User) -> None:
        """As it was when it was taken off: while it is locked nobody writes in it."""
        thing.locked, thing.locked_by, thing.locked_at = False, None, None
        thing.live, thing.last_published_at = True, timezone.now()
        thing.save(clean=False)


class OfTopics(KeptFromSight):
    """Conversations of a network. Its coordinators answer for them."""

    name = _("conversation")

    @property
    def things(self) -> Any:
        return Topic.objects.select_related("opened_by", "network")

    def author(self, thing: Topic) -> User | None:
        return thing.opened_by

    def moderators(self, thing: Topic) -> list[User]:
        return coordinators_of(thing.network_id)

    def network(self, thing: Topic) -> int | None:
        return thing.network_id

    def words(self, thing: Topic) -> str:
        return thing.words()

    def release(self, thing: Topic) -> None:
        thing.is_waiting = False
        thing.save(update_fields=["is_waiting"])
        announce_topic(thing)
