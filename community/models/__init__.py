"""People, organizations and what every page shares. Import models from here."""

from community.models.activity import Activity, ActivityQuerySet
from community.models.conversation import Comment, CommentQuerySet, CommentVersion
from community.models.directory import Specialist, Trait
from community.models.following import Follow, FollowQuerySet
from community.models.invitations import Invitation, InvitationQuerySet, account_reading
from community.models.legal import Acceptance, LegalText
from community.models.mailing import (
    HARD_BOUNCES_TO_STOP,
    MailAddress,
    MailDelivery,
    MailDeliveryQuerySet,
    Mailing,
    MailPreference,
)
from community.models.media import Rendition, UploadedDocument, UploadedImage
from community.models.members import FormerHandle, User, UserQuerySet
from community.models.messages import Message, MessageQuerySet
from community.models.moderation import (
    Appeal,
    ModerationAct,
    ModerationActQuerySet,
    Report,
    ReportQuerySet,
)
from community.models.notices import Notification, NotificationQuerySet
from community.models.on_behalf import OnBehalf
from community.models.organizations import (
    Affiliation,
    AffiliationQuerySet,
    Organization,
    OrganizationQuerySet,
)
from community.models.pages import (
    BasePage,
    ContentPage,
    HomePage,
    LegalPage,
    PageTag,
    PageTheme,
    StandardPage,
    with_themes,
)
from community.models.place_figures import FigureKind, PlaceFigure, PlaceFigureQuerySet
from community.models.places import Election, Facilitation, FacilitationQuerySet
from community.models.rights import (
    AddressChange,
    InactivityWarning,
    PersonalArchive,
    PersonalArchiveQuerySet,
)
from community.models.searches import SearchMiss, SearchMissQuerySet
from community.models.themes import Theme, name_of_theme
from community.models.threads import Attachment, AttachmentQuerySet, Reaction, Visit
from community.models.visibility import (
    BasePageQuerySet,
    closings_open_to,
    may_publish,
    visible_collections,
    visible_pages,
)
from community.models.work import Chore

__all__ = [
    "HARD_BOUNCES_TO_STOP",
    "Acceptance",
    "Activity",
    "ActivityQuerySet",
    "AddressChange",
    "Affiliation",
    "AffiliationQuerySet",
    "Appeal",
    "Attachment",
    "AttachmentQuerySet",
    "BasePage",
    "BasePageQuerySet",
    "Chore",
    "Comment",
    "CommentQuerySet",
    "CommentVersion",
    "ContentPage",
    "Election",
    "Facilitation",
    "FacilitationQuerySet",
    "FigureKind",
    "Follow",
    "FollowQuerySet",
    "FormerHandle",
    "HomePage",
    "InactivityWarning",
    "Invitation",
    "InvitationQuerySet",
    "LegalPage",
    "LegalText",
    "MailAddress",
    "MailDelivery",
    "MailDeliveryQuerySet",
    "MailPreference",
    "Mailing",
    "Message",
    "MessageQuerySet",
    "ModerationAct",
    "ModerationActQuerySet",
    "Notification",
    "NotificationQuerySet",
    "OnBehalf",
    "Organization",
    "OrganizationQuerySet",
    "PageTag",
    "PageTheme",
    "PersonalArchive",
    "PersonalArchiveQuerySet",
    "PlaceFigure",
    "PlaceFigureQuerySet",
    "Reaction",
    "Rendition",
    "Report",
    "ReportQuerySet",
    "SearchMiss",
    "SearchMissQuerySet",
    "Specialist",
    "StandardPage",
    "Theme",
    "Trait",
    "UploadedDocument",
    "UploadedImage",
    "User",
    "UserQuerySet",
    "Visit",
    "account_reading",
    "closings_open_to",
    "may_publish",
    "name_of_theme",
    "visible_collections",
    "visible_pages",
    "with_themes",
]
