"""Who may do what in a network. Lists are asked of `visible_to` instead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import Exists, Q, Value
from django.utils import timezone
from wagtail.permission_policies.pages import PagePermissionPolicy

from community.permissions import COORDINATING_UNIT, is_coordinating_unit, may_contribute
from networks.models.membership import Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from wagtail.models import Page

    from community.models import User
    from networks.models import EntryPage, EventPage, NetworkIndexPage, NetworkPage, Topic

# How soon somebody who was not let in may ask again.
ASK_AGAIN = timedelta(days=30)


def membership_of(user: User | AnonymousUser, network: NetworkPage) -> Membership | None:
    """The row that ties this person to the network, whatever its state. None for visitors."""
    if not user.is_authenticated:
        return None
    ties = Membership.objects.with_company().filter(user=user.pk, network=network)
    return ties.first()


def can_join(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Whether the person may enter on their own: the network is open and they are not in it.

    Somebody who was removed does not come back alone.
    """
    return may_contribute(user) and is_let_in(network, membership_of(user, network))


def can_ask_to_join(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Whether the person may ask to be let in: the network wants that, and they are not in it."""
    return may_contribute(user) and is_let_ask(network, membership_of(user, network))


def can_leave(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Whether the person is in it and may go. The only coordinator first appoints another."""
    return is_free_to_go(membership_of(user, network))


def is_let_in(network: NetworkPage, membership: Membership | None) -> bool:
    """Whether somebody tied to the network like this may enter it alone. No query."""
    if network.joining != network.Joining.OPEN or network.visibility != network.Visibility.PUBLIC:
        return False
    kept_out = {Membership.State.ACTIVE, Membership.State.REMOVED}
    is_out = membership is None or membership.state not in kept_out
    return is_out and network.takes_work


def is_let_ask(network: NetworkPage, membership: Membership | None) -> bool:
    """Whether somebody tied to the network like this may ask to join it. No query.

    Whoever was not let in may ask again after a month; whoever was removed, not.
    """
    if network.joining != network.Joining.REQUEST or not network.takes_work:
        return False
    if membership is None or membership.state == Membership.State.LEFT:
        return True
    if membership.state != Membership.State.DECLINED:
        return False
    return membership.changed_at is None or membership.changed_at < timezone.now() - ASK_AGAIN


def is_free_to_go(membership: Membership | None) -> bool:
    """Whether somebody tied to a network like this may leave it. One query for coordinators."""
    if membership is None or not membership.is_active:
        return False
    if not membership.is_coordinator:
        return True
    if membership.is_accompanied is not None:
        return membership.is_accompanied
    others = Membership.objects.coordinators().filter(network=membership.network_id)
    return others.exclude(pk=membership.pk).exists()


def can_see_members(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Whoever may open the network; which people are shown, each of them decides."""
    return type(network).objects.visible_to(user).filter(pk=network.pk).exists()


def can_govern(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Rename, close, move or delete it: whoever may publish above it in the tree of pages."""
    return rights_above(user, network.path, "publish_page")


def can_coordinate(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """See to it and to its people: its coordinators and whoever governs it.

    In one that is archived there is nothing to write: see `can_write_in`. One
    that was deleted is its coordinators' no more.
    """
    return is_let_coordinate(user, network, membership_of(user, network))


def is_let_coordinate(
    user: User | AnonymousUser, network: NetworkPage, membership: Membership | None
) -> bool:
    """The same for somebody tied to the network like this. No query for its coordinators."""
    coordinates = membership is not None and membership.is_coordinator
    if coordinates and not network.is_deleted and may_contribute(user):
        return True
    return can_govern(user, network)


def can_open_networks(user: User | AnonymousUser, index: NetworkIndexPage) -> bool:
    """Make new networks: whoever would govern them."""
    return rights_above(user, f"{index.path}{'0' * index.steplen}")


def can_write_in(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Whoever coordinates it, as long as it is not archived."""
    return network.takes_work and can_coordinate(user, network)


def can_admit(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Let in who asks, and invite: its coordinators, as long as it is not archived."""
    return can_write_in(user, network)


def can_remove(user: User | AnonymousUser, membership: Membership) -> bool:
    """Take somebody out: whoever coordinates; another coordinator, only whoever governs it."""
    if not membership.is_active or membership.user_id == user.pk:
        return False
    if membership.is_coordinator:
        return can_govern(user, membership.network)
    return can_coordinate(user, membership.network)


def can_appoint(user: User | AnonymousUser, membership: Membership) -> bool:
    """Make a member a coordinator."""
    is_plain = membership.is_active and not membership.is_coordinator
    return is_plain and membership.user.is_active and can_write_in(user, membership.network)


def can_dismiss(user: User | AnonymousUser, membership: Membership) -> bool:
    """Make somebody else who coordinates a plain member: whoever governs the network."""
    is_other = membership.is_coordinator and membership.user_id != user.pk
    return is_other and can_govern(user, membership.network)


def can_step_down(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Coordinate no longer, and stay a member: somebody else must coordinate too."""
    tie = membership_of(user, network)
    return bool(tie and tie.is_coordinator and is_free_to_go(tie))


def leads(user: User | AnonymousUser, network: Any = None) -> Q | Value:
    """True where they coordinate that network, any when None, or run the programme.

    An expression for a query, so that a page may ask along with what it shows.
    """
    if not user.is_authenticated or not may_contribute(user):
        return Value(False)
    if user.is_superuser:
        return Value(True)
    tied = Membership.objects.coordinators().filter(user=user.pk)
    if network is not None:
        tied = tied.filter(network=network)
    unit = Group.objects.filter(name=COORDINATING_UNIT, user=user.pk)
    return Q(Exists(tied)) | Q(Exists(unit))


def networks_of_coordinator(user: User | AnonymousUser) -> list[NetworkPage]:
    """Networks this person may act for, archived ones too: theirs, all for the unit. By title."""
    if not user.is_authenticated or not may_contribute(user):
        return []
    networks: Any = apps.get_model("networks.NetworkPage")._default_manager
    live = networks.visible_to(user)
    if not is_coordinating_unit(user):
        tied = Membership.objects.coordinators().filter(user=user.pk)
        live = live.filter(pk__in=tied.values("network"))
    return list(live.order_by("title"))


def can_open_desk(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """See what waits and how it does, write to its members: whoever coordinates or governs it."""
    return can_coordinate(user, network)


def can_moderate(user: User | AnonymousUser, entry: EntryPage) -> bool:
    """Hide what is said about it: the coordinators of its network and whoever publishes above."""
    return type(entry)._default_manager.moderated_by(user).filter(pk=entry.pk).exists()


def can_see_event(user: User | AnonymousUser, event: EventPage) -> bool:
    """Whether the person may register, as far as that hangs on them: they read and contribute.

    Whether it still takes anybody, the event says. One query.
    """
    if not may_contribute(user):
        return False
    return type(event).objects.visible_to(user).filter(pk=event.pk).exists()


def can_run_event(user: User | AnonymousUser, event: EventPage) -> bool:
    """See who comes, note who was there, call it off: its coordinators and who publishes above."""
    return may_contribute(user) and can_moderate(user, event)


def can_open_topic(user: User | AnonymousUser, network: NetworkPage) -> bool:
    """Begin a conversation: members of the network, and whoever governs it."""
    if not may_contribute(user) or not network.takes_work:
        return False
    membership = membership_of(user, network)
    return bool(membership and membership.is_active) or can_govern(user, network)


def can_edit_topic(user: User | AnonymousUser, topic: Topic) -> bool:
    """Whoever opened it, until it is closed. One query."""
    if not may_contribute(user) or topic.closed_at is not None or topic.is_hidden:
        return False
    if topic.opened_by_id != user.pk or not topic.network.takes_work:
        return False
    return type(topic).objects.visible_to(user).filter(pk=topic.pk).exists()


def can_accept_answer(user: User | AnonymousUser, topic: Topic) -> bool:
    """Say which comment is the answer: whoever asked and can still open it, or coordinates."""
    if not user.is_authenticated or not may_contribute(user) or not topic.is_question:
        return False
    if not topic.network.takes_work:
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


def may_confirm(user: User | AnonymousUser, entry: EntryPage) -> bool:
    """Say that it still holds: its owner, and whoever answers for its network.

    No query for the page as it is served; one otherwise, none for visitors.
    """
    if not may_contribute(user):
        return False
    if entry.owner_id == user.pk:
        return True
    known = entry.is_answered_for
    return can_moderate(user, entry) if known is None else known


def must_be_read_by_another(user: User | AnonymousUser, network: NetworkPage | None) -> bool:
    """Whether what this person writes there is published by somebody else.

    Where the network wants it, and not for those who govern it.
    """
    if network is None or not network.reviews_before_publishing:
        return False
    return not rights_above(user, network.path)


def can_review(user: User | AnonymousUser, page: Page) -> bool:
    """Publish or give back what was handed in: whoever publishes there and did not write it.

    Nobody does where nothing is handed in. Not even who has all rights reads the own text.
    """
    handed_in = page.current_workflow_task_state
    if handed_in is None or not may_contribute(user):
        return False
    if user.pk in {handed_in.workflow_state.requested_by_id, handed_in.revision.user_id}:
        return False
    paths = networks_reviewed_by(user)
    return paths is None or page.path.startswith(tuple(paths))


def networks_reviewed_by(user: User | AnonymousUser) -> list[str] | None:
    """Where in the tree of pages this person publishes; None: everywhere. One query a request."""
    if not may_contribute(user):
        return []
    if user.is_superuser:
        return None
    grants = PagePermissionPolicy().get_cached_permissions_for_user(user)
    return [each.page.path for each in grants if each.permission.codename == "publish_page"]
