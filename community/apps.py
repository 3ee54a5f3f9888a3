from datetime import timedelta

from django.apps import AppConfig
from django.core import checks
from django.core.management import call_command
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig

from community import periodic, readiness, sitemaps, sources
from community.commentable import check_declarations
from community.sources import Source


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
            "send_digests",
            timedelta(minutes=10),
            "community.actions.digests.prepare_digests",
            title=_("Collect the digests whose hour has come"),
        )
        periodic.register(
            "forget_old_mail",
            timedelta(days=1),
            "community.actions.digests.forget_old_mail",
            title=_("Forget which mails reached whom half a year ago"),
        )
        sources.register(Source.CONVERSATION, "comment_posted", "reply")
        sources.register(Source.MENTIONS, "mention")
        sources.register(Source.FOLLOWING, "followed")
        sources.register(Source.ACCOUNT, "comment_hidden", "comment_shown", "mail_stopped")
        sitemaps.register("pages", "community.views.machines.PageSitemap")
        readiness.register("work", "community.worker.work_that_waits")


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's screens for users, with the forms of our user model."""

    user_viewset = "community.views.people_admin.PeopleViewSet"
