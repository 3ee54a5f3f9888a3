"""What feedback on a case may be, and what may become of it. Source: case record, section 6.

Stored values are English; what people read is translated.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge.kinds import ShownAs

# Within which feedback is answered, as its form and its list say.
FEEDBACK_TARGET_DAYS = 15
LONGEST_FEEDBACK = 4000


class FeedbackKind(models.TextChoices):
    QUESTION = "question", pgettext_lazy("feedback", "question")
    CORRECTION = "correction", pgettext_lazy("feedback", "correction")
    EVIDENCE = "evidence", pgettext_lazy("feedback", "new evidence")
    USED = "used", pgettext_lazy("feedback", "we used it")
    LESSON = "lesson", pgettext_lazy("feedback", "lesson")
    RISK = "risk", pgettext_lazy("feedback", "risk")
    TRANSLATION = "translation", pgettext_lazy("feedback", "translation")
    SUGGESTION = "suggestion", pgettext_lazy("feedback", "suggestion")


# What each asks of whoever writes it, beside its name in the form.
ASKED = {
    FeedbackKind.QUESTION: _("What the experience does not say and one needs to know."),
    FeedbackKind.CORRECTION: _("Something in it is not so: say what it should say."),
    FeedbackKind.EVIDENCE: _("A figure, a study or a document that adds to what is known."),
    FeedbackKind.USED: _("What you did with it, and how it went."),
    FeedbackKind.LESSON: _("What you learned and another municipality should know."),
    FeedbackKind.RISK: _("What may go wrong, and for whom."),
    FeedbackKind.TRANSLATION: _("A word or passage that reads badly in another language."),
    FeedbackKind.SUGGESTION: _("How the record could be clearer or more useful."),
}


class Disposition(models.TextChoices):
    """What the authors or the team decided about it."""

    OPEN = "open", pgettext_lazy("feedback", "waiting for an answer")
    ANSWERED = "answered", pgettext_lazy("feedback", "answered")
    ACCEPTED = "accepted", pgettext_lazy("feedback", "accepted")
    PARTLY = "partly", pgettext_lazy("feedback", "accepted in part")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("feedback", "not applicable")


# What the next version takes up.
TAKEN_UP = (Disposition.ACCEPTED, Disposition.PARTLY)
# What whoever gives feedback may choose for their name; no network stands for them.
SIGNATURES = (ShownAs.PERSON, ShownAs.ORGANIZATION, ShownAs.NOBODY)


class UselessReason(models.TextChoices):
    """Why something was of no use to whoever read it."""

    UNCLEAR = "unclear", _("it is hard to understand")
    INCOMPLETE = "incomplete", _("it lacks figures, documents or steps")
    NOT_FOR_US = "not_for_us", _("it does not fit a municipality like ours")
    OUTDATED = "outdated", _("it is out of date")
    NOT_SOUGHT = "not_sought", _("it is not what I was looking for")
    OTHER = "other", _("another reason")
