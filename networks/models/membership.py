"""Who belongs to which network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.models import User, visible_pages

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

LONGEST_ANSWER = 1500
LONGEST_REASON = 400


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> MembershipQuerySet:
        """Of people who are in, and whose account is open."""
        return self.filter(state=Membership.State.ACTIVE, user__is_active=True)

    def asking(self) -> MembershipQuerySet:
        """Of people who wait to be let in."""
        return self.filter(
            state=Membership.State.REQUESTED, user__is_active=True, network__deleted_at=None
        )

    def coordinators(self) -> MembershipQuerySet:
        """Of who coordinates; nobody does a network that was deleted."""
        return self.active().filter(role=Membership.Role.COORDINATOR, network__deleted_at=None)

    def with_company(self) -> MembershipQuerySet:
        """Each knows whether somebody else coordinates its network: `is_accompanied`."""
        others = Membership.objects.coordinators().filter(network=models.OuterRef("network"))
        others = others.exclude(pk=models.OuterRef("pk")).order_by()
        return self.annotate(is_accompanied=models.Exists(others))

    def in_force_at(self, at: datetime) -> MembershipQuerySet:
        """Of those who were in at that moment and whose account is open today.

        Of whoever left before it was written down when, nothing is known.
        """
        still = models.Q(state=Membership.State.ACTIVE) | models.Q(ended_at__gte=at)
        return self.filter(still, joined_at__lt=at, user__is_active=True)

    def visible_to(self, user: User | AnonymousUser) -> MembershipQuerySet:
        """Of people whose profile this visitor may open, in networks they may open.

        Asked of each membership: a list of all the people would be made first, for three of them.
        """
        seen = User.objects.visible_to(user).order_by().filter(pk=models.OuterRef("user"))
        return self.filter(
            models.Exists(seen),
            network__in=visible_pages(user).values("pk"),
        )


class Membership(models.Model):
    """That a person belongs to a network, as what, and since when. Written by `actions` alone."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        COORDINATOR = "coordinator", _("coordinator")

    class State(models.TextChoices):
        REQUESTED = "requested", pgettext_lazy("a membership", "asks to join")
        ACTIVE = "active", pgettext_lazy("a membership", "belongs")
        DECLINED = "declined", pgettext_lazy("a membership", "was not let in")
        LEFT = "left", pgettext_lazy("a membership", "left")
        REMOVED = "removed", pgettext_lazy("a membership", "was taken out")

    class MailFrequency(models.TextChoices):
        NEVER = "never", _("never")
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("daily")
        WEEKLY = "weekly", _("weekly")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    network = models.ForeignKey(
        "networks.NetworkPage", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.MEMBER)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    mail_frequency = models.CharField(
        _("mails"), max_length=8, choices=MailFrequency.choices, default=MailFrequency.WEEKLY
    )
    # Of somebody who asks: when they asked.
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)
    answer = models.TextField(
        _("answer to the question of the network"), max_length=LONGEST_ANSWER, blank=True
    )
    reason = models.CharField(
        _("why they were not let in, or were taken out"), max_length=LONGEST_REASON, blank=True
    )
    changed_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    steps_hidden_at = models.DateTimeField(
        _("no longer wants to see the first steps since"), null=True, blank=True
    )
    ended_at = models.DateTimeField(_("left or removed at"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    # Whether somebody else coordinates too; None: not asked yet.
    is_accompanied: bool | None = None

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "network"], name="one_membership_per_network_and_person"
            )
        ]
        indexes = [
            models.Index(fields=["network", "state", "-joined_at"], name="members_of_a_network"),
            # The few among thousands: asked for by most pages of a network.
            models.Index(fields=["network", "role", "state"], name="coordinators_of_a_network"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.network}"

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_coordinator(self) -> bool:
        """Coordinates now: an old role of somebody who left does not count."""
        return self.is_active and self.role == self.Role.COORDINATOR
