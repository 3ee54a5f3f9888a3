"""What a case is worth by what others made of it: told of the case, whichever version one reads."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.Model):
    """Abstract: how many others repeated it with results; written by `actions.standing` alone."""

    STANDING = ("replications",)

    replications = models.PositiveIntegerField(
        _("repeated with results by"),
        default=0,
        editable=False,
        help_text=_("Municipalities whose transfer has results that everybody may read."),
    )

    class Meta:
        abstract = True
