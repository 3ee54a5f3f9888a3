"""The door of a network: what makes a closed one closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import CollectionViewRestriction, PageViewRestriction

if TYPE_CHECKING:
    from networks.models import NetworkPage


def enforce_visibility(network: NetworkPage) -> None:
    """Close the network's pages and its files to all but its members, or open them.

    Follows `network.visibility`; doing it twice changes nothing.
    """
    collection = network.collection
    if network.visibility == network.Visibility.PUBLIC:
        PageViewRestriction.objects.filter(page=network.pk).delete()
        CollectionViewRestriction.objects.filter(collection=collection).delete()
        return
    insiders = [group for group in (network.circle, network.coordinators) if group]
    only_groups = {"restriction_type": PageViewRestriction.GROUPS}
    pages, _ = PageViewRestriction.objects.get_or_create(page_id=network.pk, **only_groups)
    pages.groups.set(insiders)
    if collection is not None:
        files, _ = CollectionViewRestriction.objects.get_or_create(
            collection=collection, **only_groups
        )
        files.groups.set(insiders)


def shut(network: NetworkPage) -> None:
    """Close its pages and files to everybody who does not work above it, its members too.

    `enforce_visibility`, after `unshut`, opens them again. What follows closings
    (the search) hears of both.
    """
    unshut(network)
    only_groups = {"restriction_type": PageViewRestriction.GROUPS}
    PageViewRestriction.objects.create(page_id=network.pk, **only_groups)
    if network.collection is not None:
        CollectionViewRestriction.objects.create(collection=network.collection, **only_groups)


def unshut(network: NetworkPage) -> None:
    for closing in PageViewRestriction.objects.filter(page=network.pk):
        closing.delete()
    CollectionViewRestriction.objects.filter(collection=network.collection_id).delete()
