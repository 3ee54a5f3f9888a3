"""A case that another municipality repeats: what it adopts, from which version, how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from knowledge.models.transfer_news import TransferNews
from knowledge.models.transfer_sides import carried_by, team_of, told_by
from knowledge.permissions import can_review
from knowledge.transfer_kinds import (
    PROVING,
    STOPPED,
    Agreement,
    Fit,
    OriginAnswer,
    Relation,
    StopReason,
    TransferAudience,
    TransferStage,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


def agreement_file(transfer: Transfer, name: str) -> str:
    return f"transfer_files/{transfer.pk}/{name}"


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, user: User | AnonymousUser) -> TransferQuerySet:
        """Those the person may read: public ones, members' with an account, and one's own.

        Who works on cases sees all. Of a withdrawn case nothing is public, nor
        of what moderators have hidden.
        """
        if can_review(user):
            return self
        audiences = [TransferAudience.PUBLIC]
        is_member = user.is_authenticated and user.is_active
        if is_member:
            audiences.append(TransferAudience.MEMBERS)
        seen = Q(visibility__in=audiences, origin_case__live=True, hidden_at=None)
        if is_member:
            mine = self.model._default_manager.concerning(user).order_by()
            seen |= Q(pk__in=mine.values("pk"))
        return self.filter(seen)

    def concerning(self, user: Any) -> TransferQuerySet:
        """Those of the person's own business, whoever else may read them.

        They are in the team, work for the adopter, accompany its zone, or answer for the origin.
        """
        return self.filter(carried_by(self.model, user) | told_by(user))

    def adopted_with(self, user: Any) -> TransferQuerySet:
        """Those that the person repeats with others: of the team, of the adopter, of its zone."""
        return self.filter(carried_by(self.model, user))

    def answered_by(self, user: Any) -> TransferQuerySet:
        """Those of which the person answers for the origin; none that they carry themselves."""
        theirs = self.filter(told_by(user, may_edit=True))
        return theirs.exclude(carried_by(self.model, user))

    def of_the_team_of(self, user: Any) -> TransferQuerySet:
        """Those whose team the person is in: who keeps it, and who was named for a post of it."""
        return self.filter(team_of(self.model, user))

    def moderated_by(self, user: Any) -> TransferQuerySet:
        """Those on which the person may hide comments: whoever works on cases, on all."""
        return self if can_review(user) else self.none()

    def going_on(self) -> TransferQuerySet:
        return self.exclude(stage__in=STOPPED)

    def proving(self) -> TransferQuerySet:
        """Those with results that everybody may read: they raise level and evidence of the origin.

        One whose origin declined it does not count, nor one that is hidden.
        """
        told = self.filter(stage__in=PROVING, visibility=TransferAudience.PUBLIC, hidden_at=None)
        return told.exclude(origin_answer=OriginAnswer.DECLINED)

    def with_row(self) -> TransferQuerySet:
        """Loads what a row of a list shows: both municipalities and what is repeated."""
        return self.select_related(
            "adopter", "place", "origin_case", "origin_case__lead_municipality", "origin_version"
        ).defer("origin_version__record", "origin_version__names")

    def for_search(self) -> TransferQuerySet:
        return self.with_row().prefetch_related("origin_case__case_themes__theme")

    def newest_first(self) -> TransferQuerySet:
        return self.order_by("-created_at", "-pk")


class Transfer(TransferNews, index.Indexed, models.Model):
    """A municipality repeats what another one did (réplica).

    It points at the exact version of the case that it began from. `plan_number`
    rises with every change of the plan: whoever saves an older one is told.
    """

    origin_case = models.ForeignKey(
        "knowledge.Case",
        on_delete=models.PROTECT,
        related_name="transfers",
        verbose_name=_("experience"),
    )
    origin_version = models.ForeignKey(
        "knowledge.CaseVersion",
        on_delete=models.PROTECT,
        related_name="transfers",
        verbose_name=_("version"),
    )
    learned_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="passed_on",
        verbose_name=_("learned from"),
        help_text=_("Another municipality that repeated it before, if you learned from that one."),
    )
    adopter = models.ForeignKey(
        "community.Organization",
        on_delete=models.PROTECT,
        related_name="transfers",
        verbose_name=_("who repeats it"),
    )
    place = models.ForeignKey(
        "territories.Territory",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="transfers",
        verbose_name=_("municipality"),
    )
    adopter_case = models.ForeignKey(
        "knowledge.Case",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="adopted_by_transfers",
        verbose_name=_("experience that came of it"),
        help_text=_("If what you did has a record of its own."),
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="started_transfers",
        verbose_name=_("begun by"),
    )
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="kept_transfers",
        verbose_name=_("kept by"),
    )
    relation = models.CharField(
        _("relation"), max_length=10, choices=Relation.choices, default=Relation.ADAPTED
    )
    stage = models.CharField(
        _("stage"),
        max_length=14,
        choices=TransferStage.choices,
        default=TransferStage.INTERESTED,
        editable=False,
    )
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now)
    stop_reason = models.CharField(
        _("why it stopped"), max_length=20, choices=StopReason.choices, blank=True
    )
    stop_note = models.TextField(_("what happened"), max_length=2000, blank=True)
    visibility = models.CharField(
        _("who may read it"),
        max_length=8,
        choices=TransferAudience.choices,
        default=TransferAudience.PUBLIC,
    )
    reason = models.TextField(
        _("why you want to repeat it"),
        max_length=2000,
        blank=True,
        help_text=_("What happens in your municipality, and what you would like to reach."),
    )
    # --- What both sides agree on ------------------------------------------------
    agreement = models.CharField(
        _("agreement"), max_length=8, choices=Agreement.choices, default=Agreement.NONE
    )
    agreement_file = models.FileField(
        _("file of the agreement"), upload_to=agreement_file, max_length=200, blank=True
    )
    origin_answer = models.CharField(
        _("answer of the origin"),
        max_length=10,
        choices=OriginAnswer.choices,
        default=OriginAnswer.PENDING,
        editable=False,
    )
    origin_answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )
    origin_answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    origin_note = models.TextField(_("what the origin says"), max_length=2000, blank=True)
    # Whom to talk to there: both sides read it, nobody else.
    origin_contact = models.CharField(_("contact at the origin"), max_length=300, blank=True)
    # Values of `Support`: what the origin offers to this adopter.
    support = models.JSONField(_("help that is offered"), default=list, blank=True)
    # --- Does it fit us ------------------------------------------------------------
    competence = models.CharField(
        _("it lies within our powers"), max_length=6, choices=Fit.choices, blank=True
    )
    competence_how = models.TextField(_("how to solve it"), max_length=1000, blank=True)
    in_plan = models.CharField(
        _("it is in our plan and budget"), max_length=6, choices=Fit.choices, blank=True
    )
    in_plan_how = models.TextField(_("how to solve it"), max_length=1000, blank=True)
    # --- What it leaves ---------------------------------------------------------------
    lessons = models.TextField(
        _("lessons for the origin"),
        max_length=4000,
        blank=True,
        help_text=_("What you would tell the municipality that did it first, and the next one."),
    )
    starts_on = models.DateField(_("the plan begins on"), null=True, blank=True)
    ended_on = models.DateField(_("closed on"), null=True, blank=True)
    plan_number = models.PositiveIntegerField(default=1, editable=False)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True, editable=False)
    hidden_reason = models.CharField(_("reason"), max_length=400, blank=True, editable=False)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = TransferQuerySet.as_manager()

    comments = GenericRelation("community.Comment")

    class Meta:
        verbose_name = pgettext_lazy("noun", "transfer")
        verbose_name_plural = _("transfers")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin_case", "adopter"],
                condition=~models.Q(stage__in=[each.value for each in STOPPED]),
                name="adopter_repeats_a_case_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=TransferStage.ABANDONED.value)
                | ~models.Q(stop_reason=""),
                name="abandoned_transfer_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["origin_case", "stage"], name="transfer_of_a_case"),
            models.Index(fields=["stage", "created_at"], name="transfer_by_stage"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("transfers:transfer", args=[self.pk])

    @property
    def is_stopped(self) -> bool:
        return self.stage in STOPPED

    @property
    def has_results(self) -> bool:
        return self.stage in PROVING


class TransferMember(models.Model):
    """A post in the team of the adopter; the person who holds it may change with elections."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="team")
    post = models.CharField(
        _("post"), max_length=120, help_text=_("For example: director of public cleaning.")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="transfer_posts",
        verbose_name=_("person"),
    )
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("member of the team of a transfer")
        verbose_name_plural = _("team of a transfer")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.post


class TransferEvent(models.Model):
    """A line in the history of a transfer, which whoever reads it reads."""

    class Verb(models.TextChoices):
        STARTED = "started", _("said that they want to repeat it")
        CONFIRMED = "confirmed", _("confirmed that they know of it")
        DECLINED = "declined", _("declined it")
        OFFERED = "offered", _("offered help")
        STAGE = "stage", _("moved it on")
        SUSPENDED = "suspended", _("suspended it")
        ABANDONED = "abandoned", _("abandoned it")
        RESUMED = "resumed", _("took it up again")
        PLANNED = "planned", _("changed the plan")
        MILESTONE = "milestone", _("finished a milestone")
        MEASURED = "measured", _("noted a result")
        VISITED = "visited", _("reported a visit")
        LESSONS = "lessons", _("told what they learned")
        SHOWN = "shown", _("changed who may read it")
        PASSED_ON = "passed_on", _("left it to another")
        RENEWED = "renewed", _("went on with a newer version")

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="events")
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
    # For STAGE the value of the stage it came to; for VISITED the side: adopter, origin, peer.
    value = models.CharField(max_length=20, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("event of a transfer")
        verbose_name_plural = _("events of a transfer")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.actor or ''} {self.get_verb_display()}".strip()
