"""A case that a local facilitator told for a municipality of their zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.models.cases import Case

if TYPE_CHECKING:
    from community.models import User


class AssistedRegistrationQuerySet(models.QuerySet["AssistedRegistration"]):
    def pending(self) -> AssistedRegistrationQuerySet:
        return self.filter(answer=AssistedRegistration.Answer.PENDING)

    def to_be_answered_by(self, user: User) -> AssistedRegistrationQuerySet:
        """Those the person may answer: of the municipality they are known to work for today."""
        mine = user.affiliations.verified().current(timezone.localdate())
        towns = mine.filter(organization__kind="municipal_government")
        theirs = self.pending().filter(municipality__in=towns.values("organization__territory"))
        return theirs.exclude(facilitator=user)


class AssistedRegistration(models.Model):
    """What the people of a municipality are asked, and what they answered.

    One for each case; sent again after a refusal, it is asked again.
    """

    class Answer(models.TextChoices):
        PENDING = "pending", _("waiting for an answer")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="assistance")
    municipality = models.ForeignKey(
        "territories.Territory",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("local facilitator"),
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answer = models.CharField(
        _("answer"), max_length=10, choices=Answer.choices, default=Answer.PENDING
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    note = models.TextField(_("what they said"), max_length=4000, blank=True)

    objects = AssistedRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("assisted registration")
        verbose_name_plural = _("assisted registrations")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["answer", "municipality"], name="assistance_to_answer")]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_answer_display()}"

    @property
    def is_pending(self) -> bool:
        return self.answer == self.Answer.PENDING
