"""Who belongs to which network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import User, visible_pages

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> MembershipQuerySet:
        """Of people who are in, and whose account is open."""
        return self.filter(state=Membership.State.ACTIVE, user__is_active=True)

    def coordinators(self) -> MembershipQuerySet:
        return self.active().filter(role=Membership.Role.COORDINATOR)

    def visible_to(self, user: User | AnonymousUser) -> MembershipQuerySet:
        """Of people whose profile this visitor may open, in networks they may open."""
        return self.filter(
            user__in=User.objects.visible_to(user).values("pk"),
            network__in=visible_pages(user).values("pk"),
        )


class Membership(models.Model):
    """That a person belongs to a network, as what, and since when. Written by `actions` alone."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        COORDINATOR = "coordinator", _("coordinator")

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        INVITED = "invited", _("invited")
        ACTIVE = "active", _("active")
        LEFT = "left", _("left")
        REMOVED = "removed", _("removed")

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
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "network"], name="one_membership_per_network_and_person"
            )
        ]
        indexes = [
            models.Index(fields=["network", "state", "-joined_at"], name="members_of_a_network")
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
