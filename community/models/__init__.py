"""People, organizations and what every page shares. Import models from here."""

from community.models.activity import Activity, ActivityQuerySet
from community.models.conversation import Comment, CommentQuerySet, CommentVersion, Intervention
from community.models.invitations import Invitation, InvitationQuerySet
from community.models.legal import Acceptance, LegalText
from community.models.media import Rendition, UploadedDocument, UploadedImage
from community.models.members import FormerHandle, User, UserQuerySet
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
from community.models.places import Election, Facilitation, FacilitationQuerySet
from community.models.themes import Theme, name_of_theme
from community.models.visibility import (
    BasePageQuerySet,
    closings_open_to,
    may_publish,
    visible_collections,
    visible_pages,
)
from community.models.work import Chore

__all__ = [
    "Acceptance",
    "Activity",
    "ActivityQuerySet",
    "Affiliation",
    "AffiliationQuerySet",
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
    "FormerHandle",
    "HomePage",
    "Intervention",
    "Invitation",
    "InvitationQuerySet",
    "LegalPage",
    "LegalText",
    "Notification",
    "NotificationQuerySet",
    "OnBehalf",
    "Organization",
    "OrganizationQuerySet",
    "PageTag",
    "PageTheme",
    "Rendition",
    "StandardPage",
    "Theme",
    "UploadedDocument",
    "UploadedImage",
    "User",
    "UserQuerySet",
    "closings_open_to",
    "may_publish",
    "name_of_theme",
    "visible_collections",
    "visible_pages",
    "with_themes",
]
