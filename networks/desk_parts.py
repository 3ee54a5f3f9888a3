"""What the desk of every network consists of. Apps above add to the same registries."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from community import archive, mailing_kinds, periodic, sources, waiting
from community.sources import Source
from networks import counting, desk, figures, segments, signs_of_life
from networks.desk import Leaf

CHORES = (
    (
        "count_networks",
        timedelta(days=1),
        "networks.actions.count_networks",
        _("Count how the networks do this month"),
    ),
    (
        "post_letters",
        timedelta(minutes=1),
        "networks.actions.post_due_letters",
        _("Send the letters to members whose hour has come"),
    ),
    (
        "write_down_letters",
        timedelta(days=1),
        "networks.actions.posting.write_down_outcomes",
        _("Keep how many mails of each letter arrived"),
    ),
)


def register_all() -> None:
    """Called once, when the app starts and all models are there."""
    desk.register_leaf(Leaf(_("What waits"), "networks:desk", order=10))
    desk.register_leaf(Leaf(_("Health"), "networks:desk_health", order=20))
    desk.register_leaf(Leaf(_("Letters"), "networks:letters", order=30))
    desk.register_leaf(Leaf(_("What stands first"), "networks:features", order=40))
    desk.register_leaf(Leaf(_("Archive"), "networks:archive", order=50))
    for row in ("requests_to_join", "reports", "questions", "pages", "links"):
        desk.register(f"networks.desk_rows.{row}")
    figures.register(counting.PEOPLE, "networks.counting.of_people")
    figures.register(counting.TALK, "networks.counting.of_talk")
    figures.register([], "networks.counting.of_sections")
    figures.register(counting.USE, "networks.counting.of_use")
    signs_of_life.register(
        "networks.signs_of_life.wrote_there",
        _("publishing something in the network, opening a conversation or commenting"),
    )
    signs_of_life.register(
        "networks.signs_of_life.uploaded_there",
        _("bringing a document or an image into its files"),
    )
    signs_of_life.register(
        "networks.signs_of_life.came_there", _("registering for an event or being at it")
    )
    segments.register_all()
    waiting.register("networks.matters.questions.unanswered_questions")
    mailing_kinds.register("letter", "networks.letter_mails.mail_of")
    sources.register(Source.NETWORKS, "network_letter")
    sources.register(Source.WAITING, "letter_held")
    for name, every, act, title in CHORES:
        periodic.register(name, every, act, title=title)
    archive.register("cartas", "networks.archive.letters", covers=["networks.Letter.author"])
