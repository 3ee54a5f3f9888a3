"""Whether a case or a solution was of use to whoever read it, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import visible_pages
from community.permissions import may_contribute
from knowledge.feedback_kinds import UselessReason
from knowledge.models.cases import Case
from knowledge.models.endorsements import name_of
from knowledge.models.solutions import SolutionPage
from knowledge.permissions import can_review
from networks.models import Membership

if TYPE_CHECKING:
    from community.models import User


class UsefulnessQuerySet(models.QuerySet["Usefulness"]):
    def about(self, thing: Case | SolutionPage) -> UsefulnessQuerySet:
        return self.filter(**{name_of(thing): thing.pk})

    def for_person(self, user: User) -> UsefulnessQuerySet:
        """On what the person can make better or answers for.

        Its authors, whoever coordinates a network it stands in, of what they may open;
        and the team, all.
        """
        if can_review(user):
            return self
        if not may_contribute(user):
            return self.none()
        led = Membership.objects.coordinators().filter(user=user.pk).values("network")
        theirs = Q(solution__author=user) | Q(solution__owner=user)
        theirs |= Q(solution__network__in=led)
        return self.filter(
            Q(case__in=Case.objects.writable_by(user).values("pk"))
            | Q(case__in=Case.objects.moderated_by(user).values("pk"))
            | (theirs & Q(solution__in=visible_pages(user).values("pk")))
        )

    def unseen(self) -> UsefulnessQuerySet:
        """What nobody who could make it better has looked at."""
        return self.filter(seen_at=None)

    def useless(self) -> UsefulnessQuerySet:
        return self.filter(was_useful=False)


class Usefulness(models.Model):
    """One answer to “was it of use to you?”, of nobody in particular.

    `once` keeps a person or browser to one answer a day; it is not theirs: a
    digest of the day with a secret, forgotten when the day is over.
    """

    case = models.ForeignKey(
        Case,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="usefulness",
        verbose_name=_("experience"),
    )
    solution = models.ForeignKey(
        SolutionPage,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="usefulness",
        verbose_name=_("solution"),
    )
    was_useful = models.BooleanField(_("it was of use"))
    reason = models.CharField(
        _("why not"), max_length=12, choices=UselessReason.choices, blank=True
    )
    words = models.TextField(_("in their words"), max_length=1000, blank=True)
    said_on = models.DateField(_("said on"), default=timezone.localdate)
    once = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    seen_at = models.DateTimeField(_("looked at"), null=True, blank=True, editable=False)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("looked at by"),
    )

    objects = UsefulnessQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer on usefulness")
        verbose_name_plural = _("answers on usefulness")
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=True) ^ Q(solution__isnull=True),
                name="usefulness_is_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "seen_at"], name="usefulness_of_case"),
            models.Index(fields=["solution", "seen_at"], name="usefulness_of_solution"),
        ]

    def __str__(self) -> str:
        return f"{self.thing}: {self.was_useful}"

    @property
    def thing(self) -> Case | SolutionPage:
        found: Any = self.case or self.solution
        return found
