"""How it went: the moments of it, what was measured, what was found and learned."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from knowledge.kinds import Direction, EvaluationKind, LessonKind, Method, MilestoneKind
from knowledge.models.rows.row import DAYS, MONTHS, YEARS, Documented, Row


class Milestone(Row):
    """A moment at which something changed; as exact as it is known."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="milestones")
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True, validators=MONTHS)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True, validators=DAYS)
    title = models.CharField(_("what happened"), max_length=80)
    change = models.TextField(_("what changed"), max_length=1000, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=MilestoneKind.choices, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("moment")
        verbose_name_plural = _("timeline")

    def __str__(self) -> str:
        return f"{self.year} · {self.title}"

    @property
    def moment(self) -> tuple[int, int, int]:
        """To sort by: what is not known comes first."""
        return self.year, self.month or 0, self.day or 0


class Indicator(Row, Documented):
    """What was measured before and after. Values are in `unit`; years say when."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(_("what is measured"), max_length=160)
    unit = models.CharField(
        _("unit"),
        max_length=60,
        blank=True,
        help_text=_("For example: tonnes a week, percentage of homes."),
    )
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
    source = models.CharField(
        _("source"), max_length=280, blank=True, help_text=_("Where the figures come from.")
    )
    method = models.CharField(
        _("how it was measured"), max_length=12, choices=Method.choices, blank=True
    )
    verified_by = models.CharField(
        _("checked by"),
        max_length=160,
        blank=True,
        help_text=_("Who outside the municipality has checked the figures, if anybody."),
    )

    class Meta(Row.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

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


class Evaluation(Row, Documented):
    """Somebody looked at what came of it."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="evaluations")
    kind = models.CharField(
        _("kind"), max_length=10, choices=EvaluationKind.choices, default=EvaluationKind.INTERNAL
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    author = models.CharField(_("who made it"), max_length=200, blank=True)
    finding = models.TextField(_("main finding"), max_length=1000)
    url = models.URLField(_("address on the web"), max_length=500, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.author}".strip(", ")


class Lesson(Row):
    """If you do it again: do, avoid, or take care of this."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="lessons")
    kind = models.CharField(
        _("kind"), max_length=6, choices=LessonKind.choices, default=LessonKind.DO
    )
    text = models.TextField(_("lesson"), max_length=600)

    class Meta(Row.Meta):
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def __str__(self) -> str:
        return self.text
