"""Whether what a case tells still goes on: told of the case, whichever version one reads."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.scales import InterruptionReason, Validity


class InForce(models.Model):
    """The validity of a case (vigencia), when it was checked and why it changed."""

    IN_FORCE = ("validity_status", "validity_checked_on", "interruption_reason", "validity_note")

    validity_status = models.CharField(
        _("validity"), max_length=20, choices=Validity.choices, default=Validity.UNCONFIRMED
    )
    validity_checked_on = models.DateField(_("validity checked on"), null=True, blank=True)
    interruption_reason = models.CharField(
        _("why it was interrupted or reduced"),
        max_length=24,
        choices=InterruptionReason.choices,
        blank=True,
    )
    validity_note = models.CharField(
        _("what is known of its validity"),
        max_length=280,
        blank=True,
        help_text=_("In one sentence, with the year for which it is known."),
    )

    class Meta:
        abstract = True
