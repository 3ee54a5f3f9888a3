"""What may be said or done in the name of an organization."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OnBehalf(models.Model):
    """Abstract: `on_behalf_of` names the organization; empty, the person speaks for themselves.

    Only organizations of `permissions.organizations_of(user, on)` may be set, by
    the action that writes the row. What is published keeps it when people leave.
    """

    on_behalf_of = models.ForeignKey(
        "community.Organization",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on behalf of"),
    )

    class Meta:
        abstract = True
