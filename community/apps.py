from datetime import timedelta

from django.apps import AppConfig, apps
from django.core import checks
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.apps import WagtailAdminAppConfig
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)
from wagtail.users.apps import WagtailUsersAppConfig

from community import (
    cards,
    commentable,
    followable,
    mailing_kinds,
    moderable,
    periodic,
    readiness,
    sitemaps,
    sources,
    waiting,
)
from community.sources import Source

# What is done again and again: name, how often, by which function, what the admin calls it.
CHORES = (
    (
        "publish_scheduled",
        timedelta(minutes=1),
        "community.actions.site.publish_scheduled",
        _("Publish and take down what has a date"),
    ),
    (
        "reclaim",
        timedelta(minutes=1),
        "community.worker.reclaim",
        _("Give back what a worker left when it died"),
    ),
    (
        "forget_done_work",
        timedelta(hours=1),
        "community.actions.work.forget_done_work",
        _("Forget the tasks that were done days ago"),
    ),
    (
        "send_digests",
        timedelta(minutes=10),
        "community.actions.digests.prepare_digests",
        _("Collect the digests whose hour has come"),
    ),
    (
        "forget_old_mail",
        timedelta(days=1),
        "community.actions.digests.forget_old_mail",
        _("Forget which mails reached whom half a year ago"),
    ),
    (
        "forget_old_searches",
        timedelta(days=1),
        "community.actions.searches.forget_searches_of_last_year",
        _("Forget what was searched in vain a year ago"),
    ),
    (
        "hand_over_ended",
        timedelta(hours=1),
        "community.actions.affiliations.hand_over_ended",
        _("Take what people keep whose post has ended"),
    ),
    (
        "ask_who_is_still_there",
        timedelta(hours=1),
        "community.actions.affiliations.ask_who_is_still_there",
        _("Ask once a year, and after elections, who is still in their organization"),
    ),
    (
        "renew_directory",
        timedelta(days=1),
        "community.actions.directory.renew_where_posts_changed",
        _("Renew the directory where somebody changed posts"),
    ),
    (
        "forget_archives",
        timedelta(hours=1),
        "community.actions.archives.forget_archives",
        _("Throw away archives of people's data whose days are over"),
    ),
    (
        "review_inactive_accounts",
        timedelta(days=1),
        "community.actions.inactivity.review_inactive_accounts",
        _("Warn people whose account nobody uses, and close it"),
    ),
    (
        "pass_on_reports",
        timedelta(hours=1),
        "community.actions.moderation.pass_on_what_waits",
        _("Pass reports on to the unit after two days"),
    ),
)
# Which notices of this app come from where; see `community.sources`.
KINDS_OF_NOTICES = {
    Source.CONVERSATION: ["comment_posted", "reply", "answer_accepted"],
    Source.MENTIONS: ["mention"],
    Source.FOLLOWING: ["followed", "followed_search"],
    Source.NETWORKS: ["network_without_coordinator"],
    Source.WAITING: [
        "affiliation_asked",
        "affiliation_still",
        "appeal_received",
        "handover_received",
        "handover_waiting",
        "invitation_received",
        "message",
        "report_passed_on",
        "report_received",
    ],
    Source.ACCOUNT: [
        "account_unused",
        "affiliation_confirmed",
        "affiliation_ended",
        "appeal_decided",
        "archive_ready",
        "author_reinstated",
        "author_suspended",
        "author_warned",
        "comment_hidden",
        "comment_shown",
        "invitation_accepted",
        "mail_stopped",
        "report_decided",
        "thing_hidden",
        "thing_released",
        "thing_shown",
    ],
}


class CommunityConfig(AppConfig):
    default = True
    name = "community"
    verbose_name = _("Community")

    def ready(self) -> None:
        checks.register(commentable.check_declarations, checks.Tags.models)
        checks.register(followable.check_declarations, checks.Tags.models)
        for source, kinds in KINDS_OF_NOTICES.items():
            sources.register(source, *kinds)
        for name, every, act, title in CHORES:
            periodic.register(name, every, act, title=title)
        cards.register("community.organization_cards.find_organizations")
        waiting.register("community.matters.of_who_answers")
        mailing_kinds.register("digest", "community.digests.digest_of")
        sitemaps.register("organizations", "community.views.machines.OrganizationSitemap")
        # By name: what it needs can be imported only now that all models are there.
        import_string("community.receivers.connect")()
        import_string("community.archive_parts.register_all")()
        import_string("community.archive_parts_among_people.register_all")()
        moderable.register("comentario", "community.Comment", "community.moderables.OfComments")
        moderable.register("perfil", "community.User", "community.moderables.OfProfiles")
        sitemaps.register("pages", "community.views.machines.PageSitemap")
        readiness.register("work", "community.worker.work_that_waits")


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's screens for users, with the forms of our user model."""

    user_viewset = "community.views.people_admin.PeopleViewSet"


# Wagtail's own mails about workflows: the signal, who sends it, what the receiver is called.
MAILS_OF_WORKFLOWS = (
    (task_submitted, "TaskState", "group_approval_task_submitted_email_notification"),
    (workflow_submitted, "WorkflowState", "workflow_state_submitted_email_notification"),
    (workflow_rejected, "WorkflowState", "workflow_state_rejected_email_notification"),
    (workflow_approved, "WorkflowState", "workflow_state_approved_email_notification"),
)


class QuietAdminConfig(WagtailAdminAppConfig):
    """Wagtail's admin. Its mails are sent within the request; ours say the same through notices."""

    def ready(self) -> None:
        super().ready()
        for signal, model, name in MAILS_OF_WORKFLOWS:
            sender = apps.get_model("wagtailcore", model)
            signal.disconnect(sender=sender, dispatch_uid=name)
