"""The work of turning a case that was told into one that was worked through.

Not part of what readers see: it belongs to the case, not to its versions. What
is written here reaches the record only when somebody carries it there.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.cases import Case


class Systematization(models.Model):
    """What a team and the authors agree on and write in Jara's five moments.

    The moments: the starting point, the first questions, the recovery of what was
    lived, the deep reflection, the points of arrival. The long texts are clean HTML.
    """

    MOMENTS = ("starting_point", "questions", "recovery", "reflection", "arrival")

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="systematization")
    # --- The starting point ---------------------------------------------------------
    starting_point_on = models.DateField(_("day of the starting point"), null=True, blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("facilitator"),
    )
    team = models.TextField(
        _("who takes part"), max_length=2000, blank=True, help_text=_("One person in each line.")
    )
    starting_point = models.TextField(_("who lived it"), max_length=20_000, blank=True)
    registers = models.TextField(_("registers there are"), max_length=20_000, blank=True)
    # --- The first questions ----------------------------------------------------------
    questions_on = models.DateField(_("day of the first questions"), null=True, blank=True)
    objective = models.TextField(_("what for"), max_length=2000, blank=True)
    object = models.TextField(_("which experience and period"), max_length=2000, blank=True)
    axis = models.TextField(_("from which point of view"), max_length=2000, blank=True)
    questions = models.TextField(_("first questions"), max_length=20_000, blank=True)
    plan = models.TextField(_("plan"), max_length=20_000, blank=True)
    # --- The recovery of what was lived ------------------------------------------------
    recovery_on = models.DateField(_("day of the recovery"), null=True, blank=True)
    recovery = models.TextField(_("recovery of what was lived"), max_length=20_000, blank=True)
    # --- The deep reflection ------------------------------------------------------------
    reflection_on = models.DateField(_("day of the reflection"), null=True, blank=True)
    tensions = models.TextField(_("tensions"), max_length=20_000, blank=True)
    turning_points = models.TextField(_("turning points"), max_length=20_000, blank=True)
    reflection = models.TextField(_("why it went as it went"), max_length=20_000, blank=True)
    surprises = models.TextField(_("what nobody expected"), max_length=20_000, blank=True)
    # --- The points of arrival ------------------------------------------------------------
    arrival_on = models.DateField(_("day of the points of arrival"), null=True, blank=True)
    arrival = models.TextField(_("conclusions"), max_length=20_000, blank=True)
    recommendations = models.TextField(_("recommendations"), max_length=20_000, blank=True)
    next_steps = models.TextField(_("next steps"), max_length=20_000, blank=True)
    products = models.TextField(_("what came of the work"), max_length=2000, blank=True)

    screens_saved = models.JSONField(
        _("when each screen was saved"), default=dict, blank=True, editable=False
    )
    begun_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("systematization")
        verbose_name_plural = _("systematizations")

    def __str__(self) -> str:
        return str(self.case)


class Carrying(models.Model):
    """That something worked out here was written into a field or relation of the case.

    `before`, `brought` and `after` are what that field said, what the
    systematization gave, and what the field said then: HTML, or rows as
    `knowledge.carrying` gives them. With `before` it can be put back.
    """

    class Way(models.TextChoices):
        APPEND = "append", _("added to what was there")
        REPLACE = "replace", _("in place of what was there")

    systematization = models.ForeignKey(
        Systematization, on_delete=models.CASCADE, related_name="carryings"
    )
    field = models.CharField(_("field"), max_length=40)
    way = models.CharField(_("how"), max_length=7, choices=Way.choices)
    before = models.JSONField(_("what was there"), editable=False)
    brought = models.JSONField(_("what was brought"), editable=False)
    after = models.JSONField(_("what it said then"), editable=False)
    carried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    carried_at = models.DateTimeField(_("when"), auto_now_add=True)
    undone_at = models.DateTimeField(_("put back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("step from a systematization to the record")
        verbose_name_plural = _("steps from a systematization to the record")
        ordering = ["-carried_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.field}, {self.get_way_display()}"
