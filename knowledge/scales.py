"""The scales a case and a solution are measured on. Source: the record of a case, sections 1 and 3.

Stored values are English; what people read is translated.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CostBand(models.TextChoices):
    """What it takes to begin, in US dollars."""

    NONE = "none", _("no additional cost")
    UNDER_5K = "under_5k", _("less than US$ 5 thousand")
    FROM_5K = "5k_20k", _("US$ 5 to 20 thousand")
    FROM_20K = "20k_100k", _("US$ 20 to 100 thousand")
    FROM_100K = "100k_500k", _("US$ 100 to 500 thousand")
    FROM_500K = "500k_2m", _("US$ 500 thousand to 2 million")
    OVER_2M = "over_2m", _("more than US$ 2 million")
    UNKNOWN = "unknown", _("not known")


class RecordKind(models.TextChoices):
    GOOD_PRACTICE = "good_practice", _("good practice")
    ONGOING_INNOVATION = "ongoing_innovation", _("innovation under way")
    FAILED_EXPERIENCE = "failed_experience", _("experience that failed")
    SERVICE = "service", _("service or procedure")
    MODEL_NORM = "model_norm", _("model norm")
    TOOL = "tool", _("tool")


class Stage(models.TextChoices):
    """The six stages of the OECD's Observatory of Public Sector Innovation."""

    IDENTIFYING = "identifying", _("identifying the problem")
    IDEAS = "ideas", _("generating ideas")
    PROPOSAL = "proposal", _("developing the proposal")
    IMPLEMENTING = "implementing", _("being implemented")
    EVALUATED = "evaluated", _("evaluated")
    SPREADING = "spreading", _("being spread")


class Validity(models.TextChoices):
    CURRENT = "current", _("still in force")
    REDUCED = "reduced", _("reduced")
    INSTITUTIONALIZED = "institutionalized", _("institutionalized")
    INTERRUPTED = "interrupted", _("interrupted")
    UNCONFIRMED = "unconfirmed", _("not confirmed")


class InterruptionReason(models.TextChoices):
    CHANGE_OF_GOVERNMENT = "change_of_government", _("change of government")
    NO_FUNDS = "no_funds", _("lack of funds")
    NO_STAFF = "no_staff", _("lack of staff")
    CONFLICT = "conflict", _("conflict")
    NO_RESULTS = "no_results", _("lack of results")
    NORM = "norm", _("change of norms")
    EMERGENCY = "emergency", _("emergency")
    OTHER = "other", _("another reason")


class Recurrence(models.TextChoices):
    SINGLE = "single", _("done once")
    REPEATED = "repeated", _("repeated or permanent")


class Scope(models.TextChoices):
    NEIGHBOURHOOD = "neighbourhood", _("neighbourhood or community")
    PARISH = "parish", _("parish, district or corregimiento")
    MUNICIPALITY = "municipality", _("the whole municipality")
    METROPOLITAN = "metropolitan", _("several municipalities or a metropolis")
    STATE = "state", _("state, province or department")
    NATIONAL = "national", _("national")


class AttachmentKind(models.TextChoices):
    REPORT = "report", _("report")
    EVALUATION = "evaluation", _("evaluation")
    ARTICLE = "article", _("academic article")
    BOOK = "book", _("book")
    NORM = "norm", _("norm")
    PRESS = "press", _("press")
    WEBSITE = "website", _("website")
    VIDEO = "video", _("video")


# What lifts a case from "declared" to "documented" on the ladder of evidence.
DOCUMENTING = frozenset({AttachmentKind.REPORT, AttachmentKind.EVALUATION})


class Level(models.IntegerChoices):
    """How far the record has been worked through. The fourth is computed from its transfers."""

    REGISTERED = 1, _("registered")
    SYSTEMATIZED = 2, _("systematized")
    VERIFIED = 3, _("verified")
    TRANSFERRED = 4, _("transferred")


class Significance(models.TextChoices):
    """How much a new version changes what a reader would do."""

    MINOR = "minor", _("minor")
    MEDIUM = "medium", _("medium")
    MAJOR = "major", _("major")
