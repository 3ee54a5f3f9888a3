"""What people answer to a need, and what the platform proposes to who posted it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from community.models import OnBehalf, User, visible_pages
from knowledge.models.needs import Need
from knowledge.models.transfers import Transfer
from knowledge.need_kinds import AnswerKind, ProposalKind, Reply, Why

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

LONGEST_WORDS = 2000


class NeedAnswerQuerySet(models.QuerySet["NeedAnswer"]):
    def shown(self) -> NeedAnswerQuerySet:
        return self.filter(hidden_at=None, is_waiting=False)

    def visible_to(self, user: User | AnonymousUser) -> NeedAnswerQuerySet:
        """Those of needs this visitor may read.

        One that is hidden or waits is read by whoever wrote it and those who moderate.
        """
        shown = Q(hidden_at=None, is_waiting=False)
        if user.is_authenticated and user.is_active:
            steered = self.model._default_manager.moderated_by(user).values("pk")
            shown |= Q(author=user.pk) | Q(pk__in=steered)
        return self.filter(shown, need__in=Need.objects.visible_to(user).values("pk"))

    def moderated_by(self, user: User | AnonymousUser) -> NeedAnswerQuerySet:
        """Those to the needs that the person moderates."""
        return self.filter(need__in=Need.objects.moderated_by(user).values("pk"))

    def as_read_by(self, user: User | AnonymousUser) -> NeedAnswerQuerySet:
        """Loads what a page shows of them: `is_open` whether the reader may open the author's
        profile, `may_name` whether they may know whom it names, `may_open` whether they may
        open the solution.
        """
        people = User.objects.visible_to(user)
        pages = visible_pages(user)
        rows: NeedAnswerQuerySet = self.select_related(
            "author__photo", "on_behalf_of", "case__lead_municipality", "solution", "person__photo"
        ).annotate(
            is_open=models.Exists(people.filter(pk=models.OuterRef("author"))),
            may_name=models.Exists(people.filter(pk=models.OuterRef("person"))),
            may_open=models.Exists(pages.filter(pk=models.OuterRef("solution")).order_by()),
        )
        return rows


class NeedAnswer(OnBehalf, models.Model):
    """What somebody answers to a need: a case, a solution, a person or advice, in plain words.

    What it names is called by what it is called today: nothing is left of a title
    that was withdrawn.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(_("answered with"), max_length=8, choices=AnswerKind.choices)
    case = models.ForeignKey(
        "knowledge.Case",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answered_needs",
        verbose_name=_("experience"),
    )
    solution = models.ForeignKey(
        "knowledge.SolutionPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answered_needs",
        verbose_name=_("solution"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="named_in_needs",
        verbose_name=_("person"),
    )
    words = models.TextField(_("what you say"), max_length=LONGEST_WORDS, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="need_answers",
        verbose_name=_("who answers"),
    )
    posted_at = models.DateTimeField(_("answered at"), default=timezone.now, editable=False)
    reply = models.CharField(_("reply"), max_length=8, choices=Reply.choices, blank=True)
    replied_at = models.DateTimeField(_("replied at"), null=True, blank=True)
    is_waiting = models.BooleanField(_("waits for approval"), default=False)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)
    hidden_reason = models.CharField(_("reason"), max_length=400, blank=True)

    objects = NeedAnswerQuerySet.as_manager()

    wagtail_reference_index_ignore = True
    # Set by `as_read_by`.
    is_open = may_name = may_open = False

    class Meta:
        verbose_name = pgettext_lazy("to a need", "answer")
        verbose_name_plural = pgettext_lazy("to needs", "answers")
        ordering = ["posted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=AnswerKind.ADVICE.value) | ~Q(words=""),
                name="advice_has_words",
            ),
            *(
                models.UniqueConstraint(
                    fields=["need", name],
                    condition=Q(hidden_at=None),
                    name=f"need_is_answered_with_a_{name}_once",
                )
                for name in ("case", "solution", "person")
            ),
        ]
        indexes = [models.Index(fields=["author", "posted_at"], name="need_answers_of_a_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words[:60]}".removesuffix(": ")

    def get_absolute_url(self) -> str:
        """Where it stands on the page of its need."""
        return f"{reverse('needs:need', args=[self.need_id])}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"respuesta-{self.pk}"

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_shown(self) -> bool:
        return not self.is_hidden and not self.is_waiting


class NeedProposalQuerySet(models.QuerySet["NeedProposal"]):
    def kept(self) -> NeedProposalQuerySet:
        """Those the municipality has not put aside."""
        return self.filter(set_aside_at=None)

    def visible_to(self, user: User | AnonymousUser) -> NeedProposalQuerySet:
        """Those of needs the visitor may read, of things that they may open today."""
        people = User.objects.visible_to(user).listed()
        there = Q(kind=ProposalKind.CASE, case__live=True)
        repeats = Q(transfer=None) | Q(transfer__in=Transfer.objects.proving().values("pk"))
        there |= Q(repeats, kind=ProposalKind.PLACE, case__live=True)
        there |= Q(kind=ProposalKind.SOLUTION, solution__in=visible_pages(user).values("pk"))
        there |= Q(kind=ProposalKind.PERSON, person__in=people.values("pk"))
        return self.filter(there, need__in=Need.objects.visible_to(user).values("pk"))

    def with_row(self) -> NeedProposalQuerySet:
        return self.select_related(
            "case__lead_municipality", "solution", "person__photo", "place"
        ).order_by("-score", "pk")


class NeedProposal(models.Model):
    """Something of the site that may help with a need, found by the platform.

    `reasons` are values of `Why`; `likeness` says why a municipality is like the
    one that asks, in the words of each language. `told_at` is when who keeps the
    need was told of it, None while they were not. Of a place, `case` is what it did or,
    with `transfer`, repeated with results.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=8, choices=ProposalKind.choices)
    case = models.ForeignKey(
        "knowledge.Case", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    solution = models.ForeignKey(
        "knowledge.SolutionPage", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="proposed_for_needs",
    )
    place = models.ForeignKey(
        "territories.Territory", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    transfer = models.ForeignKey(
        "knowledge.Transfer", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    score = models.FloatField(default=0)
    reasons = models.JSONField(default=list)
    likeness = models.JSONField(default=dict, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    set_aside_at = models.DateTimeField(_("put aside at"), null=True, blank=True)

    objects = NeedProposalQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("proposal for a need")
        verbose_name_plural = _("proposals for needs")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", name],
                condition=Q(kind=name),
                name=f"need_is_proposed_a_{name}_once",
            )
            for name in ("case", "solution", "person", "place")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.thing}"

    @property
    def thing(self) -> Any:
        """The case, solution, place or person."""
        return getattr(self, self.kind)

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from the other proposals of its need. No query."""
        return str(self.kind), getattr(self, f"{self.kind}_id")

    @property
    def why(self) -> list[str]:
        """The reasons in words."""
        known = dict(Why.choices)
        return [str(known[each]) for each in self.reasons if each in known]

    @property
    def likeness_in_words(self) -> str:
        """Why the place is like the one that asks, in the language of the page."""
        words: dict[str, str] = self.likeness
        return words.get((get_language() or "es")[:2], "") or words.get("es", "")
