"""People, organizations and what every page shares. Import models from here."""

from community.models.activity import Activity, ActivityQuerySet
from community.models.conversation import Comment, CommentQuerySet, CommentVersion, Intervention
from community.models.legal import Acceptance, LegalText
from community.models.media import Rendition, UploadedDocument, UploadedImage
from community.models.members import FormerHandle, User, UserQuerySet
from community.models.notices import Notification, NotificationQuerySet
from community.models.organizations import Affiliation, Organization
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
from community.models.rights import (
    AddressChange,
    InactivityWarning,
    PersonalArchive,
    PersonalArchiveQuerySet,
)
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
    "AddressChange",
    "Affiliation",
    "BasePage",
    "BasePageQuerySet",
    "Chore",
    "Comment",
    "CommentQuerySet",
    "CommentVersion",
    "ContentPage",
    "FormerHandle",
    "HomePage",
    "InactivityWarning",
    "Intervention",
    "LegalPage",
    "LegalText",
    "Notification",
    "NotificationQuerySet",
    "Organization",
    "PageTag",
    "PageTheme",
    "PersonalArchive",
    "PersonalArchiveQuerySet",
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
