from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class CommunityConfig(AppConfig):
    default = True
    name = "community"
    verbose_name = _("Community")


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's screens for users, with the forms of our user model."""

    user_viewset = "community.views.people_admin.PeopleViewSet"
