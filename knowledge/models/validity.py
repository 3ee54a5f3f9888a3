"""Whether an experience still goes on, as those responsible for it are asked once a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.cases import Case
from knowledge.scales import InterruptionReason, Validity

if TYPE_CHECKING:
    from datetime import date


class ValidityQuestionQuerySet(models.QuerySet["ValidityQuestion"]):
    def open(self) -> ValidityQuestionQuerySet:
        """Those that nobody has answered nor given up."""
        return self.filter(closed_on=None)

    def to_remind(self, limit: date) -> ValidityQuestionQuerySet:
        """Open ones asked on that day or before, and not asked again since."""
        return self.open().filter(reminded_on=None, asked_on__lte=limit)

    def to_give_up(self, limit: date) -> ValidityQuestionQuerySet:
        """Open ones of which people were reminded on that day or before."""
        return self.open().filter(reminded_on__lte=limit)


class ValidityQuestion(models.Model):
    """That somebody was asked whether a case goes on, and what they said.

    The answer of one closes the questions to the others; `answer` stays empty there.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="validity_questions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    asked_on = models.DateField(_("asked on"))
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=20, choices=Validity.choices, blank=True)
    reason = models.CharField(
        _("reason"), max_length=24, choices=InterruptionReason.choices, blank=True
    )

    objects = ValidityQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about validity")
        verbose_name_plural = _("questions about validity")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "asked_on"], name="person_is_asked_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["closed_on", "asked_on"], name="question_by_age")]

    def __str__(self) -> str:
        return f"{self.case} · {self.asked_on}"
