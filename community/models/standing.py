"""How a person stands with the site: whether their words wait, whether they may write at all."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Standing(models.Model):
    """Part of `User`. Written by `actions.moderation` alone.

    `vouched_at`: since when what the person writes is published at once,
    because somebody approved a first contribution or verified who they are;
    empty: it waits for whoever moderates. `suspended_until` empty while
    `suspended_at` is not: without end.
    """

    vouched_at = models.DateTimeField(_("known since"), null=True, blank=True, editable=False)
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True, editable=False)
    suspended_until = models.DateTimeField(
        _("suspended until"), null=True, blank=True, editable=False
    )
    suspended_reason = models.CharField(
        _("reason of the suspension"), max_length=400, blank=True, editable=False
    )
    profile_hidden_at = models.DateTimeField(
        _("profile hidden at"), null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_suspended(self) -> bool:
        """Reads, and does nothing else; ends by itself when the day comes."""
        if self.suspended_at is None:
            return False
        return self.suspended_until is None or self.suspended_until > timezone.now()
