"""Invitations to a network, for people with and without an account, one by one and in lists."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.models.network import NetworkPage

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from community.models import User

# How long somebody may take to accept, and how soon the same is mailed again.
LASTS = timedelta(days=30)
AGAIN_AFTER = timedelta(days=7)


class NetworkInvitationQuerySet(models.QuerySet["NetworkInvitation"]):
    def undecided(self) -> NetworkInvitationQuerySet:
        """Neither answered nor withdrawn, however old."""
        return self.filter(decided_at=None)

    def open(self) -> NetworkInvitationQuerySet:
        """Those that can still be accepted."""
        return self.undecided().filter(expires_at__gt=timezone.now())

    def for_person(self, user: User | AnonymousUser) -> NetworkInvitationQuerySet:
        """Meant for the person: by account, or by an address they have confirmed."""
        if not user.is_authenticated:
            return self.none()
        own = EmailAddress.objects.filter(user=user.pk, verified=True)
        by_mail = models.Q(person=None, email__in=own.values("email"))
        return self.filter(models.Q(person=user.pk) | by_mail)


class NetworkInvitation(models.Model):
    """That a coordinator invites somebody, and what became of it.

    By account (`person`) or by an address, whose owner nobody learns until they
    accept. `key` names the mail that was sent last, so that one that comes back
    is known.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    network = models.ForeignKey(NetworkPage, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    message = models.CharField(_("what the invitation says"), max_length=500, blank=True)
    language = models.CharField(_("language of the mail"), max_length=5, default="es")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    bounced_at = models.DateTimeField(_("came back at"), null=True, blank=True)
    bounce_reason = models.CharField(_("why it came back"), max_length=255, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    decided_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = NetworkInvitationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("invitation to a network")
        verbose_name_plural = _("invitations to networks")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "email"],
                condition=models.Q(decided_at__isnull=True) & ~models.Q(email=""),
                name="network_invites_an_address_once",
            ),
            models.UniqueConstraint(
                fields=["network", "person"],
                condition=models.Q(decided_at__isnull=True, person__isnull=False),
                name="network_invites_a_person_once",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "-invited_at"], name="invitations_of_a_network"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.email}, {self.network}"

    @property
    def is_open(self) -> bool:
        return self.decided_at is None and self.expires_at > timezone.now()

    @property
    def may_be_repeated_at(self) -> datetime:
        """From when on it may be sent again: nobody is mailed the same twice in a week."""
        return self.invited_at + AGAIN_AFTER

    @property
    def may_be_repeated(self) -> bool:
        return self.decided_at is None and self.may_be_repeated_at <= timezone.now()


class InvitationList(models.Model):
    """A file of addresses that a coordinator sent, and what became of each row.

    `rows`: `{"row": 2, "email": "…", "fate": ""}` in the order of the file;
    "row" counts as spreadsheets do, "fate" is a `Fate`, "" until its turn comes.
    """

    class Fate(models.TextChoices):
        INVITED = "invited", _("invited")
        MEMBER = "member", _("already belongs to the network")
        WAITING = "waiting", _("already invited, less than a week ago")
        KEPT_OUT = "kept_out", _("was taken out of the network: let them back in first")
        INVALID = "invalid", _("that is no e-mail address")
        REPEATED = "repeated", _("stands further up in the file")
        BOUNCED = "bounced", _("mails to this address come back")

    network = models.ForeignKey(
        NetworkPage, on_delete=models.CASCADE, related_name="invitation_lists"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    file_name = models.CharField(_("file"), max_length=120)
    message = models.CharField(_("what the invitation says"), max_length=500, blank=True)
    language = models.CharField(_("language of the mail"), max_length=5, default="es")
    rows = models.JSONField(_("rows"), default=list)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    finished_at = models.DateTimeField(_("done at"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("list of addresses to invite")
        verbose_name_plural = _("lists of addresses to invite")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.network}"

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def done(self) -> int:
        return sum(1 for row in self.rows if row["fate"])
