"""Reports, what was decided, and appeals against it. About which things: `community.moderable`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.moderable import about_any

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Model

    from community.models.members import User

LONGEST_REASON = 400


def somebody(words: Any, related_name: str = "+", **options: Any) -> Any:
    """Somebody whose account may close: the row stays."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=words,
        **options,
    )


def some_network() -> Any:
    """The page of a network, which lies in an app above."""
    return models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("network"),
    )


def not_about(user: User) -> Q:
    """Rows about what others wrote."""
    return Q(person=None) | ~Q(person=user.pk)


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        return self.filter(state=Report.State.OPEN)

    def about(self, thing: Model) -> ReportQuerySet:
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(content_type=kind, object_id=thing.pk)

    def visible_to(self, user: User | AnonymousUser) -> ReportQuerySet:
        """About what the person moderates, or all of them for the unit; never about themselves.

        Who reported is not for whoever wrote it to know.
        """
        if not user.is_authenticated or not user.is_active or user.is_suspended:
            return self.none()
        everything = user.is_of_the_unit
        there = about_any(lambda kind: kind.things if everything else kind.moderated_by(user))
        return self.filter(there, not_about(user))


class Report(models.Model):
    """That somebody, or the site itself, asks whoever moderates to look at a thing.

    `reporter` is empty for what the site holds back: a first contribution, a
    text that was sent again and again. `passed_on_at`: since when it is the
    coordinating unit's turn. `person` is whoever wrote the thing.
    """

    class Reason(models.TextChoices):
        SPAM = "spam", _("It is advertising or has nothing to do with this")
        INSULT = "insult", _("It insults or threatens somebody")
        PRIVATE = "private", _("It shows private data")
        FALSE = "false", _("It is false, or somebody else's work")
        POLITICS = "politics", _("It campaigns for a party or a candidate")
        OTHER = "other", _("Something else")
        FIRST = "first", _("First contribution")
        REPEATED = "repeated", _("The same text several times in a day")
        ROBOT = "robot", _("It looks as if a machine had sent it")

    OF_THE_SITE = (Reason.FIRST, Reason.REPEATED, Reason.ROBOT)

    class State(models.TextChoices):
        OPEN = "open", _("open")
        UPHELD = "upheld", _("upheld")
        DISMISSED = "dismissed", _("dismissed")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    person = somebody(_("author"))
    network = some_network()
    reporter = somebody(_("reported by"))
    reason = models.CharField(_("reason"), max_length=8, choices=Reason.choices)
    words = models.CharField(_("what is wrong"), max_length=LONGEST_REASON, blank=True)
    made_at = models.DateTimeField(_("reported at"), default=timezone.now)
    passed_on_at = models.DateTimeField(_("passed on at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = somebody(_("decided by"))

    objects = ReportQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "state"], name="reports_of_a_thing"),
            models.Index(fields=["state", "made_at"], name="reports_oldest_first"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "reporter"],
                condition=Q(state="open"),
                name="one_open_report_per_person_and_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.content_type_id}, {self.object_id})"

    @property
    def is_of_the_site(self) -> bool:
        return self.reason in self.OF_THE_SITE


class ModerationActQuerySet(models.QuerySet["ModerationAct"]):
    def about(self, thing: Model) -> ModerationActQuerySet:
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(content_type=kind, object_id=thing.pk)

    def in_force(self) -> ModerationActQuerySet:
        """What is hidden and who is suspended now."""
        kinds = ModerationAct.Kind
        lasting = self.filter(kind__in=(kinds.HIDDEN, kinds.SUSPENDED), undone_at=None)
        return lasting.filter(Q(until=None) | Q(until__gt=timezone.now()))

    def visible_to(self, user: User | AnonymousUser) -> ModerationActQuerySet:
        """One's own; those about what one moderates; all of them for the unit."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Q(person=user.pk, kind__in=ModerationAct.TOLD)
        if user.is_suspended:
            return self.filter(mine)
        if user.is_of_the_unit:
            return self.filter(mine | not_about(user))
        there = about_any(lambda kind: kind.moderated_by(user))
        return self.filter(mine | Q(there, not_about(user)))


class ModerationAct(models.Model):
    """What somebody decided about a thing or a person, when and why. Never changed nor deleted.

    Only `undone_at` is written later. `title` and `words` are what the thing
    was called and said that day; `person` wrote it.
    """

    class Kind(models.TextChoices):
        HIDDEN = "hidden", _("hidden")
        SHOWN = "shown", _("shown again")
        RELEASED = "released", _("published after waiting")
        DISMISSED = "dismissed", _("left as it is")
        PASSED_ON = "passed_on", _("passed on to the unit")
        WARNED = "warned", _("author warned")
        SUSPENDED = "suspended", _("author suspended")
        REINSTATED = "reinstated", _("suspension ended")
        REVERSED = "reversed", _("appeal accepted")
        CONFIRMED = "confirmed", _("appeal refused")

    # What the person it concerns reads, and what they may appeal against.
    APPEALABLE = (Kind.HIDDEN, Kind.WARNED, Kind.SUSPENDED)
    TOLD = (*APPEALABLE, Kind.SHOWN, Kind.RELEASED, Kind.REINSTATED, Kind.REVERSED, Kind.CONFIRMED)

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    thing = GenericForeignKey("content_type", "object_id")
    person = somebody(_("author"), "moderation_acts")
    network = some_network()
    title = models.CharField(_("title"), max_length=255, blank=True)
    words = models.CharField(_("words"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    by = somebody(_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = ModerationActQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("act of moderation")
        verbose_name_plural = _("acts of moderation")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="acts_newest_first"),
            models.Index(fields=["content_type", "object_id", "-at"], name="acts_on_a_thing"),
            models.Index(fields=["person", "-at"], name="acts_on_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.kind}, {self.by}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:decision", args=[self.pk])


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> AppealQuerySet:
        return self.filter(state=Appeal.State.OPEN)


class Appeal(models.Model):
    """That somebody asks another person to look at a decision once more. Once for each decision."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    act = models.OneToOneField(ModerationAct, on_delete=models.CASCADE, related_name="appeal")
    by = somebody(_("by"))
    words = models.TextField(_("why it should be looked at again"), max_length=2000)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    decided_by = somebody(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=LONGEST_REASON, blank=True)

    objects = AppealQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.act}: {self.state}"
