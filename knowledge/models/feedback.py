"""What others say of a case or one of its parts, what was decided, which version took it up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from community.upload_storage import name_for_reader
from knowledge.feedback_kinds import (
    LONGEST_FEEDBACK,
    SIGNATURES,
    TAKEN_UP,
    Disposition,
    FeedbackKind,
)
from knowledge.kinds import ShownAs
from knowledge.models.cases import Case
from knowledge.models.transfers import Transfer
from knowledge.permissions import can_review

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from community.models import User

OPEN, PUBLISHED, WAITING = Disposition.OPEN.value, "published", "waiting"
FOLDER = "feedback_files"


def file_of_feedback(kept: FeedbackFile, name: str) -> str:
    return f"{FOLDER}/{kept.feedback_id}/{name}"


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, user: User | AnonymousUser) -> FeedbackQuerySet:
        """What the person may read: all that is published, of cases everybody reads.

        What a transfer taught, only who may read the transfer. One's own always;
        of a withdrawn case its authors', too. The team reads all.
        """
        if can_review(user):
            return self
        through = Transfer.objects.visible_to(user).order_by().values("pk")
        told = Q(state=PUBLISHED, hidden_at=None) & (Q(transfer=None) | Q(transfer__in=through))
        if not (user.is_authenticated and user.is_active):
            return self.filter(told, case__live=True)
        theirs = Q(case__in=Case.objects.writable_by(user).values("pk"))
        return self.filter(Q(told & (Q(case__live=True) | theirs)) | Q(author=user.pk))

    def moderated_by(self, user: User) -> FeedbackQuerySet:
        """Those whose reports the person decides: as those of the case."""
        if can_review(user):
            return self
        return self.filter(case__in=Case.objects.moderated_by(user).values("pk"))

    def published(self) -> FeedbackQuerySet:
        """Neither hidden nor waiting for whoever moderates."""
        return self.filter(state=PUBLISHED, hidden_at=None)

    def open(self) -> FeedbackQuerySet:
        """What nobody has decided on yet, the most urgent first."""
        return self.published().filter(disposition=OPEN).order_by("answer_by", "pk")

    def overdue(self, on: date) -> FeedbackQuerySet:
        """Open ones whose day has passed; on the day itself there is still time."""
        return self.open().filter(answer_by__lt=on)

    def for_next_version(self) -> FeedbackQuerySet:
        """What was accepted, whole or in part, and stands in no version yet."""
        taken = [each.value for each in TAKEN_UP]
        return self.published().filter(disposition__in=taken, resolved_in=None)

    def to_be_answered_by(self, user: User) -> FeedbackQuerySet:
        """On the cases the person may write; of the team, on all."""
        if can_review(user):
            return self
        mine = Case.objects.writable_by(user).values("pk")
        return self.visible_to(user).filter(case__in=mine)

    def with_author(self) -> FeedbackQuerySet:
        return self.select_related("author", "organization", "answered_by", "resolved_in").defer(
            "resolved_in__record", "resolved_in__names"
        )


class Feedback(models.Model):
    """Feedback on a published case (retroalimentación), with what became of it.

    `part` is the place of a part on the page of the case; "": the whole. A
    protected author (`shown_as`) is known to themselves and to whoever may know
    the protected people of the case: ask `knowledge.protection`. What comes of a
    `transfer` is read by whoever reads that.
    """

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="feedback", verbose_name=_("experience")
    )
    part = models.CharField(_("part"), max_length=40, blank=True)
    # CASCADE: without its transfer nobody would know who may read it.
    transfer = models.ForeignKey(
        Transfer,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="feedback",
        verbose_name=_("transfer"),
    )
    version = models.ForeignKey(
        "knowledge.CaseVersion",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="feedback",
        verbose_name=_("version it speaks of"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=FeedbackKind.choices)
    text = models.TextField(_("feedback"), max_length=LONGEST_FEEDBACK)
    source = models.CharField(_("where it can be checked"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="feedback_given",
        verbose_name=_("author"),
    )
    organization = models.ForeignKey(
        "community.Organization",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on behalf of"),
    )
    shown_as = models.CharField(
        _("what readers see of its author"),
        max_length=12,
        choices=[(each.value, each.label) for each in SIGNATURES],
        default=ShownAs.PERSON,
    )
    made_at = models.DateTimeField(_("given at"), default=timezone.now)
    answer_by = models.DateField(_("to be answered by"))
    disposition = models.CharField(
        _("disposition"), max_length=14, choices=Disposition.choices, default=Disposition.OPEN
    )
    answer = models.TextField(_("answer"), max_length=LONGEST_FEEDBACK, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    in_draft = models.BooleanField(
        _("the text in the making has it"),
        default=False,
        help_text=_("The next version takes it up and names its author."),
    )
    resolved_in = models.ForeignKey(
        "knowledge.CaseVersion",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="resolved",
        verbose_name=_("taken up in version"),
    )
    state = models.CharField(
        max_length=10,
        choices=[
            (PUBLISHED, pgettext_lazy("feedback", "published")),
            (WAITING, pgettext_lazy("feedback", "waits")),
        ],
        default=PUBLISHED,
        editable=False,
    )
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    hidden_reason = models.TextField(blank=True, editable=False)

    objects = FeedbackQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(disposition__in=[OPEN, Disposition.ACCEPTED.value]) | ~Q(answer=""),
                name="decided_feedback_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(resolved_in=None)
                | Q(disposition__in=[each.value for each in TAKEN_UP]),
                name="only_accepted_feedback_is_taken_up",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "disposition"], name="feedback_of_case"),
            models.Index(fields=["disposition", "answer_by"], name="feedback_by_urgency"),
        ]

    def __str__(self) -> str:
        return gettext("%(kind)s: %(case)s") % {"kind": self.get_kind_display(), "case": self.case}

    def get_absolute_url(self) -> str:
        return reverse("cases:feedback_item", args=[self.case.reference, self.pk])

    @property
    def is_open(self) -> bool:
        return self.disposition == OPEN

    @property
    def is_taken_up(self) -> bool:
        """Accepted, whole or in part."""
        return self.disposition in TAKEN_UP

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_waiting(self) -> bool:
        return self.state == WAITING

    @property
    def is_protected(self) -> bool:
        return self.shown_as != ShownAs.PERSON

    @property
    def days_to_answer(self) -> int | None:
        """From the day it was given; 0 on the same day, None where it waits."""
        if self.answered_at is None:
            return None
        return (timezone.localdate(self.answered_at) - timezone.localdate(self.made_at)).days

    @property
    def signature(self) -> str:
        """What readers are told of its author. No query with `with_author`."""
        return signature_of(
            self.shown_as,
            self.author.display_name if self.author and not self.is_protected else "",
            str(self.organization or ""),
        )

    @property
    def open_author(self) -> Any:
        """The account readers may be led to; None when it is protected or gone."""
        return None if self.is_protected else self.author


def signature_of(shown_as: str, name: str, organization: str) -> str:
    """How whoever gave feedback is named: person and organization, only the latter, or nobody."""
    if shown_as == ShownAs.NOBODY:
        return gettext("Somebody who is not named")
    if shown_as == ShownAs.ORGANIZATION:
        told = {"organization": organization}
        return (
            gettext("Somebody of %(organization)s") % told
            if organization
            else gettext("Somebody who is not named")
        )
    return ", ".join(filter(None, [name or gettext("Somebody who left"), organization]))


class FeedbackFile(models.Model):
    """A file that came with feedback. `size` in bytes."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to=file_of_feedback, max_length=200, db_index=True)
    size = models.PositiveIntegerField(_("size"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of feedback")
        verbose_name_plural = _("files of feedback")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is called on the reader's disk."""
        return name_for_reader(self.file.name or "")
