"""People from several municipalities working on one problem. Import models from here."""

from networks.models.entries import EntryPage, EntryQuerySet, SectionPage
from networks.models.event_parts import EventMaterial, EventQuestion
from networks.models.events import EventIndexPage, EventPage, EventQuerySet
from networks.models.features import MOST_FEATURES, Feature, FeatureQuerySet
from networks.models.files import (
    THE_LINK,
    Edition,
    MonthlyDownloads,
    ResourceDownloads,
    ResourceFile,
)
from networks.models.invitations import (
    InvitationList,
    NetworkInvitation,
    NetworkInvitationQuerySet,
)
from networks.models.letters import Letter, LetterQuerySet
from networks.models.links import LinkCheck, LinkCheckQuerySet, LinkReading
from networks.models.membership import Membership, MembershipQuerySet
from networks.models.months import NetworkMonth, NetworkMonthQuerySet
from networks.models.network import (
    RESERVED_SLUGS,
    NetworkIndexPage,
    NetworkPage,
    NetworkQuerySet,
)
from networks.models.registrations import (
    CalendarKey,
    EventRegistration,
    EventRegistrationQuerySet,
    EventStanding,
)
from networks.models.removals import Removal
from networks.models.resources import ResourceIndexPage, ResourcePage
from networks.models.reviewing import SecondReading
from networks.models.signing import SignedPage
from networks.models.taking import NetworkArchive, NetworkArchiveQuerySet
from networks.models.topics import Topic, TopicQuerySet
from networks.models.upkeep import (
    ASKED_BEFORE,
    ReviewAsked,
    UpkeptPage,
    a_year_after,
    set_review_day,
)
from networks.models.uploads import ResourceUpload

__all__ = [
    "ASKED_BEFORE",
    "MOST_FEATURES",
    "RESERVED_SLUGS",
    "THE_LINK",
    "CalendarKey",
    "Edition",
    "EntryPage",
    "EntryQuerySet",
    "EventIndexPage",
    "EventMaterial",
    "EventPage",
    "EventQuerySet",
    "EventQuestion",
    "EventRegistration",
    "EventRegistrationQuerySet",
    "EventStanding",
    "Feature",
    "FeatureQuerySet",
    "InvitationList",
    "Letter",
    "LetterQuerySet",
    "LinkCheck",
    "LinkCheckQuerySet",
    "LinkReading",
    "Membership",
    "MembershipQuerySet",
    "MonthlyDownloads",
    "NetworkArchive",
    "NetworkArchiveQuerySet",
    "NetworkIndexPage",
    "NetworkInvitation",
    "NetworkInvitationQuerySet",
    "NetworkMonth",
    "NetworkMonthQuerySet",
    "NetworkPage",
    "NetworkQuerySet",
    "Removal",
    "ResourceDownloads",
    "ResourceFile",
    "ResourceIndexPage",
    "ResourcePage",
    "ResourceUpload",
    "ReviewAsked",
    "SecondReading",
    "SectionPage",
    "SignedPage",
    "Topic",
    "TopicQuerySet",
    "UpkeptPage",
    "a_year_after",
    "set_review_day",
]
