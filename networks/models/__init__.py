"""People from several municipalities working on one problem. Import models from here."""

from networks.models.entries import EntryPage, EntryQuerySet, SectionPage
from networks.models.membership import Membership, MembershipQuerySet
from networks.models.network import (
    RESERVED_SLUGS,
    NetworkIndexPage,
    NetworkPage,
    NetworkQuerySet,
)
from networks.models.resources import ResourceDownloads, ResourceIndexPage, ResourcePage
from networks.models.topics import Topic, TopicQuerySet

__all__ = [
    "RESERVED_SLUGS",
    "EntryPage",
    "EntryQuerySet",
    "Membership",
    "MembershipQuerySet",
    "NetworkIndexPage",
    "NetworkPage",
    "NetworkQuerySet",
    "ResourceDownloads",
    "ResourceIndexPage",
    "ResourcePage",
    "SectionPage",
    "Topic",
    "TopicQuerySet",
]
