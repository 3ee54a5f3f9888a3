"""Cases brought in from a file: the import, what was read of it, and where each case comes from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What was looked at and never confirmed is thrown away after this.
FORGOTTEN_AFTER = timedelta(days=1)


class ImportedCase(models.Model):
    """Where a case comes from: by its source and number there it is known again.

    `revision` is the last one an import made: a text with a later one was
    written here. `fingerprint` is of the row it was made of.
    """

    case = models.OneToOneField(
        "knowledge.Case",
        on_delete=models.CASCADE,
        related_name="imported",
        verbose_name=_("experience"),
    )
    source = models.SlugField(_("source"), max_length=80, blank=True)
    number = models.CharField(_("number at the source"), max_length=120)
    fingerprint = models.CharField(max_length=64, editable=False)
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    imported_at = models.DateTimeField(_("imported at"), default=timezone.now)

    class Meta:
        verbose_name = _("imported experience")
        verbose_name_plural = _("imported experiences")
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="case_is_imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.number}".strip()


class CaseImportQuerySet(models.QuerySet["CaseImport"]):
    def started_by(self, user: Any) -> CaseImportQuerySet:
        return self.filter(user=user.pk)

    def forgotten(self, now: Any) -> CaseImportQuerySet:
        """Those that nobody confirmed in time."""
        states = (CaseImport.State.READING, CaseImport.State.PREVIEW)
        return self.filter(state__in=states, created_at__lt=now - FORGOTTEN_AFTER)


class CaseImport(models.Model):
    """A file of cases on its way in: read whole, looked at, confirmed, written, reported.

    `counts` has how many rows have each fate, `notes` what was found out about
    the file: {"kind": str, "encoding": str, "separator": str, "unused": [str]}.
    """

    class State(models.TextChoices):
        READING = "reading", _("being read")
        PREVIEW = "preview", _("to be confirmed")
        WAITING = "waiting", _("waiting its turn")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("could not be done")

    class Goal(models.TextChoices):
        """What becomes of the cases."""

        DRAFT = "draft", _("drafts, which only the team sees")
        PUBLISHED = "publish", _("published at once")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="case_imports",
        verbose_name=_("who began it"),
    )
    file_name = models.CharField(_("file"), max_length=160)
    digest = models.CharField(max_length=64, editable=False)
    source = models.SlugField(_("source"), max_length=80, blank=True)
    language = models.CharField(max_length=10, default="es")
    goal = models.CharField(
        _("what becomes of them"), max_length=8, choices=Goal.choices, default=Goal.DRAFT
    )
    is_partial = models.BooleanField(default=False)
    overwrites = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.READING)
    total = models.PositiveIntegerField(pgettext_lazy("of a file", "experiences"), default=0)
    done = models.PositiveIntegerField(_("done so far"), default=0)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    reason = models.TextField(_("why it could not be done"), blank=True)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = CaseImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of experiences")
        verbose_name_plural = _("imports of experiences")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import_cases:run", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.READING, self.State.WAITING, self.State.RUNNING)

    @property
    def bad(self) -> int:
        """How many rows have errors."""
        return int(self.counts.get(StagedCase.Fate.BAD, 0))

    @property
    def good(self) -> int:
        return self.total - self.bad


class UploadedCases(models.Model):
    """The file of an import, until it has been read."""

    case_import = models.OneToOneField(
        CaseImport, on_delete=models.CASCADE, related_name="upload", primary_key=True
    )
    content = models.BinaryField()

    class Meta:
        verbose_name = _("uploaded experiences")
        verbose_name_plural = _("uploaded experiences")

    def __str__(self) -> str:
        return str(self.case_import)


class StagedCaseQuerySet(models.QuerySet["StagedCase"]):
    def to_write(self) -> StagedCaseQuerySet:
        """Those that change something and have not been written yet, in the order of the file."""
        fates = (StagedCase.Fate.NEW, StagedCase.Fate.CHANGED)
        return self.filter(fate__in=fates, is_written=False).order_by("pk")


class StagedCase(models.Model):
    """One case of a file as it was understood, before it is written; nobody reads it here.

    `told` is what it would say: fields by name, references by their keys, rows
    as lists. It is emptied once it is written, `problems` stays for the report:
    [{"sheet": str, "row": int, "column": str, "value": str, "reason": str}].
    """

    class Fate(models.TextChoices):
        """What becomes of it. KEPT: somebody here decided otherwise, and it stays so."""

        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        KEPT = "kept", _("left as it is here")
        BAD = "bad", _("with errors")

    case_import = models.ForeignKey(CaseImport, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField(_("row"))
    source = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=160, blank=True)
    told = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    fingerprint = models.CharField(max_length=64, blank=True)
    problems = models.JSONField(default=list)
    fate = models.CharField(max_length=9, choices=Fate.choices, default=Fate.NEW)
    reason = models.CharField(max_length=280, blank=True)
    is_written = models.BooleanField(default=False)
    case = models.ForeignKey(
        "knowledge.Case", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = StagedCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("experience read from a file")
        verbose_name_plural = _("experiences read from a file")
        indexes = [models.Index(fields=["case_import", "fate", "is_written"], name="staged_cases")]

    def __str__(self) -> str:
        return self.title
