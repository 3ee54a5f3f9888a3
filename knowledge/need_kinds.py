"""What a need may be, and what may be said to it.

Stored values are English; what people read is translated.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NeedState(models.TextChoices):
    OPEN = "open", pgettext_lazy("need", "open")
    IN_CONTACT = "in_contact", _("in contact")
    SOLVED = "solved", pgettext_lazy("need", "solved")
    WITHDRAWN = "withdrawn", pgettext_lazy("need", "withdrawn")


# Nobody has solved these yet: the public figure, and what coordinators look at.
UNMET = (NeedState.OPEN, NeedState.IN_CONTACT)


class Means(models.TextChoices):
    """What the municipality can put into it, in US dollars; in the order of how much.

    The bands are those of what a case costs, so that both can be compared.
    """

    NONE = "none", _("only the staff and goods we have")
    UNDER_5K = "under_5k", _("less than US$ 5 thousand")
    FROM_5K = "5k_20k", _("US$ 5 to 20 thousand")
    FROM_20K = "20k_100k", _("US$ 20 to 100 thousand")
    FROM_100K = "100k_500k", _("US$ 100 to 500 thousand")
    FROM_500K = "500k_2m", _("US$ 500 thousand to 2 million")
    OVER_2M = "over_2m", _("more than US$ 2 million")
    UNKNOWN = "unknown", _("we do not know yet")


class AnswerKind(models.TextChoices):
    """What somebody answers with."""

    CASE = "case", _("an experience")
    SOLUTION = "solution", pgettext_lazy("of a municipality", "a solution")
    PERSON = "person", _("a person who knows of it")
    ADVICE = "advice", _("advice")


class Reply(models.TextChoices):
    """What the municipality does with an answer."""

    CONTACT = "contact", _("We are in contact")
    THANKS = "thanks", _("Thank you, it is not for us")


class ProposalKind(models.TextChoices):
    """What the platform proposes, in the order in which it is shown."""

    CASE = "case", _("Experiences")
    SOLUTION = "solution", _("Solutions")
    PLACE = "place", _("Municipalities that did it, the most alike first")
    PERSON = "person", _("Specialists")


class Why(models.TextChoices):
    """Why something is proposed, said beside it: nothing is proposed without its reason."""

    THEME = "theme", _("on the same theme")
    NEAR_THEME = "near_theme", _("on a theme close to it")
    WORDS = "words", _("speaks of what you say")
    MEANS = "means", _("within your means")
    COUNTRY = "country", _("in the same country")
    EVIDENCE = "evidence", _("measured or checked by others")
    ALIKE = "alike", _("of a municipality like it")
    REPEATED = "repeated", _("repeated it, with results")
