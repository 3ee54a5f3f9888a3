"""What another municipality needs to know to do the same."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from knowledge.kinds import Adaptability, Weight
from knowledge.models.rows.row import Row


class EnablingCondition(Row):
    """What had to be there for it to work; `condition` is one of a list that editors keep."""

    case = ParentalKey(
        "knowledge.Case", on_delete=models.CASCADE, related_name="enabling_conditions"
    )
    condition = models.ForeignKey(
        "knowledge.Condition",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("condition"),
    )
    weight = models.CharField(
        _("how much it counts"), max_length=14, choices=Weight.choices, default=Weight.IMPORTANT
    )
    note = models.CharField(_("note"), max_length=280, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("condition of success")
        verbose_name_plural = _("conditions of success")

    def __str__(self) -> str:
        return self.note or str(self.get_weight_display())


class CoreComponent(Row):
    """A part of it that must stay, may be adapted, or may be left out."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="core_components")
    name = models.CharField(_("component"), max_length=160)
    adaptability = models.CharField(
        _("what may be done with it"),
        max_length=10,
        choices=Adaptability.choices,
        default=Adaptability.ADAPTABLE,
    )
    why = models.CharField(_("why"), max_length=400, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("component")
        verbose_name_plural = _("components")

    def __str__(self) -> str:
        return self.name


class Step(Row):
    """What to do, in order, to do it again elsewhere."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(_("what is done"), max_length=280)
    who = models.CharField(_("who does it"), max_length=160, blank=True)
    duration = models.CharField(_("how long it takes"), max_length=80, blank=True)
    output = models.CharField(_("what comes of it"), max_length=280, blank=True)
    resource = models.CharField(_("what it needs"), max_length=280, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return self.what
