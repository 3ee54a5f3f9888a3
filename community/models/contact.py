"""How a person can be reached, and whom they let know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from community.models.members import User

TELEPHONE = RegexValidator(
    r"^\+[0-9][0-9 ().-]{6,21}$",
    _("Begin with + and the code of the country: +507 6000 0000."),
)


class Audience(models.TextChoices):
    """Whom a person shows something of theirs."""

    NOBODY = "nobody", _("nobody")
    COORDINATORS = "coordinators", _("coordinators of my networks")
    MEMBERS = "members", _("members")
    EVERYONE = "everyone", _("everyone")


# Contact data is never shown to visitors, so "everyone" is no choice for it.
CONTACT_AUDIENCES = [choice for choice in Audience.choices if choice[0] != Audience.EVERYONE]

# A profile that only coordinators see stands in no list.
LISTING = (Audience.EVERYONE, Audience.MEMBERS)


def audiences_of(user: User | AnonymousUser) -> list[str]:
    """The audiences to which everybody who has signed in, or a visitor, belongs. No query."""
    return [*LISTING] if user.is_authenticated else [Audience.EVERYONE]


def contact_audience(label: StrOrPromise) -> models.CharField[str, str]:
    """The column beside a way of contact that says who gets to see it; nobody until told."""
    return models.CharField(
        label, max_length=12, choices=CONTACT_AUDIENCES, default=Audience.NOBODY
    )


class Reachable(models.Model):
    """What a person says of how to find and to reach them. Abstract."""

    is_listed = models.BooleanField(
        _("I want to be found in the directory"),
        default=False,
        help_text=_("Whoever sees your profile finds you in the list of people and by searching."),
    )
    phone = models.CharField(_("telephone"), max_length=24, blank=True, validators=[TELEPHONE])
    phone_audience = contact_audience(_("who sees my telephone"))
    whatsapp = models.CharField(_("WhatsApp"), max_length=24, blank=True, validators=[TELEPHONE])
    whatsapp_audience = contact_audience(_("who sees my WhatsApp"))
    message_audience = contact_audience(_("who may write to me from the site"))
    # Addresses that begin with https://, at most five.
    links = models.JSONField(_("links"), default=list, blank=True)

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        profile_audience: str

    @property
    def stands_in_lists(self) -> bool:
        """Whether the person said so, to members at least. See `UserQuerySet.listed`."""
        return self.is_listed and self.profile_audience in LISTING

    @property
    def whatsapp_url(self) -> str:
        """Where WhatsApp begins to write to the number."""
        return f"https://wa.me/{''.join(filter(str.isdigit, self.whatsapp))}"
