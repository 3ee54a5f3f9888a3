"""One municipality visits another, or they meet by video call, about something one of them did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.models.transfers import Transfer
from knowledge.transfer_kinds import Payer, VisitMode, VisitState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


class PeerVisitQuerySet(models.QuerySet["PeerVisit"]):
    def visible_to(self, user: User | AnonymousUser) -> PeerVisitQuerySet:
        """Those of transfers the person may read."""
        return self.filter(transfer__in=Transfer.objects.visible_to(user).values("pk"))

    def unanswered(self) -> PeerVisitQuerySet:
        return self.filter(state__in=(VisitState.OFFERED, VisitState.REQUESTED))


class PeerVisit(models.Model):
    """Offered or requested by one side; agreed by the other, held, and then reported.

    The sides are the adopter and the origin or, where there is a `peer`, another
    municipality that repeated the same before. Either may receive the other. What
    they arrange they alone read; the report is read with the transfer where
    `is_report_public`.
    """

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="visits")
    peer = models.ForeignKey(
        Transfer,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="visits_of_others",
        verbose_name=_("transfer of whom they meet"),
        help_text=_("Empty where the other side is the origin."),
    )
    host = models.ForeignKey(
        "community.Organization",
        on_delete=models.PROTECT,
        related_name="visits_hosted",
        verbose_name=_("host"),
    )
    guest = models.ForeignKey(
        "community.Organization",
        on_delete=models.PROTECT,
        related_name="visits_made",
        verbose_name=_("guest"),
    )
    topic = models.CharField(_("what it is about"), max_length=200)
    mode = models.CharField(
        _("mode"), max_length=8, choices=VisitMode.choices, default=VisitMode.ON_SITE
    )
    state = models.CharField(
        _("state"), max_length=10, choices=VisitState.choices, default=VisitState.REQUESTED
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    people = models.PositiveSmallIntegerField(_("how many people"), null=True, blank=True)
    payer = models.CharField(_("who pays"), max_length=6, choices=Payer.choices, blank=True)
    agenda = models.TextField(_("agenda"), max_length=4000, blank=True)
    report = models.TextField(
        _("report"),
        max_length=8000,
        blank=True,
        help_text=_("What was seen, what was decided, what changes in the plan."),
    )
    is_report_public = models.BooleanField(
        _("whoever reads the transfer reads the report"), default=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reported by"),
    )
    created_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported at"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)

    objects = PeerVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit between peers")
        verbose_name_plural = _("visits between peers")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="visit_ends_after_it_began",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(host=models.F("guest")), name="visit_has_two_sides"
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return reverse("transfers:visit", args=[self.transfer_id, self.pk])
