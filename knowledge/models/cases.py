"""What one municipality lived: the versioned record at the heart of the platform.

Fields, values and levels are those of the record of a case; here, what the first
level asks for but its texts. The rest is in the modules it is put together from.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
)
from wagtail.search import index

from knowledge.models.case_classification import Classification
from knowledge.models.case_means import YEARS, Means, Snapshot
from knowledge.models.case_narrative import NARRATIVE, Narrative
from knowledge.models.case_news import CaseNews
from knowledge.models.case_queryset import CaseQuerySet
from knowledge.models.case_words import CaseWords
from knowledge.models.desk import OnDesk
from knowledge.models.endorsements import networks_showing
from knowledge.models.in_force import InForce
from knowledge.models.keeping import Kept
from knowledge.models.references import forget_what_is_gone
from knowledge.models.sealed import Sealed
from knowledge.models.standing import Standing
from knowledge.models.told import AsTold
from knowledge.models.vocabularies import TargetGroup
from knowledge.permissions import can_moderate_comments
from knowledge.scales import (
    CostBand,
    Language,
    Level,
    RecordKind,
    Recurrence,
    Scope,
    Stage,
)

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from wagtail.models import Revision

    from community.models import Theme, User

CODE = re.compile(r"[A-Z]{2}-\d{4}-\d{4,}")
MONTHS = [MinValueValidator(1), MaxValueValidator(12)]


# Type ignore: the mirrors of relations that django-modelcluster, which has no types,
# declares are unknown to the plugin.
class Case(  # type: ignore[django-manager-missing]
    CaseNews,
    CaseWords,
    Sealed,
    PreviewableMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    Kept,
    OnDesk,
    InForce,
    Standing,
    Classification,
    Narrative,
    Means,
    Snapshot,
    AsTold,
    ClusterableModel,
):
    """A municipal innovation, as one municipality lived it (experiencia).

    What readers see is the row itself; what is being written is its latest
    revision, until `knowledge.actions` publishes it. Each publication leaves a
    `CaseVersion`. `state` tells where the work on it stands, `live` whether
    readers see it: a published case may have a new draft that was sent.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("in review")
        RETURNED = "returned", _("returned")
        PUBLISHED = "published", pgettext_lazy("experience", "published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    Language = Language

    # --- What belongs to the case as a whole, not to one of its versions -------
    UNVERSIONED = (
        "key",
        "code",
        "state",
        "level",
        "evidence_level",
        "registered_by",
        "kept_by",
        "on_behalf_of",
        "protects",
        "author_shown_as",
        "author_label",
        "sent_at",
        "changed_at",
        "publish_at",
        "confirmed_at",
        *InForce.IN_FORCE,
        *OnDesk.DESK,
        *Standing.STANDING,
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Country, year and number. Given when the case is sent; never changes."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    level = models.PositiveSmallIntegerField(
        _("level"), choices=Level.choices, default=Level.REGISTERED, editable=False
    )
    evidence_level = models.PositiveSmallIntegerField(
        _("evidence"),
        default=1,
        editable=False,
        help_text=_("1 to 5, of what is published; see knowledge.evidence."),
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    publish_at = models.DateTimeField(
        _("to be published at"), null=True, blank=True, editable=False
    )
    confirmed_at = models.DateTimeField(
        _("confirmed by the municipality at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Empty: it was told by a third party."),
    )

    # --- Identification and classification --------------------------------------
    title = models.CharField(
        _("title"),
        max_length=100,
        help_text=_("What was done, in plain words and without acronyms."),
    )
    summary = models.CharField(_("summary"), max_length=280, blank=True)
    # SET_NULL, as everything a version refers to: a vanished target must not make it unreadable.
    lead_municipality = models.ForeignKey(
        "territories.Territory",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("municipality"),
    )
    record_kind = models.CharField(
        _("kind of record"), max_length=20, choices=RecordKind.choices, blank=True
    )
    stage = models.CharField(_("stage"), max_length=14, choices=Stage.choices, blank=True)
    start_year = models.PositiveSmallIntegerField(
        _("year it began"), null=True, blank=True, validators=YEARS
    )
    start_month = models.PositiveSmallIntegerField(
        _("month it began"), null=True, blank=True, validators=MONTHS
    )
    end_year = models.PositiveSmallIntegerField(
        _("year it ended"), null=True, blank=True, validators=YEARS
    )
    end_month = models.PositiveSmallIntegerField(
        _("month it ended"), null=True, blank=True, validators=MONTHS
    )
    is_ongoing = models.BooleanField(_("it is still going on"), null=True, blank=True)
    recurrence = models.CharField(
        _("once or repeated"), max_length=8, choices=Recurrence.choices, blank=True
    )
    scope = models.CharField(_("scope"), max_length=14, choices=Scope.choices, blank=True)
    target_groups = ParentalManyToManyField(
        TargetGroup, blank=True, related_name="cases", verbose_name=_("people it is for")
    )
    language = models.CharField(
        _("language it is written in"),
        max_length=2,
        choices=Language.choices,
        default=Language.SPANISH,
    )

    objects = CaseQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("summary", boost=2),
        index.SearchField("code", boost=3),
        index.SearchField("place", boost=3),
        *(index.SearchField(name) for name in NARRATIVE),
        index.SearchField("words_of_themes"),
        index.SearchField("words_of_keywords"),
        index.AutocompleteField("title"),
        index.FilterField("live"),
        index.FilterField("level"),
    ]
    # Its actions tell the index: a draft that is saved changes nothing readers see.
    search_auto_update = False
    search_kind = "experiencia"
    search_template = "knowledge/_found_case.html"
    search_labels = {
        "nivel": {str(value): label for value, label in Level.choices},
        "costo": dict(CostBand.choices),
    }
    is_commentable = True
    comments = GenericRelation("community.Comment")

    class Meta:
        verbose_name = _("experience")
        verbose_name_plural = _("experiences")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(live=False) | models.Q(code__isnull=False),
                name="published_case_has_a_code",
            ),
            models.CheckConstraint(
                condition=models.Q(end_year__isnull=True)
                | models.Q(start_year__isnull=True)
                | models.Q(end_year__gte=models.F("start_year")),
                name="case_ends_after_it_began",
                violation_error_message=_("It cannot end before it began."),
            ),
        ]
        indexes = [
            models.Index(fields=["live", "-first_published_at"], name="case_newest_first"),
            models.Index(fields=["state", "sent_at"], name="case_by_state"),
            models.Index(fields=["systematizing_since"], name="case_in_systematization"),
            models.Index(fields=["publish_at"], name="case_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.end_year and self.is_ongoing:
            raise ValidationError(
                {"end_year": _("If it is still going on, it has not ended: leave the end empty.")}
            )

    # --- Versions -----------------------------------------------------------------

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Case:
        """A text as `data` tells it. With `check_fks`, without what is no longer there."""
        told: Case = super().from_serializable_data(data, check_fks=False, strict_fks=strict_fks)
        if check_fks:
            forget_what_is_gone(told)
        return told

    def with_content_json(self, content: dict[str, Any]) -> Case:
        """The case as `content` tells it, with what belongs to the case as a whole as it is now."""
        return self._keep_what_is_unversioned(super().with_content_json(content))

    def draft(self) -> Case:
        """The newest text, published or not, to be read and edited. No query for its relations."""
        if not (self.has_unpublished_changes and self.latest_revision):
            return self
        return self.as_told(self.latest_revision.content)

    def as_told(self, content: dict[str, Any]) -> Case:
        """The case as it stands, with the text of a revision or a version."""
        told = Case.from_serializable_data(content, check_fks=False)
        for name in ("pk", "live", "has_unpublished_changes", "first_published_at"):
            setattr(told, name, getattr(self, name))
        for name in ("last_published_at", "live_revision_id", "latest_revision"):
            setattr(told, name, getattr(self, name))
        return self._keep_what_is_unversioned(told)

    def _keep_what_is_unversioned(self, other: Case) -> Case:
        for name in self.UNVERSIONED:
            field: Any = self._meta.get_field(name)
            attname = field.attname
            setattr(other, attname, getattr(self, attname))
        return other

    def save_revision(self, *args: Any, **options: Any) -> Revision:
        """Keep the text as a revision.

        Raises:
            PermissionDenied: the revision to overwrite is the published one.

        """
        overwritten = options.get("overwrite_revision")
        if overwritten is not None:
            published = Case.objects.filter(pk=self.pk).values_list("live_revision", flat=True)
            if overwritten.pk in published:
                raise PermissionDenied("What is published is never rewritten.")
        return super().save_revision(*args, **options)

    def publish(self, *args: Any, **options: Any) -> None:
        """Refused, always: a case becomes public through `knowledge.actions` alone."""
        raise PermissionDenied("Cases are published by knowledge.actions.publish.")

    def unpublish(self, *args: Any, **options: Any) -> None:
        """Refused, always: a case is withdrawn through `knowledge.actions` alone."""
        raise PermissionDenied("Cases are withdrawn by knowledge.actions.unpublish.")

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "knowledge/case_preview.html"

    # --- What it says of itself -----------------------------------------------------

    @property
    def reference(self) -> str:
        """What stands for it in an address: its code or, before it has one, its key."""
        return self.code or str(self.key)

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.reference])

    @property
    def is_told_by_a_third_party(self) -> bool:
        """Nobody of the municipality has confirmed it."""
        return self.confirmed_at is None

    @property
    def themes(self) -> list[Theme]:
        """Its themes, the first one first. One query, none after `with_row`."""
        return [link.theme for link in self.case_themes.all()]

    @property
    def family(self) -> str:
        """The theme family whose hue and tiles it wears."""
        themes = self.themes
        return themes[0].family if themes else "gestion"

    @property
    def place(self) -> str:
        """The municipality with what it lies in: "Sucre (Miranda, Venezuela)"."""
        return str(self.lead_municipality) if self.lead_municipality else ""

    @property
    def words_of_themes(self) -> str:
        return " ".join(theme.name for theme in self.themes)

    def is_moderated_by(self, user: User | AnonymousUser) -> bool:
        """Whether the person may hide comments on it."""
        return can_moderate_comments(user, self)

    def search_audience(self) -> str:
        return "everyone" if self.live else "nobody"

    def search_date(self) -> datetime | None:
        return self.first_published_at

    def search_facets(self) -> dict[str, list[str]]:
        """What a search may be narrowed by: values as the address of the search page has them."""
        place = self.lead_municipality
        themes = {theme.slug for theme in self.themes}
        themes |= {theme.parent.slug for theme in self.themes if theme.parent}
        told = [link.network.slug for link in self.case_networks.select_related("network")]
        return {
            "red": list(dict.fromkeys([*told, *networks_showing(self)])),
            "tema": sorted(themes),
            "pais": [place.country_code] if place else [],
            "municipio": [place.code] if place else [],
            "nivel": [str(self.level)],
            "costo": [self.cost_band] if self.cost_band else [],
            "anio": [str(self.start_year)] if self.start_year else [],
        }
