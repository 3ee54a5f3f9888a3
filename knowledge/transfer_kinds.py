"""What a transfer may be. Source: the record of a case, section 5.

Stored values are English; what people read is translated.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge.scales import InterruptionReason


class Relation(models.TextChoices):
    """How near what the adopter does is to what the origin did."""

    FULL = "full", _("the same, whole")
    ADAPTED = "adapted", _("adapted")
    PARTIAL = "partial", _("a part of it")
    INSPIRED = "inspired", _("inspired by it")
    TRAINED = "trained", _("they were trained for it")


class TransferStage(models.TextChoices):
    """In the order in which a transfer goes through them; the last two stop it."""

    INTERESTED = "interested", _("interested")
    STUDYING = "studying", _("studying it")
    PLANNED = "planned", _("plan approved")
    UNDER_WAY = "under_way", _("under way")
    WITH_RESULTS = "with_results", _("with results")
    CONSOLIDATED = "consolidated", _("consolidated")
    SUSPENDED = "suspended", pgettext_lazy("transfer", "suspended")
    ABANDONED = "abandoned", _("abandoned")


# Those that count for the fourth level and the fifth rung of evidence.
PROVING = (TransferStage.WITH_RESULTS, TransferStage.CONSOLIDATED)
STOPPED = (TransferStage.SUSPENDED, TransferStage.ABANDONED)
# The order of the board.
COURSE = tuple(stage for stage in TransferStage if stage not in STOPPED)


class StopReason(models.TextChoices):
    """Why a transfer stopped: what interrupts a case, and two of its own."""

    CHANGE_OF_GOVERNMENT = InterruptionReason.CHANGE_OF_GOVERNMENT.value, _("change of government")
    NO_FUNDS = InterruptionReason.NO_FUNDS.value, _("lack of funds")
    NO_STAFF = InterruptionReason.NO_STAFF.value, _("lack of staff")
    CONFLICT = InterruptionReason.CONFLICT.value, _("conflict")
    NO_RESULTS = InterruptionReason.NO_RESULTS.value, _("lack of results")
    NORM = InterruptionReason.NORM.value, _("change of norms")
    EMERGENCY = InterruptionReason.EMERGENCY.value, _("emergency")
    LEGAL = "legal", _("the law does not allow it here")
    NO_SUPPORT = "no_support", _("nobody accompanied it")
    OTHER = InterruptionReason.OTHER.value, _("another reason")


class TransferAudience(models.TextChoices):
    TEAM = "team", _("only the team")
    MEMBERS = "members", _("members")
    PUBLIC = "public", _("everybody")


class Agreement(models.TextChoices):
    NONE = "none", _("none yet")
    LETTER = "letter", _("letters or mails")
    SIGNED = "signed", _("a signed agreement")


class OriginAnswer(models.TextChoices):
    PENDING = "pending", _("not answered yet")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", pgettext_lazy("transfer", "declined")


class Fit(models.TextChoices):
    YES = "yes", _("yes")
    PARTLY = "partly", _("partly")
    NO = "no", _("no")


class Change(models.TextChoices):
    """What the adopter does with a component of the origin."""

    KEEP = "keep", _("keep")
    CHANGE = "change", pgettext_lazy("component", "change")
    DROP = "drop", _("leave out")
    ADD = "add", _("add")


class TransferMilestoneState(models.TextChoices):
    """Late is not one of them: it follows from the date, see `TransferMilestone.is_late`."""

    PENDING = "pending", pgettext_lazy("milestone", "pending")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", pgettext_lazy("milestone", "done")
    CANCELLED = "cancelled", pgettext_lazy("milestone", "cancelled")


class VisitMode(models.TextChoices):
    ON_SITE = "on_site", _("in person")
    REMOTE = "remote", _("by video call")


class VisitState(models.TextChoices):
    """Offered by the host or requested by the guest, until the other side answers."""

    OFFERED = "offered", pgettext_lazy("visit", "offered")
    REQUESTED = "requested", pgettext_lazy("visit", "requested")
    AGREED = "agreed", pgettext_lazy("visit", "agreed")
    HELD = "held", pgettext_lazy("visit", "held")
    DECLINED = "declined", pgettext_lazy("visit", "declined")
    CANCELLED = "cancelled", pgettext_lazy("visit", "cancelled")


class Payer(models.TextChoices):
    HOST = "host", _("the host")
    GUEST = "guest", _("the guest")
    SHARED = "shared", _("both")
    OTHER = "other", _("somebody else")
