"""What a case said each time it was published, and what happened to it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.models.cases import Case
from knowledge.scales import Level, Significance


class CaseVersion(models.Model):
    """A publication of a case, complete and frozen: it needs nothing else to be read.

    `record` is the case with all its rows, as `Case.serializable_data` gives
    it. `names` is what its references were called that day:
    {"municipality": str, "territory_code": str, "country_code": str,
    "themes": [{"slug": str, "name": str, "family": str}], "networks": [{"slug": str,
    "title": str}], "target_groups": [str], "registered_by": str, "on_behalf_of": str,
    "other_municipalities": [str], "keywords": [str], "conditions", "organizations" and
    "contributors": {key of the row: str}, "inspired_by": {"code": str, "title": str} or
    None, "rates": as `money.Rates.to_keep` gives them}. Older ones lack the last seven.
    Of a protected contributor `names` holds only what readers may see; the record
    holds the person.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("published at"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    significance = models.CharField(
        _("significance"),
        max_length=8,
        choices=Significance.choices,
        default=Significance.MEDIUM,
    )
    note = models.CharField(
        _("what changed"),
        max_length=280,
        blank=True,
        help_text=_("One or two sentences that everybody reads beside the version."),
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    record = models.JSONField(_("record"), editable=False, encoder=DjangoJSONEncoder)
    names = models.JSONField(_("names"), editable=False)
    # Where Wagtail keeps the same; it may purge it, hence the copy above.
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    # The names of whom it credits, where `knowledge.feedback_shown` was asked for them.
    credits = ""

    class Meta:
        verbose_name = _("version of an experience")
        verbose_name_plural = _("versions of an experience")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_version_number_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("cases:version", args=[self.case.reference, self.number])

    def as_case(self) -> Case:
        """The case as it was, to be shown. No query; its references may be gone since."""
        data: dict[str, Any] = self.record
        return Case.from_serializable_data(data, check_fks=False)


class CaseEvent(models.Model):
    """A line in the history of a case, which its authors and the knowledge team read."""

    class Verb(models.TextChoices):
        REGISTERED = "registered", _("began the record")
        SENT = "sent", _("sent it")
        RETURNED = "returned", _("returned it")
        PUBLISHED = "published", _("published it")
        SCHEDULED = "scheduled", _("set the day of its publication")
        UNSCHEDULED = "unscheduled", _("took back the day of its publication")
        UNPUBLISHED = "unpublished", _("withdrew it")
        CONFIRMED = "confirmed", _("recorded that the municipality confirms it")
        ASKED = "asked", _("asked for a correction or withdrawal")
        PASSED_ON = "passed_on", _("left it to another")
        ANSWERED = "answered", _("answered a request")
        ASSIGNED = "assigned", _("gave it to somebody of the team")
        TAKEN_UP = "taken_up", _("began its systematization")
        PUT_DOWN = "put_down", _("stopped its systematization")
        SYSTEMATIZED = "systematized", _("found it systematized (N2)")
        VERIFIED = "verified", _("verified it (N3)")
        LOWERED = "lowered", _("took back its level")
        ASSISTED = "assisted", _("asked the municipality to confirm it")
        REFUSED = "refused", _("refused it in the name of the municipality")
        SHARED = "shared", _("shared its draft by a link")
        REMARKED = "remarked", _("received a remark on its draft")
        PROTECTED = "protected", _("asked that a name be kept")
        UNPROTECTED = "unprotected", _("gave a name back")
        VALIDITY = "validity", _("said whether it goes on")
        JOINED = "joined", _("joined those who write it")
        LEFT = "left", _("left those who write it")
        REMOVED = "removed", _("took a person off those who write it")
        TRANSFERRED = "transferred", _("found it repeated with results (N4)")
        FELL_BACK = "fell_back", _("took it back to N3: no transfer with results is left")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(_("act"), max_length=12, choices=Verb.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    note = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("event of an experience")
        verbose_name_plural = _("events of an experience")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.actor or ''} {self.get_verb_display()}".strip()


class CaseSequence(models.Model):
    """The last number given in a country and year, so that none is ever given twice."""

    country_code = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country_code", "year"], name="one_sequence_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.country_code}-{self.year}-{self.last:04}"
