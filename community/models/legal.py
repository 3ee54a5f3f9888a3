"""The texts people accept, version by version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from community.models.members import User


class LegalTextQuerySet(models.QuerySet["LegalText"]):
    def in_force(self) -> LegalTextQuerySet:
        """The newest version of each kind."""
        newest = (
            LegalText.objects.filter(kind=models.OuterRef("kind"))
            .order_by("-published_at", "-pk")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest))

    def not_accepted_by(self, user: User) -> LegalTextQuerySet:
        return self.exclude(acceptances__user=user)

    def renewed_for(self, user: User) -> LegalTextQuerySet:
        """Texts in force that replace an older version which `user` accepted."""
        accepted = LegalText.objects.filter(
            kind=models.OuterRef("kind"), acceptances__user=user
        ).values("pk")
        return self.in_force().not_accepted_by(user).filter(models.Exists(accepted))


class LegalText(models.Model):
    """One version of the terms or of the privacy notice, exactly as it was published.

    Written when the page that carries it is published with a new version
    number; never changed afterwards, so that it stays known what each person
    accepted.
    """

    class Kind(models.TextChoices):
        TERMS = "terms", _("terms of use")
        PRIVACY = "privacy", _("privacy notice")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    version = models.CharField(_("version"), max_length=20)
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text, as HTML"))
    published_at = models.DateTimeField(_("published at"), default=timezone.now)

    objects = LegalTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="legal_text_version_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Acceptance(models.Model):
    """That a person accepted one version of a legal text, and when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acceptances"
    )
    text = models.ForeignKey(LegalText, on_delete=models.PROTECT, related_name="acceptances")
    accepted_at = models.DateTimeField(_("accepted at"), default=timezone.now)

    class Meta:
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")
        constraints = [
            models.UniqueConstraint(fields=["user", "text"], name="legal_text_is_accepted_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.text}"
