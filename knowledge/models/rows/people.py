"""Who was part of it, and who told it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from knowledge.kinds import (
    ActorKind,
    ActorRole,
    ContactAudience,
    ContributorRole,
    ShownAs,
    SupportKind,
)
from knowledge.models.choice_lists import ChoiceList
from knowledge.models.rows.row import Row


class Actor(Row):
    """Somebody who led, paid, carried out, advised, evaluated, or for whom it was done."""

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="actors")
    name = models.CharField(_("name"), max_length=200)
    organization = models.ForeignKey(
        "community.Organization",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organization on this site"),
    )
    kind = models.CharField(
        _("kind"), max_length=16, choices=ActorKind.choices, default=ActorKind.OTHER
    )
    role = models.CharField(_("role"), max_length=12, choices=ActorRole.choices, blank=True)
    support = ChoiceList(_("kind of support"), scale=SupportKind)
    contribution = models.CharField(_("what it did"), max_length=280, blank=True)
    contact = models.CharField(
        _("contact"),
        max_length=200,
        blank=True,
        help_text=_("An address or telephone of the office, not of a person at home."),
    )
    contact_audience = models.CharField(
        _("who sees the contact"),
        max_length=12,
        choices=ContactAudience.choices,
        default=ContactAudience.NOBODY,
    )

    class Meta(Row.Meta):
        verbose_name = _("actor or ally")
        verbose_name_plural = _("actors and allies")

    def __str__(self) -> str:
        return self.name


class Contributor(Row):
    """Somebody who made the record, with the post they had then.

    The person has an account here or is named in words. What readers see of
    them is `shown_as`; names go out through `CaseVersion.names` alone.
    """

    case = ParentalKey("knowledge.Case", on_delete=models.CASCADE, related_name="contributors")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    name = models.CharField(
        _("name"), max_length=160, blank=True, help_text=_("Of those who have no account here.")
    )
    role = models.CharField(
        _("role"), max_length=12, choices=ContributorRole.choices, default=ContributorRole.AUTHOR
    )
    post = models.CharField(_("post at that time"), max_length=160, blank=True)
    organization = models.ForeignKey(
        "community.Organization",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organization on this site"),
    )
    organization_name = models.CharField(_("organization at that time"), max_length=200, blank=True)
    shown_as = models.CharField(
        _("what readers see"), max_length=12, choices=ShownAs.choices, default=ShownAs.PERSON
    )

    class Meta(Row.Meta):
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self) -> str:
        return str(self.get_role_display())

    @property
    def is_protected(self) -> bool:
        """Whether the name of the person is kept from readers."""
        return self.shown_as != ShownAs.PERSON
