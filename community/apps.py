from datetime import timedelta

from django.apps import AppConfig
from django.core import checks
from django.core.management import call_command
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig

from community import moderable, periodic, readiness, sitemaps
from community.commentable import check_declarations


def publish_scheduled() -> None:
    call_command("publish_scheduled", verbosity=0)


class CommunityConfig(AppConfig):
    default = True
    name = "community"
    verbose_name = _("Community")

    def ready(self) -> None:
        checks.register(check_declarations, checks.Tags.models)
        periodic.register(
            "publish_scheduled",
            timedelta(minutes=1),
            publish_scheduled,
            title=_("Publish and take down what has a date"),
        )
        periodic.register(
            "reclaim",
            timedelta(minutes=1),
            "community.worker.reclaim",
            title=_("Give back what a worker left when it died"),
        )
        periodic.register(
            "forget_done_work",
            timedelta(hours=1),
            "community.actions.work.forget_done_work",
            title=_("Forget the tasks that were done days ago"),
        )
        periodic.register(
            "pass_on_reports",
            timedelta(hours=1),
            "community.actions.moderation.pass_on_what_waits",
            title=_("Pass reports on to the unit after two days"),
        )
        moderable.register("comentario", "community.Comment", "community.moderables.OfComments")
        moderable.register("perfil", "community.User", "community.moderables.OfProfiles")
        sitemaps.register("pages", "community.views.machines.PageSitemap")
        readiness.register("work", "community.worker.work_that_waits")


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's screens for users, with the forms of our user model."""

    user_viewset = "community.views.people_admin.PeopleViewSet"
