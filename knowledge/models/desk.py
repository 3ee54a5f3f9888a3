"""Where a case stands on the desk of the knowledge team."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OnDesk(models.Model):
    """Abstract: who of the team works on a case, and since when it is being systematized.

    Neither belongs to a version: a text says nothing of who reads it.
    """

    DESK = ("assignee", "systematizing_since")

    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="assigned_cases",
        verbose_name=_("who of the team has it"),
    )
    systematizing_since = models.DateTimeField(
        _("in systematization since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Empty: it is not being worked through with its authors now."),
    )

    class Meta:
        abstract = True
