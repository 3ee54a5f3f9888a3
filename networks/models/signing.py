"""Who signs what is published: a person, with others, and on behalf of whom."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models import ContentPage


class SignedPage(ContentPage):
    """A page signed in the own name or on behalf of a network or an organization. Abstract."""

    class OnBehalfOf(models.TextChoices):
        NOBODY = "nobody", _("nobody: it is a personal text")
        NETWORK = "network", _("the network in which it is published")
        ORGANIZATION = "organization", _("an organization")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
        help_text=_("Empty: whoever creates the page."),
    )
    written_with = models.CharField(
        _("written with"),
        max_length=160,
        blank=True,
        help_text=_("Names of the other authors, if there are any."),
    )
    on_behalf_of = models.CharField(
        _("on behalf of"),
        max_length=12,
        choices=OnBehalfOf.choices,
        default=OnBehalfOf.NOBODY,
    )
    organization = models.ForeignKey(
        "community.Organization",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organization"),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.on_behalf_of == self.OnBehalfOf.ORGANIZATION and self.organization_id is None:
            raise ValidationError({"organization": _("Say on behalf of which organization.")})
