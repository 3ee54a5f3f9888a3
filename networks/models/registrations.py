"""Who comes to an event, and how it stands: what no version of its page may overwrite."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.models.members import zone_called

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from django.contrib.auth.models import AnonymousUser

    from community.models import User


class EventStanding(models.Model):
    """How an event stands: called off or not, and what was last told of when and where it is.

    Made when the event is first published; whoever gives out its seats locks
    this row first, so that nobody gets one twice. `sequence` counts the changes
    that calendars must hear of (RFC 5545, SEQUENCE).
    """

    event = models.OneToOneField(
        "networks.EventPage", on_delete=models.CASCADE, related_name="standing"
    )
    sequence = models.PositiveIntegerField(_("changes"), default=0)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    called_off_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    called_off_reason = models.CharField(_("reason"), max_length=400, blank=True)
    # What those who are registered were last told.
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(_("time zone of the place"), max_length=64, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link to take part"), max_length=500, blank=True)

    TOLD = ("starts_at", "ends_at", "time_zone", "place", "link")

    class Meta:
        verbose_name = _("standing of an event")
        verbose_name_plural = _("standings of events")

    def __str__(self) -> str:
        return f"{self.event}: {self.sequence}"


class EventRegistrationQuerySet(models.QuerySet["EventRegistration"]):
    def holding_a_seat(self) -> EventRegistrationQuerySet:
        return self.filter(state=EventRegistration.State.REGISTERED)

    def waiting(self) -> EventRegistrationQuerySet:
        """In the order in which they enter."""
        return self.filter(state=EventRegistration.State.WAITING).order_by("queued_at", "pk")

    def concerned(self) -> EventRegistrationQuerySet:
        """Those who hear of what changes: they come, or wait for a seat."""
        return self.filter(state__in=EventRegistration.CONCERNED)

    def of(self, user: User | AnonymousUser) -> EventRegistrationQuerySet:
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def by_name(self) -> EventRegistrationQuerySet:
        return self.order_by("user__display_name", "name", "pk")


class EventRegistration(models.Model):
    """That somebody comes to an event: a person with an account, or a guest with an address.

    `answers` are rows of question and answer as they were asked. Written by
    `actions.registering` alone. Of a guest nothing is kept half a year after
    the event.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("has to confirm the address")
        REGISTERED = "registered", pgettext_lazy("a person", "registered")
        WAITING = "waiting", _("waiting for a place")
        GONE = "gone", _("no longer comes")

    CONCERNED = (State.REGISTERED, State.WAITING)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(
        "networks.EventPage", on_delete=models.CASCADE, related_name="registrations"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="event_registrations",
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=5, default="es")
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    answers = models.JSONField(_("answers"), default=list, blank=True)
    created_at = models.DateTimeField(_("registered at"), default=timezone.now)
    queued_at = models.DateTimeField(_("in the queue since"), default=timezone.now)
    attended_at = models.DateTimeField(_("was there"), null=True, blank=True)
    # What was told, so that nothing is told twice.
    told_sequence = models.PositiveIntegerField(_("change told"), default=0)
    day_reminder_at = models.DateTimeField(_("reminded the day before"), null=True, blank=True)
    hour_reminder_at = models.DateTimeField(_("reminded an hour before"), null=True, blank=True)

    objects = EventRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user"],
                condition=Q(user__isnull=False),
                name="a_person_registers_once",
            ),
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=~Q(email=""),
                name="a_guest_registers_once",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "queued_at"], name="registrations_of_an_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.shown_name}"

    @property
    def shown_name(self) -> str:
        if self.user is not None:
            return self.user.display_name
        return self.name or str(_("Somebody who left"))

    @property
    def is_registered(self) -> bool:
        return self.state == self.State.REGISTERED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_concerned(self) -> bool:
        return self.state in self.CONCERNED

    @property
    def is_guest(self) -> bool:
        return self.user_id is None

    @property
    def has_certificate(self) -> bool:
        """Whether they were there, it is over, and it gives certificates."""
        event = self.event
        was_there = self.attended_at is not None and event.gives_certificate
        return was_there and event.is_over and event.live

    @property
    def zone(self) -> ZoneInfo:
        """By whose clocks they read hours: their own, or those of the place."""
        own = self.user.time_zone if self.user else ""
        return zone_called(own or self.event.time_zone)

    def answer_to(self, key: Any) -> str:
        """What they answered to the question with this key; "" where they were not asked."""
        return next((row["answer"] for row in self.answers if row["key"] == str(key)), "")


class CalendarKey(models.Model):
    """Which address of a person's calendar holds: renewed, the former ones lead nowhere."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key"
    )
    number = models.PositiveIntegerField(_("number"), default=1)
    renewed_at = models.DateTimeField(_("renewed at"), default=timezone.now)

    class Meta:
        verbose_name = _("key of a calendar")
        verbose_name_plural = _("keys of calendars")

    def __str__(self) -> str:
        return f"{self.user}: {self.number}"
