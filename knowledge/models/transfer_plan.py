"""The plan of a transfer: whether it fits, what is changed, how it is done, what is measured."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.kinds import Adaptability, CostKind, Direction, Method, Weight
from knowledge.models.rows.means import CURRENCY
from knowledge.models.rows.row import YEARS
from knowledge.models.transfers import Transfer
from knowledge.transfer_kinds import Change, Fit, TransferMilestoneState

if TYPE_CHECKING:
    from datetime import date


class TransferRow(models.Model):
    """Abstract: a row of the plan. `key` names it in addresses and while it is edited.

    `origin_key` is the key of the row of the origin's record that it came from;
    empty for what the adopter adds. What the origin said is kept with it, as it
    was in the version the transfer points at.
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    origin_key = models.UUIDField(null=True, blank=True, editable=False)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]


class FitAnswer(TransferRow):
    """Whether a condition that the origin names is met here, and how to solve it if not."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="fit_answers")
    condition = models.CharField(_("condition"), max_length=300)
    weight = models.CharField(_("weight"), max_length=13, choices=Weight.choices, blank=True)
    answer = models.CharField(_("is it met?"), max_length=6, choices=Fit.choices, blank=True)
    how = models.TextField(_("how to solve it"), max_length=1000, blank=True)

    class Meta(TransferRow.Meta):
        verbose_name = _("condition of a transfer")
        verbose_name_plural = _("conditions of a transfer")

    def __str__(self) -> str:
        return self.condition


class Adaptation(TransferRow):
    """What the adopter does with a component of the origin, or adds to it."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="adaptations")
    component = models.CharField(_("component"), max_length=300)
    adaptability = models.CharField(
        _("what the origin says"), max_length=9, choices=Adaptability.choices, blank=True
    )
    change = models.CharField(_("what you do"), max_length=6, choices=Change.choices, blank=True)
    reason = models.TextField(_("why, and how"), max_length=1000, blank=True)

    class Meta(TransferRow.Meta):
        verbose_name = _("adaptation")
        verbose_name_plural = _("adaptations")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(
                    adaptability=Adaptability.FIXED.value, change=Change.DROP.value, reason=""
                ),
                name="fixed_component_is_dropped_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.component


class TransferMilestone(TransferRow):
    """Something to be done by a day, by whoever holds a post; with what shows that it was."""

    class Kind(models.TextChoices):
        """Of the calendar of a transfer; its source is URBACT's: 3, 12, 18 and 24 months."""

        STEP = "step", _("step")
        PLAN = "plan", _("the plan is approved")
        MIDDLE = "middle", _("looking back half way")
        CLOSE = "close", _("closing with results")
        SHARING = "sharing", _("telling others")

    OPEN = (TransferMilestoneState.PENDING, TransferMilestoneState.IN_PROGRESS)

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.STEP)
    title = models.CharField(_("what is to be done"), max_length=160)
    output = models.CharField(_("what comes out of it"), max_length=200, blank=True)
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    post = models.CharField(_("responsible post"), max_length=120, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="transfer_milestones",
        verbose_name=_("who holds it"),
    )
    budget = models.DecimalField(
        _("budget"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(
        _("currency"), max_length=3, default="USD", blank=True, validators=[CURRENCY]
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=TransferMilestoneState.choices,
        default=TransferMilestoneState.PENDING,
    )
    percent = models.PositiveSmallIntegerField(
        _("how far it is (%)"), default=0, validators=[MaxValueValidator(100)]
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.TextField(_("what happened"), max_length=2000, blank=True)
    # The days on which its people were reminded: none is told twice.
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    warned_on = models.DateField(null=True, blank=True, editable=False)

    class Meta(TransferRow.Meta):
        verbose_name = _("milestone of a transfer")
        verbose_name_plural = _("milestones of a transfer")
        indexes = [models.Index(fields=["state", "due_on"], name="transfer_milestone_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(due_on__isnull=True)
                | models.Q(due_on__gte=models.F("starts_on")),
                name="milestone_ends_after_it_began",
                violation_error_message=_("It cannot be due before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def is_late(self, on: date) -> bool:
        """Whether its day has passed and it is neither done nor cancelled."""
        return self.is_open and self.due_on is not None and self.due_on < on


def evidence_file(row: TransferProof, name: str) -> str:
    return f"transfer_files/{row.transfer_id}/{name}"


class TransferProof(TransferRow):
    """A document that shows what was done: of a milestone, of a visit, or of the whole."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="proofs")
    milestone = models.ForeignKey(
        TransferMilestone,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="proofs",
        verbose_name=_("milestone"),
    )
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to=evidence_file, max_length=200, blank=True)
    url = models.URLField(_("address on the web"), max_length=500, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta(TransferRow.Meta):
        verbose_name = _("document of a transfer")
        verbose_name_plural = _("documents of a transfer")

    def __str__(self) -> str:
        return self.title


class TransferIndicator(TransferRow):
    """What the adopter measures: an indicator of the origin, in its unit, or one of their own.

    Values are in `unit`; `measured_unit` is the one they were noted in, where it
    was another that could be converted.
    """

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(_("what is measured"), max_length=160)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    measured_unit = models.CharField(_("unit it was measured in"), max_length=60, blank=True)
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction.choices, default=Direction.UP
    )
    baseline = models.DecimalField(
        _("before"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    baseline_year = models.PositiveSmallIntegerField(
        _("year of it"), null=True, blank=True, validators=YEARS
    )
    target = models.DecimalField(
        _("target"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    result = models.DecimalField(_("after"), max_digits=20, decimal_places=4, null=True, blank=True)
    result_year = models.PositiveSmallIntegerField(
        _("year of the result"), null=True, blank=True, validators=YEARS
    )
    source = models.CharField(_("source"), max_length=280, blank=True)
    method = models.CharField(
        _("how it was measured"), max_length=12, choices=Method.choices, blank=True
    )

    class Meta(TransferRow.Meta):
        verbose_name = _("indicator of a transfer")
        verbose_name_plural = _("indicators of a transfer")

    def __str__(self) -> str:
        return self.name

    @property
    def is_measured(self) -> bool:
        """Whether it is known before and after, and from where."""
        return self.baseline is not None and self.result is not None and bool(self.source.strip())

    @property
    def has_improved(self) -> bool | None:
        """Whether it went where it should; None when not known or nothing changed."""
        if self.baseline is None or self.result is None or self.baseline == self.result:
            return None
        return (self.result > self.baseline) == (self.direction == Direction.UP)


class TransferCost(TransferRow):
    """What it really cost the adopter, in the currency and the year it was."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="costs")
    concept = models.CharField(_("what was paid"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=12, choices=CostKind.choices, default=CostKind.INVESTMENT
    )
    amount = models.DecimalField(
        _("amount"), max_digits=18, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, default="USD", validators=[CURRENCY])
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)

    class Meta(TransferRow.Meta):
        verbose_name = _("cost of a transfer")
        verbose_name_plural = _("costs of a transfer")

    def __str__(self) -> str:
        return self.concept
