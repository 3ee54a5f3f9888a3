"""What transfers teach and how far cases travel, as it hooks into the rest of the site."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from community import periodic, sources
from community.sources import Source
from knowledge.funnel import register_figures, register_questions


def register_standing() -> None:
    """Called once, when the app starts."""
    sources.register(Source.CASES, "case_transferred", "case_fell_back")
    periodic.register(
        "what_was_seen",
        timedelta(hours=1),
        "knowledge.actions.funnel.add_up_what_was_seen",
        title=_("Add up how often experiences were seen"),
    )
    periodic.register(
        "funnel",
        timedelta(days=1),
        "knowledge.actions.funnel.count_the_funnel",
        title=_("Count how far experiences travel"),
    )
    register_figures()
    register_questions(
        "community.Comment",
        case="object_id",
        at="posted_at",
        content_type__app_label="knowledge",
        content_type__model="case",
        parent=None,
        state="published",
        hidden_at=None,
        deleted_at=None,
    )
    register_questions(
        "knowledge.Feedback",
        case="case",
        at="made_at",
        kind="question",
        state="published",
        hidden_at=None,
    )
