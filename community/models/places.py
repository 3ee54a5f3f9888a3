"""What the programme knows of places: who accompanies them, when they vote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F
from django.utils.translation import gettext_lazy as _

from community.roles import FACILITATORS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models.members import User


class FacilitationQuerySet(models.QuerySet["Facilitation"]):
    def of_place(self, path: Any) -> FacilitationQuerySet:
        """Zones that hold the territory at this path of the tree, or one above it.

        `path` is a text or an expression. Only zones count, only of people who
        are facilitators and whose account is open.
        """
        here = self.alias(
            place=ExpressionWrapper(
                path if hasattr(path, "resolve_expression") else models.Value(path),
                output_field=models.CharField(),
            )
        )
        return here.filter(
            zone__kind="zone",
            place__startswith=F("zone__territories__path"),
            user__is_active=True,
            user__groups__name=FACILITATORS,
        )


class Facilitation(models.Model):
    """That a person accompanies the municipalities of a zone. Appointed by the unit."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="facilitations",
        verbose_name=_("local facilitator"),
    )
    zone = models.ForeignKey(
        "territories.TerritoryGroup",
        on_delete=models.CASCADE,
        related_name="facilitations",
        limit_choices_to={"kind": "zone"},
        verbose_name=_("zone"),
    )

    objects = FacilitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("facilitator of a zone")
        verbose_name_plural = _("facilitators of zones")
        ordering = ["zone__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "zone"], name="facilitator_is_once_in_a_zone")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.zone}"


def zones_of(user: User | AnonymousUser, path: Any) -> FacilitationQuerySet:
    """The person's zones in which that place lies; a superuser has none: a zone is a person's."""
    return Facilitation.objects.filter(user=user.pk, user__is_superuser=False).of_place(path)


class Election(models.Model):
    """The day on which a country elects its municipal governments: people change afterwards."""

    country = models.ForeignKey(
        "territories.Territory",
        on_delete=models.CASCADE,
        related_name="elections",
        limit_choices_to={"level": "country"},
        verbose_name=_("country"),
    )
    held_on = models.DateField(
        _("day"),
        help_text=_(
            "From this day on, everybody of the country is asked once whether they are still "
            "in their organization. Write the day on which the new governments begin."
        ),
    )
    note = models.CharField(_("note"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("change of municipal governments")
        verbose_name_plural = _("changes of municipal governments")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["country", "held_on"], name="election_is_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.held_on:%Y-%m-%d}"
