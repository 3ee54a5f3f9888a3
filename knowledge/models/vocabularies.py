"""Lists of words that editors change."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class VocabularyQuerySet(models.QuerySet[Any]):
    def active(self) -> VocabularyQuerySet:
        """Those that may still be chosen. Old ones stay on what carries them."""
        return self.filter(is_active=True)


class Vocabulary(models.Model):
    """Abstract: a word of a list. Deactivated, never deleted."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_pt = models.CharField(_("name in Portuguese"), max_length=80, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("may be chosen"), default=True)

    objects = VocabularyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        language = (get_language() or "es")[:2]
        return getattr(self, f"name_{language}", "") or self.name


class TargetGroup(Vocabulary):
    """People a case is for: children, women, rural population..."""

    class Meta(Vocabulary.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")


class Condition(Vocabulary):
    """What must be there for an innovation to work: a mandate, a team, a norm..."""

    class Meta(Vocabulary.Meta):
        verbose_name = _("condition of success")
        verbose_name_plural = _("conditions of success")
