"""Invitations to an organization, for people with and without an account."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.organizations import Organization

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models.members import User

# How long somebody may take to accept.
LASTS = timedelta(days=14)


def account_reading(email: str) -> User | None:
    """Whose confirmed address that is; None for nobody's, and where the account is closed."""
    owners = EmailAddress.objects.filter(email=email.strip().lower(), verified=True)
    address = owners.select_related("user").first()
    return address.user if address is not None and address.user.is_active else None


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Neither accepted, nor withdrawn, nor too old."""
        return self.filter(
            accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
        )

    def for_person(self, user: User | AnonymousUser) -> InvitationQuerySet:
        """Those sent to a confirmed address of the person. One query."""
        if not user.is_authenticated:
            return self.none()
        own = EmailAddress.objects.filter(user=user.pk, verified=True)
        return self.filter(email__in=own.values("email"))


class Invitation(models.Model):
    """That somebody who may says: this person works with us. The mail carries a signed link."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail"), max_length=254)
    post = models.CharField(_("post"), max_length=120, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    language = models.CharField(_("language of the mail"), max_length=5, default="es")
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.organization}"

    @property
    def is_open(self) -> bool:
        is_decided = self.accepted_at or self.withdrawn_at
        return not is_decided and self.expires_at > timezone.now()
