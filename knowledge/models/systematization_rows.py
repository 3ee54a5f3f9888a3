"""What a systematization gathers: sources, interviews, lived moments, lessons."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.upload_storage import name_for_reader
from knowledge.kinds import LessonKind, MilestoneKind
from knowledge.models.rows.row import DAYS, MONTHS, YEARS
from knowledge.models.systematization import Systematization

if TYPE_CHECKING:
    from community.models import User


class SourceRow(models.Model):
    """Somebody or something that can tell of it: what, and whether it was had."""

    class State(models.TextChoices):
        WANTED = "wanted", _("to be had")
        HAD = "had", _("had")
        NOT_TO_BE_HAD = "not_to_be_had", _("not to be had")

    systematization = models.ForeignKey(
        Systematization, on_delete=models.CASCADE, related_name="sources"
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    what = models.CharField(_("who or which document"), max_length=200)
    can_tell = models.CharField(_("what it can tell"), max_length=280, blank=True)
    state = models.CharField(_("state"), max_length=14, choices=State.choices, default=State.WANTED)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    note = models.CharField(_("note"), max_length=280, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("source of a systematization")
        verbose_name_plural = _("sources of a systematization")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.what


def consent_file(row: Interview, name: str) -> str:
    """Where the proof of a consent is kept: apart from what readers may ever open."""
    return f"interview_consents/{row.systematization.case.key}/{name}"


class Interview(models.Model):
    """What somebody told for it, and what they agreed to.

    Who it was, only those who held it and the knowledge team are shown.
    """

    class Consent(models.TextChoices):
        NOT_ASKED = "not_asked", _("not asked yet")
        NAMED = "named", _("may be quoted by name")
        WITHOUT_NAME = "without_name", _("may be quoted without the name")
        REFUSED = "refused", _("may not be quoted")

    class Given(models.TextChoices):
        WRITTEN = "written", _("in writing, signed")
        RECORDED = "recorded", _("in the recording")
        SPOKEN = "spoken", _("by word, before a witness")

    systematization = models.ForeignKey(
        Systematization, on_delete=models.CASCADE, related_name="interviews"
    )
    person = models.CharField(_("who"), max_length=160)
    post = models.CharField(_("post at that time"), max_length=160, blank=True)
    held_on = models.DateField(_("day"), null=True, blank=True)
    consent = models.CharField(
        _("consent"), max_length=14, choices=Consent.choices, default=Consent.NOT_ASKED
    )
    consent_given = models.CharField(
        _("how it was given"), max_length=10, choices=Given.choices, blank=True
    )
    consented_on = models.DateField(_("day of the consent"), null=True, blank=True)
    consent_file = models.FileField(
        _("proof of the consent"), upload_to=consent_file, max_length=200, blank=True
    )
    notes = models.TextField(_("what was told"), max_length=20_000, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    # Whether whoever looks at a list may know who it was; a view says so of each.
    may_be_known = False

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.person

    def is_recorded_by(self, user: User) -> bool:
        return self.recorded_by_id is not None and self.recorded_by_id == user.pk

    @property
    def may_be_quoted(self) -> bool:
        return self.consent in (self.Consent.NAMED, self.Consent.WITHOUT_NAME)

    @property
    def consent_name(self) -> str:
        """What the proof is called on the reader's disk; empty when there is none."""
        return name_for_reader(self.consent_file.name or "")


class Phase(models.TextChoices):
    """In which part of the story a moment lies, in its order."""

    BEFORE = "before", _("before it began")
    PREPARATION = "preparation", _("preparation and decision")
    START = "start", _("the first steps")
    COURSE = "course", _("under way")
    CHANGE = "change", _("crisis or change of course")
    TODAY = "today", _("how it stands today")


class LivedMoment(models.Model):
    """A moment of the story as those who lived it put it together; not yet in the record.

    `key` is that of the milestone of the case it becomes, or came from.
    """

    systematization = models.ForeignKey(
        Systematization, on_delete=models.CASCADE, related_name="moments"
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    phase = models.CharField(
        _("part of the story"), max_length=12, choices=Phase.choices, default=Phase.COURSE
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True, validators=MONTHS)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True, validators=DAYS)
    title = models.CharField(_("what happened"), max_length=80)
    change = models.TextField(_("what changed"), max_length=1000, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=MilestoneKind.choices, blank=True)
    known_from = models.CharField(_("how it is known"), max_length=200, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("lived moment")
        verbose_name_plural = _("lived moments")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.year} · {self.title}"

    @property
    def moment(self) -> tuple[int, int, int]:
        """To sort by: what is not known comes first."""
        return self.year, self.month or 0, self.day or 0


class DrawnLesson(models.Model):
    """A lesson drawn from it, not yet in the record. `key` is that of the lesson it becomes."""

    systematization = models.ForeignKey(
        Systematization, on_delete=models.CASCADE, related_name="lessons"
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(
        _("kind"), max_length=6, choices=LessonKind.choices, default=LessonKind.DO
    )
    text = models.TextField(_("lesson"), max_length=600)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("lesson drawn")
        verbose_name_plural = _("lessons drawn")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.text
