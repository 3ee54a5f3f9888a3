"""Cases and solutions that a network shows though they were born elsewhere, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import visible_pages

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from knowledge.models.cases import Case
    from knowledge.models.solutions import SolutionPage

SHORTEST_NOTE, LONGEST_NOTE = 20, 400
# Beside a thing stand as many as a reader takes in, the newest first.
MOST_SHOWN = 4


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    def visible_to(self, user: User | AnonymousUser) -> EndorsementQuerySet:
        """Of networks, and about solutions, that this reader may open; about cases all can read."""
        seen = visible_pages(user).values("pk")
        about = Q(case__live=True) | Q(solution__in=seen)
        return self.filter(about, network__in=seen)

    def about(self, thing: Case | SolutionPage) -> EndorsementQuerySet:
        return self.filter(**{name_of(thing): thing.pk})


def name_of(thing: Case | SolutionPage) -> str:
    """Which of the two relations holds it."""
    return "case" if thing._meta.model_name == "case" else "solution"


def networks_showing(thing: Case | SolutionPage) -> list[str]:
    """The slugs of the networks that show it though it was born elsewhere. One query."""
    said = Endorsement.objects.about(thing).order_by("network__slug")
    return list(said.values_list("network__slug", flat=True))


class Endorsement(models.Model):
    """That a network shows a case or a solution, and what its coordinator says of why.

    Who signed it may be gone; the network stands behind it.
    """

    network = models.ForeignKey(
        "networks.NetworkPage",
        on_delete=models.CASCADE,
        related_name="endorsements",
        verbose_name=_("network"),
    )
    case = models.ForeignKey(
        "knowledge.Case",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="endorsements",
        verbose_name=_("experience"),
    )
    solution = models.ForeignKey(
        "knowledge.SolutionPage",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="endorsements",
        verbose_name=_("solution"),
    )
    note = models.TextField(
        _("why"), max_length=LONGEST_NOTE, validators=[MinLengthValidator(SHORTEST_NOTE)]
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who says so"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=True) ^ Q(solution__isnull=True),
                name="endorsement_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["network", "case"], name="network_endorses_a_case_once"
            ),
            models.UniqueConstraint(
                fields=["network", "solution"], name="network_endorses_a_solution_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network}: {self.thing}"

    @property
    def thing(self) -> Case | SolutionPage:
        found: Any = self.case or self.solution
        return found


def endorsement_columns(reader: User | AnonymousUser, relation: str) -> dict[str, Any]:
    """What `knowledge.shown_beside` reads; `relation` says whether of cases or of solutions."""
    said = Endorsement.objects.visible_to(reader).filter(**{relation: OuterRef("pk")})
    told = said.annotate(
        told=JSONObject(
            note=F("note"),
            network=F("network__title"),
            slug=F("network__slug"),
            by=F("by__display_name"),
        )
    ).values("told")
    return {f"said_{place}": Subquery(told[place : place + 1]) for place in range(MOST_SHOWN)}
