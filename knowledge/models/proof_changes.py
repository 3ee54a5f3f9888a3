"""What happened to the cases that prove a solution since somebody last looked at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knowledge.models.solution_rows import SolutionCase
from knowledge.scales import Validity
from networks.models import Membership

if TYPE_CHECKING:
    from community.models import User


class ProofChangeQuerySet(models.QuerySet["ProofChange"]):
    def open(self) -> ProofChangeQuerySet:
        """Those nobody has looked at, of published solutions that still name the case."""
        named = SolutionCase.objects.filter(solution=OuterRef("solution"), case=OuterRef("case"))
        return self.filter(Exists(named), looked_at=None, solution__live=True)

    def for_person(self, user: User) -> ProofChangeQuerySet:
        """Of solutions this person signed, owns, or answers for as a coordinator."""
        coordinated = Membership.objects.coordinators().filter(user=user.pk).values("network")
        theirs = Q(solution__author=user.pk) | Q(solution__owner=user.pk)
        return self.filter(theirs | Q(solution__network__in=coordinated))


class ProofChange(models.Model):
    """That something happened to a case that proves a solution, until somebody has looked at it.

    `value` is the number of the version, the validity, the rung or the level it has now.
    Not part of the page: a revision that is published again takes nothing of it back.
    """

    class Kind(models.TextChoices):
        VERSION = "version", _("new version")
        VALIDITY = "validity", _("validity")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CORRECTED = "corrected", _("corrected")
        EVIDENCE = "evidence", _("evidence")
        LEVEL = "level", _("level")

    solution = models.ForeignKey(
        "knowledge.SolutionPage", on_delete=models.CASCADE, related_name="proof_changes"
    )
    case = models.ForeignKey(
        "knowledge.Case", on_delete=models.CASCADE, related_name="proof_changes"
    )
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind.choices)
    value = models.CharField(_("as it is now"), max_length=20, blank=True)
    happened_at = models.DateTimeField(_("when"), default=timezone.now)
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    looked_at_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked at by"),
    )

    objects = ProofChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a proof")
        verbose_name_plural = _("changes of proofs")
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "case", "kind"],
                condition=Q(looked_at=None),
                name="one_open_change_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_kind_display()}"

    @property
    def sentence(self) -> str:
        """What happened, in the language of now, without its full stop."""
        if self.kind == self.Kind.VALIDITY:
            return gettext("its validity is now: %(validity)s") % {
                "validity": dict(Validity.choices).get(self.value, self.value)
            }
        return sentences()[self.kind] % {"value": self.value}


def sentences() -> dict[str, str]:
    kinds = ProofChange.Kind
    return {
        kinds.VERSION: gettext("it has a new version (%(value)s) with large changes"),
        kinds.WITHDRAWN: gettext("it was withdrawn: readers do not see it any more"),
        kinds.CORRECTED: gettext("a correction of what it says was accepted"),
        kinds.EVIDENCE: gettext("its evidence is now %(value)s of 5, less than before"),
        kinds.LEVEL: gettext("its level is now N%(value)s, lower than before"),
    }
