"""What a case is and where, beyond the first questions."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager

from knowledge.models.choice_lists import ChoiceList
from knowledge.scales import Goal, InnovationType, Participation


class Classification(models.Model):
    """Abstract: section 1 of the record, but for what the first level asks."""

    association = models.CharField(
        _("association of municipalities"),
        max_length=160,
        blank=True,
        help_text=_("If several did it together under one name."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Where it can be seen, never a private home."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    sdgs = ChoiceList(_("Sustainable Development Goals"), scale=Goal)
    innovation_types = ChoiceList(_("kind of innovation"), scale=InnovationType)
    participation_spectrum = models.CharField(
        _("how far people took part"), max_length=12, choices=Participation.choices, blank=True
    )
    keywords = ClusterTaggableManager(
        through="knowledge.CaseKeyword", blank=True, verbose_name=_("keywords")
    )

    class Meta:
        abstract = True

    @property
    def words_of_keywords(self) -> str:
        """For the search. One query, and one for each word, but none after `for_search`."""
        rows: Any = self.keyword_rows.all()  # type: ignore[attr-defined]
        return " ".join(row.tag.name for row in rows)
