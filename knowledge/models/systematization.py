"""The work of turning a case that was told into one that was worked through.

Not part of what readers see: it belongs to the case, not to its versions.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.cases import Case
from knowledge.models.rows.row import YEARS


class Systematization(models.Model):
    """What a team and the authors agree on and write in Jara's five moments.

    The moments: the starting point, the first questions, the recovery of what was
    lived, the deep reflection, the points of arrival.
    """

    MOMENTS = ("starting_point", "questions", "recovery", "reflection", "arrival")

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="systematization")
    objective = models.TextField(_("what for"), max_length=2000, blank=True)
    object = models.TextField(_("which experience and period"), max_length=2000, blank=True)
    axis = models.TextField(_("from which point of view"), max_length=2000, blank=True)
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
    starting_point = models.TextField(_("starting point"), max_length=20_000, blank=True)
    questions = models.TextField(_("first questions"), max_length=20_000, blank=True)
    recovery = models.TextField(_("recovery of what was lived"), max_length=20_000, blank=True)
    reflection = models.TextField(_("deep reflection"), max_length=20_000, blank=True)
    arrival = models.TextField(_("points of arrival"), max_length=20_000, blank=True)
    starting_point_on = models.DateField(_("day of the starting point"), null=True, blank=True)
    questions_on = models.DateField(_("day of the first questions"), null=True, blank=True)
    recovery_on = models.DateField(_("day of the recovery"), null=True, blank=True)
    reflection_on = models.DateField(_("day of the reflection"), null=True, blank=True)
    arrival_on = models.DateField(_("day of the points of arrival"), null=True, blank=True)
    products = models.TextField(_("what came of the work"), max_length=2000, blank=True)
    begun_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("systematization")
        verbose_name_plural = _("systematizations")

    def __str__(self) -> str:
        return str(self.case)


class SourceRow(models.Model):
    """Somebody or something that can tell of it: what, and whether it was had."""

    class State(models.TextChoices):
        WANTED = "wanted", _("to be had")
        HAD = "had", _("had")
        NOT_TO_BE_HAD = "not_to_be_had", _("not to be had")

    systematization = models.ForeignKey(
        Systematization, on_delete=models.CASCADE, related_name="sources"
    )
    what = models.CharField(_("who or which document"), max_length=200)
    can_tell = models.CharField(_("what it can tell"), max_length=280, blank=True)
    state = models.CharField(_("state"), max_length=14, choices=State.choices, default=State.WANTED)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    note = models.CharField(_("note"), max_length=280, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("source of a systematization")
        verbose_name_plural = _("sources of a systematization")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.what


class Interview(models.Model):
    """What somebody told for it, and what they agreed to."""

    class Consent(models.TextChoices):
        NOT_ASKED = "not_asked", _("not asked yet")
        NAMED = "named", _("may be quoted by name")
        WITHOUT_NAME = "without_name", _("may be quoted without the name")
        REFUSED = "refused", _("may not be quoted")

    systematization = models.ForeignKey(
        Systematization, on_delete=models.CASCADE, related_name="interviews"
    )
    person = models.CharField(_("who"), max_length=160)
    post = models.CharField(_("post at that time"), max_length=160, blank=True)
    held_on = models.DateField(_("day"), null=True, blank=True)
    consent = models.CharField(
        _("consent"), max_length=14, choices=Consent.choices, default=Consent.NOT_ASKED
    )
    consented_on = models.DateField(_("day of the consent"), null=True, blank=True)
    notes = models.TextField(_("what was told"), max_length=20_000, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.person
