"""The right to reply: whoever is named in a case may ask for its correction or withdrawal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.models.cases import Case

if TYPE_CHECKING:
    from datetime import date

# Within which a request is answered, as the page that takes it says.
DAYS_TO_ANSWER = 15


class CorrectionRequestQuerySet(models.QuerySet["CorrectionRequest"]):
    def open(self) -> CorrectionRequestQuerySet:
        """Those without an answer, the most urgent first."""
        return self.filter(disposition=CorrectionRequest.Disposition.OPEN).order_by(
            "answer_by", "pk"
        )

    def overdue(self, on: date) -> CorrectionRequestQuerySet:
        """Open ones whose day has passed; on the day itself there is still time."""
        return self.open().filter(answer_by__lt=on)


class CorrectionRequest(models.Model):
    """What somebody asks to be done with a published case. Kept for good, with its answer."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("correct something")
        WITHDRAWAL = "withdrawal", _("withdraw it")
        CONFIRMATION = "confirmation", _("confirm it in the name of the municipality")

    class Disposition(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="correction_requests")
    kind = models.CharField(
        _("what is asked"), max_length=12, choices=Kind.choices, default=Kind.CORRECTION
    )
    text = models.TextField(_("request"), max_length=4000)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=120)
    post = models.CharField(_("post and institution"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answer_by = models.DateField(_("to be answered by"))
    disposition = models.CharField(
        _("disposition"),
        max_length=10,
        choices=Disposition.choices,
        default=Disposition.OPEN,
    )
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about an experience")
        verbose_name_plural = _("requests about experiences")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(disposition="open") | ~models.Q(answer=""),
                name="decided_request_has_an_answer",
            )
        ]
        indexes = [
            models.Index(fields=["disposition", "answer_by"], name="request_by_urgency"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.case}"
