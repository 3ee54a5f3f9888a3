"""What the rest of the site is told of feedback when it starts."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from community import archive, file_doors, moderable, periodic, sources, waiting
from community.sources import Source

# What the archive of somebody's data holds of theirs: name, function, relations it covers.
PERSONAL_DATA = [
    ("retroalimentacion", "given", ["Feedback.author"]),
    ("archivos-de-retroalimentacion", "files", []),
    ("retroalimentacion-respondida", "answered", ["Feedback.answered_by"]),
    ("utilidad-revisada", "looked_at", ["Usefulness.seen_by"]),
]


def register_feedback() -> None:
    """Called once, when the app starts."""
    for name, function, relations in PERSONAL_DATA:
        covers = [f"knowledge.{relation}" for relation in relations]
        archive.register(name, f"knowledge.archive_feedback.{function}", covers=covers)
    archive.leave_out(
        "knowledge.Feedback.hidden_by", "stands among what they decided as moderators"
    )
    sources.register(Source.WAITING, "feedback_received")
    sources.register(Source.CONVERSATION, "feedback_answered", "feedback_credited")
    sources.register(Source.FOLLOWING, "adopted_version")
    waiting.register("knowledge.matters_of_feedback.of_feedback")
    moderable.register(
        "retroalimentacion",
        "knowledge.Feedback",
        "knowledge.moderables_of_feedback.OfFeedback",
    )
    file_doors.register("feedback_files", "knowledge.files_of_feedback.may_open")
    periodic.register(
        "forget_who_answered",
        timedelta(hours=1),
        "knowledge.actions.usefulness.forget_who_answered",
        title=_("Forget who has said whether something was of use"),
    )
