"""Who takes part in telling a case, from the invitation until they leave."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge.kinds import ContributorRole
from knowledge.models.cases import Case

if TYPE_CHECKING:
    from community.models import User

# How long somebody may take to answer.
LASTS = timedelta(days=14)


class AuthorshipQuerySet(models.QuerySet["Authorship"]):
    def accepted(self) -> AuthorshipQuerySet:
        return self.filter(state=Authorship.State.ACCEPTED)

    def open(self) -> AuthorshipQuerySet:
        """Invitations that still can be answered."""
        return self.filter(state=Authorship.State.INVITED, expires_at__gt=timezone.now())

    def for_person(self, user: User) -> AuthorshipQuerySet:
        """Meant for the person: by account, or by an address they have confirmed."""
        own = EmailAddress.objects.filter(user=user.pk, verified=True)
        return self.filter(
            models.Q(person=user.pk) | models.Q(person__isnull=True, email__in=own.values("email"))
        )


class Authorship(models.Model):
    """That somebody was invited to tell a case with others, and what became of it.

    It is no part of the text and belongs to no version. Whoever accepts gets a
    row among those who made the record, a `Contributor` with the same `key`;
    that one stays when they leave.
    """

    class State(models.TextChoices):
        INVITED = "invited", pgettext_lazy("author", "invited")
        ACCEPTED = "accepted", pgettext_lazy("author", "takes part")
        DECLINED = "declined", pgettext_lazy("author", "declined")
        LEFT = "left", pgettext_lazy("author", "left")
        REMOVED = "removed", pgettext_lazy("author", "removed")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="authorships")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    # Whom an address belongs to is known only once they have answered.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="authorships",
        verbose_name=_("person"),
    )
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.INVITED
    )
    may_edit = models.BooleanField(_("may write"), default=True)
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=ContributorRole.choices,
        default=ContributorRole.CO_AUTHOR,
    )
    post = models.CharField(_("post at that time"), max_length=160, blank=True)
    organization_name = models.CharField(_("organization at that time"), max_length=200, blank=True)
    message = models.CharField(_("what the invitation says"), max_length=500, blank=True)
    language = models.CharField(_("language of the mail"), max_length=5, default="es")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    decided_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = AuthorshipQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("author of an experience")
        verbose_name_plural = _("authors of an experience")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=models.Q(state__in=["invited", "accepted"], person__isnull=False),
                name="case_invites_a_person_once",
            ),
            models.UniqueConstraint(
                fields=["case", "email"],
                condition=models.Q(state="invited") & ~models.Q(email=""),
                name="case_invites_an_address_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.email}, {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.INVITED and self.expires_at > timezone.now()
