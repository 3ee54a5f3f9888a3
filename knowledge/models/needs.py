"""What a municipality needs: a problem in its own words, which others may know how to solve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from community.models import OnBehalf, PageTheme
from community.permissions import may_contribute
from community.together import number_of
from knowledge.need_kinds import UNMET, AnswerKind, Means, NeedState
from knowledge.permissions import can_review
from networks.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.contrib.auth.models import AnonymousUser

    from community.models import Theme, User
    from territories.models import Territory

LONGEST_TITLE = 120


class NeedQuerySet(models.QuerySet["Need"]):
    def shown(self) -> NeedQuerySet:
        """Those that everybody reads."""
        return self.filter(hidden_at=None, is_waiting=False).exclude(state=NeedState.WITHDRAWN)

    def visible_to(self, user: User | AnonymousUser) -> NeedQuerySet:
        """All that are shown to everybody.

        What is hidden, waits for approval or was withdrawn is read by whoever posted or
        keeps it and by those who moderate.
        """
        shown = Q(hidden_at=None, is_waiting=False) & ~Q(state=NeedState.WITHDRAWN)
        if user.is_authenticated and user.is_active:
            steered = self.model._default_manager.moderated_by(user).values("pk")
            shown |= Q(posted_by=user.pk) | Q(kept_by=user.pk) | Q(pk__in=steered)
        return self.filter(shown)

    def moderated_by(self, user: User | AnonymousUser) -> NeedQuerySet:
        """All for who works on cases; for coordinators those about a theme of their networks."""
        if not may_contribute(user):
            return self.none()
        if can_review(user):
            return self
        mine = Membership.objects.coordinators().filter(user=user.pk).values("network")
        return self.about_any(PageTheme.objects.filter(page__in=mine).values("theme"))

    def kept_by(self, user: User) -> NeedQuerySet:
        """Those the person keeps, and those of the governments where they are known to work."""
        places = works_for(user).values("organization__territory")
        return self.filter(Q(kept_by=user.pk) | Q(place__in=places))

    def unmet(self) -> NeedQuerySet:
        """Shown to everybody, and neither solved nor withdrawn."""
        return self.filter(hidden_at=None, is_waiting=False, state__in=UNMET)

    def overdue(self, on: date) -> NeedQuerySet:
        """Unmet ones whose day has passed; that of today has not."""
        return self.unmet().filter(wanted_by__lt=on)

    def about(self, theme_slug: str) -> NeedQuerySet:
        """About a theme, or about one that lies under it."""
        return self.filter(Q(theme__slug=theme_slug) | Q(theme__parent__slug=theme_slug))

    def about_themes(self, themes: Iterable[int]) -> NeedQuerySet:
        """About one of the themes with these keys."""
        return self.filter(theme__in=themes)

    def of_network(self, network: int) -> NeedQuerySet:
        """About a theme of the network with this key, or about one that lies under it."""
        return self.about_any(PageTheme.objects.filter(page=network).values("theme"))

    def about_any(self, themes: Any) -> NeedQuerySet:
        """About one of these themes, or about one that lies under one of them."""
        return self.filter(Q(theme__in=themes) | Q(theme__parent__in=themes))

    def with_row(self) -> NeedQuerySet:
        """Loads what a row of a list shows: place, theme, and as `answered` how many answered."""
        answers: Any = self.model._meta.get_field("answers").related_model
        answered = number_of(answers.objects.shown().filter(need=OuterRef("pk")))
        rows: NeedQuerySet = self.select_related("place", "theme__parent", "on_behalf_of").annotate(
            answered=answered
        )
        return rows

    def for_search(self) -> NeedQuerySet:
        return self.with_row()

    def newest_first(self) -> NeedQuerySet:
        return self.order_by("-posted_at", "-pk")


def works_for(user: User) -> Any:
    """The posts in municipal governments that the person holds today, and it is sure."""
    current = user.affiliations.verified().current(timezone.localdate())
    return current.filter(
        organization__kind="municipal_government", organization__territory__isnull=False
    )


class Need(OnBehalf, index.Indexed, models.Model):
    """A problem that a municipality wants to solve, told in its own words (necesidad).

    Plain text. Written by `actions.needs` alone. `text_number` rises with each
    correction: whoever corrects an older text is told. What solved it is said by
    `solved_kind` and, in words of the municipality's own, `solved_with`: a title is not
    kept, it may be withdrawn.
    """

    place = models.ForeignKey(
        "territories.Territory",
        on_delete=models.PROTECT,
        related_name="needs",
        verbose_name=_("municipality"),
    )
    theme = models.ForeignKey(
        "community.Theme", on_delete=models.PROTECT, related_name="needs", verbose_name=_("theme")
    )
    title = models.CharField(_("what you want to solve"), max_length=LONGEST_TITLE)
    problem = models.TextField(_("what happens"), max_length=3000)
    tried = models.TextField(_("what was tried"), max_length=1500, blank=True)
    means_band = models.CharField(
        _("means"), max_length=12, choices=Means.choices, default=Means.UNKNOWN
    )
    means = models.TextField(_("what you can put into it"), max_length=800, blank=True)
    wanted_by = models.DateField(_("wanted by"), null=True, blank=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="posted_needs",
        verbose_name=_("posted by"),
    )
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="kept_needs",
        verbose_name=_("kept by"),
    )
    is_assisted = models.BooleanField(
        _("posted by the facilitator of the zone"), default=False, editable=False
    )
    posted_at = models.DateTimeField(_("posted at"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True, editable=False)
    text_number = models.PositiveIntegerField(default=1, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=NeedState.choices, default=NeedState.OPEN
    )
    state_since = models.DateTimeField(_("in this state since"), default=timezone.now)
    solved_with = models.CharField(_("what solved it"), max_length=300, blank=True)
    solved_kind = models.CharField(
        _("solved with"), max_length=8, choices=AnswerKind.choices, blank=True
    )
    solving_answer = models.ForeignKey(
        "knowledge.NeedAnswer",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answer that solved it"),
    )
    solving_case = models.ForeignKey(
        "knowledge.Case",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="solved_needs",
        verbose_name=_("experience that solved it"),
    )
    solving_solution = models.ForeignKey(
        "knowledge.SolutionPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="solved_needs",
        verbose_name=_("solution that solved it"),
    )
    is_waiting = models.BooleanField(_("waits for approval"), default=False)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)
    hidden_reason = models.CharField(_("reason"), max_length=400, blank=True)
    # Up to when what was published has been looked through for it.
    looked_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = NeedQuerySet.as_manager()

    is_commentable = True
    is_followable = True
    search_kind = "necesidad"
    follow_kind = "necesidad"
    stream_fields = ("title",)
    comments = GenericRelation("community.Comment")
    search_template = "knowledge/needs/_found.html"
    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("problem", boost=2),
        index.SearchField("place_in_words"),
        index.SearchField("theme_in_words"),
        index.SearchField("tried"),
        index.AutocompleteField("title"),
        index.FilterField("state"),
    ]
    wagtail_reference_index_ignore = True
    # Set by `with_row`.
    answered = 0

    class Meta:
        verbose_name = pgettext_lazy("of a municipality", "need")
        verbose_name_plural = pgettext_lazy("of municipalities", "needs")
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=NeedState.SOLVED.value) | ~Q(solved_with="", solved_kind=""),
                name="solved_need_says_with_what",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-posted_at"], name="need_by_state"),
            models.Index(fields=["place", "-posted_at"], name="need_of_a_place"),
            models.Index(fields=["theme", "state"], name="need_by_theme"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("needs:need", args=[self.pk])

    # --- Where it stands ------------------------------------------------------------

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_shown(self) -> bool:
        """Whether everybody reads it."""
        is_out = not self.is_hidden and not self.is_waiting
        return is_out and self.state != NeedState.WITHDRAWN

    @property
    def is_unmet(self) -> bool:
        return self.state in UNMET

    @property
    def is_solved(self) -> bool:
        return self.state == NeedState.SOLVED

    @property
    def takes_answers(self) -> bool:
        return self.is_unmet and not self.is_hidden and not self.is_waiting

    @property
    def takes_comments(self) -> bool:
        return self.is_shown

    @property
    def is_overdue(self) -> bool:
        """Unmet, and the day it was wanted by has passed."""
        day = self.wanted_by
        return day is not None and self.is_unmet and day < timezone.localdate()

    @property
    def solved_in_words(self) -> str:
        """With what: their own words or, without any, what kind of thing it was."""
        return self.solved_with or str(self.get_solved_kind_display())

    # --- What it says of itself --------------------------------------------------------

    @property
    def family(self) -> str:
        """The theme family whose hue and tiles it wears."""
        return self.theme.family

    @property
    def place_in_words(self) -> str:
        return str(self.place)

    @property
    def theme_in_words(self) -> str:
        return self.theme.name

    def is_moderated_by(self, user: User | AnonymousUser) -> bool:
        return bool(Need.objects.moderated_by(user).filter(pk=self.pk).exists())

    def told_of_comments(self) -> list[User]:
        """Whoever keeps it."""
        return [self.kept_by] if self.kept_by else []

    def get_stream_territory(self) -> Territory:
        """Its municipality."""
        return self.place

    def followed_through(self) -> list[Any]:
        """Its theme and the one above, its municipality and all above it."""
        themes: list[Theme] = [self.theme, *([self.theme.parent] if self.theme.parent else [])]
        return [*themes, self.place, *self.place.get_ancestors()]

    def search_facets(self) -> dict[str, list[str]]:
        above = [self.theme.parent.slug] if self.theme.parent else []
        return {
            "tema": [self.theme.slug, *above],
            "pais": [self.place.country_code],
            "municipio": [self.place.code],
            "anio": [str(timezone.localdate(self.posted_at).year)],
        }

    def search_audience(self) -> str:
        return "everyone" if self.is_shown else "nobody"

    def search_date(self) -> datetime:
        return self.posted_at

    @classmethod
    def get_indexed_objects(cls) -> NeedQuerySet:
        return cls.objects.select_related("place", "theme__parent")


class NeedStep(models.Model):
    """A line in the history of a need, which whoever reads it reads."""

    class Verb(models.TextChoices):
        POSTED = "posted", _("posted it")
        EDITED = "edited", _("corrected it")
        OPEN = "open", _("opened it again")
        IN_CONTACT = "in_contact", _("is in contact with somebody who can help")
        SOLVED = "solved", _("solved it")
        WITHDRAWN = "withdrawn", _("withdrew it")
        PASSED_ON = "passed_on", _("left it to another")

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(_("act"), max_length=12, choices=Verb.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    note = models.CharField(_("note"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("step of a need")
        verbose_name_plural = _("steps of needs")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.actor or ''} {self.get_verb_display()}".strip()


def unanswered() -> Any:
    """Whether nobody has answered a need of the query around it."""
    answers: Any = Need._meta.get_field("answers").related_model
    return ~Exists(answers.objects.shown().filter(need=OuterRef("pk")).order_by())
