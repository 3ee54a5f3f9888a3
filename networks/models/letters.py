"""What coordinators write to the members of their network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Notification
from networks.models.network import NetworkPage

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from community.models import User

LONGEST_SUBJECT = 120


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User | AnonymousUser) -> LetterQuerySet:
        """Those that reached this person, and all of the networks they coordinate or govern."""
        if not user.is_authenticated:
            return self.none()
        name = Concat(Value("networks.letter:"), Cast(OuterRef("pk"), CharField()))
        told = Notification.objects.filter(recipient=user.pk, thing=name)
        mine = NetworkPage.objects.coordinated_by(user).values("pk")
        reached = Q(Exists(told)) & Q(network__in=NetworkPage.objects.visible_to(user).values("pk"))
        return self.filter(reached | Q(network__in=mine))

    def written_in(self, network: NetworkPage) -> LetterQuerySet:
        return self.filter(network=network)

    def under_way(self) -> LetterQuerySet:
        """Those that will be sent, are being sent or were: what counts for the limit of a week."""
        return self.exclude(state=Letter.State.DRAFT)

    def due(self, at: datetime) -> LetterQuerySet:
        """Those whose hour has come and whose mails are not all made."""
        waiting = [Letter.State.SCHEDULED, Letter.State.PREPARING]
        return self.filter(state__in=waiting, send_at__lte=at)


class Letter(models.Model):
    """A letter to members of a network. Written by `actions.letters` alone.

    `body` is clean HTML. `segment` names whom it goes to: the name of one of
    `networks.segments`, and after a colon what was chosen there. `send_at` is
    when it goes or went out; who is in the segment is asked then. The people
    are taken in the order of their keys, `prepared_up_to` the last of them.
    What became of its mails, its `mailing` knows; `outcome` keeps the sums
    for the day on which these are forgotten.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        PREPARING = "preparing", _("on its way")
        SENT = "sent", _("sent")

    network = models.ForeignKey(NetworkPage, on_delete=models.CASCADE, related_name="letters")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="letters",
        verbose_name=_("written by"),
    )
    segment = models.CharField(_("to whom"), max_length=80, default="todos")
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    body = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    written_at = models.DateTimeField(_("written at"), default=timezone.now)
    send_at = models.DateTimeField(_("to be sent at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    prepared_up_to = models.BigIntegerField(default=0, editable=False)
    addressed = models.PositiveIntegerField(_("people it is for"), default=0)
    in_digest = models.PositiveIntegerField(_("in their digest"), default=0)
    unwanted = models.PositiveIntegerField(_("want no mail of it"), default=0)
    unreachable = models.PositiveIntegerField(_("without an address that takes mail"), default=0)
    mailing = models.OneToOneField(
        "community.Mailing",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="letter",
    )
    outcome = models.JSONField(_("what became of its mails"), default=dict, blank=True)

    objects = LetterQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("letter of a network")
        verbose_name_plural = _("letters of networks")
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["network", "-send_at"], name="letters_of_a_network"),
            models.Index(
                fields=["send_at"],
                condition=Q(state__in=["scheduled", "preparing"]),
                name="letters_that_wait",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(send_at__isnull=False),
                name="a_letter_under_way_has_its_hour",
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(body=""), name="a_letter_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """Where whoever received it reads it."""
        return reverse("networks:letter", args=[self.network.slug, self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_scheduled(self) -> bool:
        return self.state == self.State.SCHEDULED

    @property
    def has_gone_out(self) -> bool:
        """Whether it is on its way or arrived: nothing about it can be changed any more."""
        return self.state in (self.State.PREPARING, self.State.SENT)
