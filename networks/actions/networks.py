"""How networks come to be and change their door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from community.actions.roles import FILES, permissions_called
from community.models import Activity, PageTheme
from networks.actions.coordinators import entrust
from networks.closing import enforce_visibility
from networks.models import NetworkIndexPage, NetworkPage
from networks.permissions import can_govern
from networks.places import check_place, check_takes_parts
from networks.sections import all_sections

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from community.models import HomePage, Theme, User
    from networks.sections import Section

# Coordinators edit all of their network and publish it; new pages only inside the sections.
ON_THE_NETWORK = ("change_page", "publish_page")
ON_ITS_SECTIONS = ("add_page",)
# Pages and groups are born in the language of the house, whoever makes them.
LANGUAGE = "es"


@transaction.atomic
def found_networks(home: HomePage) -> NetworkIndexPage:
    """The index of networks and, right under the home page, each section across networks.

    What is there already stays as it is.
    """
    index = NetworkIndexPage.objects.child_of(home).first()
    with translation.override(LANGUAGE):
        if index is None:
            index = NetworkIndexPage(
                title=_("Networks"),
                slug="redes",
                summary=_(
                    "People from several municipalities who work on the same problem and write"
                    " down what worked."
                ),
            )
            home.add_child(instance=index)
        for section in missing_sections(home):
            page = section.page_class()(
                title=str(section.title), slug=section.slug, summary=str(section.summary)
            )
            home.add_child(instance=page)
    return index


@transaction.atomic
def create_network(
    index: NetworkIndexPage,
    network: NetworkPage,
    themes: Iterable[Theme] = (),
    by: User | None = None,
    at: datetime | None = None,
    coordinators: Iterable[User] = (),
) -> NetworkPage:
    """A new, public page `network` with everything that belongs to a network.

    Its sections, its collection of files, and two groups: whoever coordinates
    and whoever belongs. `at`: when it was opened; now when None. The `coordinators`
    are told and find their first steps on its page.
    """
    network.owner = by
    network.live = False
    network.first_published_at = at
    network.page_themes.set(
        [PageTheme(theme=theme, sort_order=order) for order, theme in enumerate(themes)]
    )
    index.add_child(instance=network)
    furnish(network)
    network.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    if at is not None:
        Activity.objects.filter(page=network.pk, network=network.pk).update(at=at)
        NetworkPage.objects.filter(pk=network.pk).update(last_published_at=at)
    born = NetworkPage.objects.get(pk=network.pk)
    for person in coordinators:
        entrust(born, person, by, at)
    return born


@transaction.atomic
def furnish(network: NetworkPage) -> None:
    """Give a network page the sections, groups and collection it lacks."""
    with translation.override(LANGUAGE):
        network.collection = network.collection or add_collection(network)
        network.circle = network.circle or add_group(network, _("Members of %(network)s"))
        network.coordinators = network.coordinators or add_group(
            network, _("Coordinators of %(network)s")
        )
        NetworkPage.objects.filter(pk=network.pk).update(
            collection=network.collection,
            circle=network.circle,
            coordinators=network.coordinators,
        )
        add_missing_sections(network)
    grant(network)
    enforce_visibility(network)


def grant(network: NetworkPage) -> None:
    """Let its coordinators edit it, publish in its sections and use its files."""
    allow(network.coordinators, "wagtailadmin.access_admin")
    on_pages(network.coordinators, network, ON_THE_NETWORK)
    sections = tuple(section.page_class() for section in all_sections())
    for page in network.get_children().type(*sections):
        on_pages(network.coordinators, page, ON_ITS_SECTIONS)
    group, files = network.coordinators, network.collection
    GroupCollectionPermission.objects.bulk_create(
        (
            GroupCollectionPermission(group=group, collection=files, permission=permission)
            for permission in permissions_called(FILES).values()
        ),
        ignore_conflicts=True,
    )


def take_grants(network: NetworkPage) -> None:
    """Shut the admin's doors to its pages and files to its coordinators."""
    GroupPagePermission.objects.filter(group=network.coordinators_id).delete()
    GroupCollectionPermission.objects.filter(group=network.coordinators_id).delete()


@transaction.atomic
def add_missing_sections(network: NetworkPage) -> None:
    """Add the sections that were registered after the network was born."""
    with translation.override(LANGUAGE):
        for section in missing_sections(network):
            page = section.page_class()(title=str(section.title), slug=section.slug)
            network.add_child(instance=page)
            on_pages(network.coordinators, page, ON_ITS_SECTIONS)


@transaction.atomic
def set_visibility(network: NetworkPage, visibility: str, by: User | None = None) -> None:
    """Say who sees the network, at once: its pages and its files follow.

    A closed network cannot be joined by strangers, so an open door becomes
    one of invitation. A draft somebody is writing is kept, with the same door.

    Raises:
        ValidationError: a network that is part of it, or of which it is one, would not fit.

    """
    live = NetworkPage.objects.get(pk=network.pk)
    live.visibility = visibility
    check_place(live)
    draft = live.get_latest_revision_as_object() if live.has_unpublished_changes else None
    for page in filter(None, (live, draft)):
        page.visibility = visibility
        if visibility == NetworkPage.Visibility.MEMBERS and page.joining == page.Joining.OPEN:
            page.joining = page.Joining.INVITATION
        revision = page.save_revision(user=by)
        if page is live:
            revision.publish(user=by, skip_permission_checks=True)
    network.refresh_from_db()


@transaction.atomic
def place_network(
    network: NetworkPage, by: User, *, is_official: bool, part_of: NetworkPage | None
) -> None:
    """Give it the official mark or take it away, and say which network it is part of.

    Raises:
        PermissionDenied: `by` does not govern it.
        ValidationError: of `part_of`: it does not fit there.

    """
    if not can_govern(by, network):
        raise PermissionDenied(f"{by} does not govern {network}")
    if NetworkPage.objects.filter(pk=network.pk).exclude(part_of=part_of).exists():
        check_takes_parts(part_of)
    network.is_official, network.part_of = is_official, part_of
    check_place(network)
    NetworkPage.objects.filter(pk=network.pk).update(is_official=is_official, part_of=part_of)


def missing_sections(parent: Page) -> list[Section]:
    """The registered sections of which there is no page right under `parent`."""
    have = set(parent.get_children().values_list("content_type__model", flat=True))
    return [each for each in all_sections() if each.page_class()._meta.model_name not in have]


def add_collection(network: NetworkPage) -> Collection:
    top = Collection.get_first_root_node()
    collection: Collection = top.add_child(instance=Collection(name=network.title))
    return collection


def add_group(network: NetworkPage, name: str) -> Group:
    """A group of that name; the page's number is added where another network has the name."""
    name = (name % {"network": network.title})[:140]
    if Group.objects.filter(name=name).exists():
        name = f"{name} ({network.pk})"
    return Group.objects.create(name=name)


def on_pages(group: Any, page: Page, names: Iterable[str]) -> None:
    """Beside what it may already."""
    called = permissions_called([f"wagtailcore.{name}" for name in names])
    GroupPagePermission.objects.bulk_create(
        (
            GroupPagePermission(group=group, page_id=page.pk, permission=permission)
            for permission in called.values()
        ),
        ignore_conflicts=True,
    )


def allow(group: Any, name: str) -> None:
    group.permissions.add(*permissions_called([name]).values())
