from datetime import timedelta

from django.apps import AppConfig
from django.core import checks
from django.core.management import call_command
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig

from community import periodic, readiness, sitemaps
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
            "forget_archives",
            timedelta(hours=1),
            "community.actions.archives.forget_archives",
            title=_("Throw away archives of people's data whose days are over"),
        )
        periodic.register(
            "review_inactive_accounts",
            timedelta(days=1),
            "community.actions.inactivity.review_inactive_accounts",
            title=_("Warn people whose account nobody uses, and close it"),
        )
        import_string("community.archive_parts.register_all")()
        sitemaps.register("pages", "community.views.machines.PageSitemap")
        readiness.register("work", "community.worker.work_that_waits")


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's screens for users, with the forms of our user model."""

    user_viewset = "community.views.people_admin.PeopleViewSet"
