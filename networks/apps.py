from datetime import timedelta

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.signals import post_page_move

from community import archive, cards, moderable, periodic, sitemaps, sources, waiting
from community.sources import Source
from networks import sections, taking
from networks.caches import follow_the_tree
from networks.glances import coming_events, count_topics, newest_topics
from networks.sections import Section, Shelf

# The sections a network is born with that this app holds.
SECTIONS = (
    Section(
        "recursos",
        _("Resources"),
        "networks.ResourceIndexPage",
        order=30,
        summary=_("Norms, guides, templates and courses that the networks gathered, ready to use."),
        call=_("Add a resource"),
    ),
    Section(
        "eventos",
        _("Events"),
        "networks.EventIndexPage",
        order=40,
        summary=_(
            "Meetings, workshops and visits of the networks: what comes next, and what"
            " was left of what there was."
        ),
        call=_("Announce an event"),
        glance=coming_events,
    ),
)
# What is done again and again: name, how often, by which function, what the admin calls it.
CHORES = (
    (
        "end_deleted_networks",
        timedelta(days=1),
        "networks.actions.archiving.end_deleted_networks",
        _("End the networks that were deleted a month ago"),
    ),
    (
        "forget_network_invitations",
        timedelta(days=1),
        "networks.actions.invitations.forget_old_invitations",
        _("Forget the addresses of people who never came to a network"),
    ),
    (
        "ask_reviews",
        timedelta(hours=12),
        "networks.actions.upkeep.ask_today",
        _("Ask owners whether their pages still hold"),
    ),
    (
        "check_links",
        timedelta(minutes=20),
        "networks.actions.links.check_links_now",
        _("Ask whether links to other sites still answer"),
    ),
    (
        "forget_resource_uploads",
        timedelta(hours=1),
        "networks.actions.uploads.forget_uploads",
        _("Throw away files of libraries whose sheets nobody filled in"),
    ),
    (
        "remind_of_events",
        timedelta(minutes=5),
        "networks.actions.event_reminders.send_reminders",
        _("Remind people of the events they come to"),
    ),
    (
        "forget_network_archives",
        timedelta(hours=1),
        "networks.actions.taking.forget_network_archives",
        _("Throw away archives of networks whose days are over"),
    ),
    (
        "spread_new_sections",
        timedelta(days=1),
        "networks.actions.sections.spread_new_sections",
        _("Give networks the sections that came with a new version"),
    ),
    (
        "forget_guests",
        timedelta(days=1),
        "networks.actions.events.forget_guests",
        _("Forget who came to events without an account, half a year later"),
    ),
)
# Which notices of this app come from where; see `community.sources`.
NOTICES = {
    Source.WAITING: (
        "draft_commented",
        "entry_approved",
        "entry_handed_in",
        "entry_returned",
        "event_soon",
        "event_tomorrow",
        "network_entrusted",
        "network_invited",
        "network_request",
        "review_asked",
    ),
    # Receipts, and what becomes of what one registered for, always come.
    Source.ACCOUNT: (
        "network_archive_ready",
        "event_called_off",
        "event_changed",
        "event_promoted",
        "event_queued",
        "event_registered",
        "event_taken_off",
        "network_admitted",
        "network_archived",
        "network_declined",
        "network_deleted",
        "network_dismissed",
        "network_removed",
        "network_reopened",
        "network_restored",
    ),
    Source.NETWORKS: ("network_invitation_accepted", "network_invitation_declined"),
}
# What this app holds of a person: its name in their archive, who tells it, the fields it covers.
PERSONAL_DATA = (
    ("redes", "networks.archive.memberships", ["networks.Membership.user"]),
    (
        "invitaciones-a-redes",
        "networks.archive.invitations",
        ["networks.NetworkInvitation.person", "networks.NetworkInvitation.invited_by"],
    ),
    (
        "listas-de-invitaciones",
        "networks.archive.invitation_lists",
        ["networks.InvitationList.by"],
    ),
    (
        "inscripciones-a-eventos",
        "networks.archive.registrations",
        ["networks.EventRegistration.user"],
    ),
    ("destacados", "networks.archive.features", ["networks.Feature.chosen_by"]),
    ("conversaciones", "networks.archive.topics", ["networks.Topic.opened_by"]),
    (
        "publicaciones",
        "networks.archive.entries",
        [
            "blog.PostPage.author",
            "blog.PostPage.contact",
            "knowledge.SolutionPage.author",
            "knowledge.SolutionPage.contact",
            "networks.EventPage.author",
            "networks.EventPage.contact",
            "networks.ResourcePage.author",
            "networks.ResourcePage.contact",
        ],
    ),
)
# ... and what their archive leaves out, with the reason.
LEFT_OUT = (
    ("networks.NetworkArchive.asked_by", "archives do not hold archives"),
    ("networks.CalendarKey.user", "a number that addresses are made with"),
    ("networks.Membership.changed_by", "says something about somebody else"),
    ("networks.Removal.by", "says something about a network, for a month"),
    ("networks.ResourceUpload.user", "files on their way, forgotten after a day"),
)
# What the archive of a network holds besides its pages.
TAKEN = (
    ("conversaciones", "networks.taking.conversations.topics"),
    ("miembros", "networks.taking.people.members"),
    ("moderacion", "networks.taking.people.decisions"),
)
MATTERS = (
    "networks.matters.people.of_networks",
    "networks.matters.pages.of_who_publishes",
    "networks.matters.links.of_broken_links",
    "networks.matters.events.of_who_comes_to_events",
)


class NetworksConfig(AppConfig):
    name = "networks"
    verbose_name = _("Networks")

    def ready(self) -> None:
        for section in SECTIONS:
            sections.register(section)
        sections.register_shelf(
            Shelf(
                "conversaciones",
                _("Conversations"),
                "networks:topics",
                count_topics,
                newest_topics,
            )
        )
        for source, kinds in NOTICES.items():
            sources.register(source, *kinds)
        for name, every, act, title in CHORES:
            periodic.register(name, every, act, title=title)
        for name, teller, covers in PERSONAL_DATA:
            archive.register(name, teller, covers=covers)
        for field, reason in LEFT_OUT:
            archive.leave_out(field, reason)
        for ask in MATTERS:
            waiting.register(ask)
        moderable.register("conversacion", "networks.Topic", "networks.moderables.OfTopics")
        moderable.register("recurso", "networks.ResourcePage", "networks.moderables.OfEntries")
        moderable.register("evento", "networks.EventPage", "networks.moderables.OfEntries")
        cards.register("networks.cards.find_pages")
        cards.register("networks.cards.find_topics")
        # By name: what it needs can be imported only now that all models are there.
        import_string("networks.desk_parts.register_all")()
        for name, rows in TAKEN:
            taking.register(name, rows)
        sitemaps.register("topics", "networks.sitemaps.TopicSitemap")
        post_page_move.connect(follow_the_tree, dispatch_uid="networks.follow_the_tree")
