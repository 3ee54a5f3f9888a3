"""What was said of experiences and decided on it, for the archive of a person's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from community.archive import Part, all_fields, table
from knowledge.archive import title_of
from knowledge.models import Feedback, FeedbackFile, Usefulness

if TYPE_CHECKING:
    from community.models import User


def given(user: User) -> Part:
    """What they said of experiences, under their name or protected, and what was decided."""
    rows = Feedback.objects.filter(author=user).select_related("case", "organization")
    fields = all_fields(Feedback)
    return table(_("Feedback given"), rows, title_of(user, rows), "organization.name", *fields)


def files(user: User) -> Part:
    """The files they sent with it."""
    rows = FeedbackFile.objects.filter(feedback__author=user).select_related("feedback")
    return table(
        _("Files sent with feedback"),
        rows,
        "feedback.made_at",
        *all_fields(FeedbackFile),
        files=lambda row: row.file,
    )


def answered(user: User) -> Part:
    """What they decided on the feedback of others, without who gave it."""
    rows = Feedback.objects.filter(answered_by=user).select_related("case")
    fields = ("kind", "part", "disposition", "answer", "answered_at")
    return table(_("Feedback answered"), rows, title_of(user, rows), *fields)


def looked_at(user: User) -> Part:
    """Answers on usefulness that they marked as looked at; nobody knows whose those are."""
    rows = Usefulness.objects.filter(seen_by=user).select_related("case", "solution")
    fields = ("case.title", "solution.title", "said_on", "seen_at")
    return table(_("Answers on usefulness looked at"), rows, *fields)
