"""What municipalities do: the vocabulary of their competences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from community.models.members import User


class ThemeQuerySet(models.QuerySet["Theme"]):
    def active(self) -> ThemeQuerySet:
        """Themes that may still be chosen. Old ones stay on what carries them."""
        return self.filter(is_active=True)

    def visible_to(self, user: User | AnonymousUser) -> ThemeQuerySet:
        """All: the vocabulary is everybody's."""
        return self.all()

    def first_level(self) -> ThemeQuerySet:
        return self.filter(parent__isnull=True)

    def in_tree(self) -> ThemeQuerySet:
        """Each of the first level, followed by those that lie under it."""
        above = Coalesce("parent__sort_order", "sort_order"), Coalesce("parent", "pk")
        return self.order_by(*above, F("parent").asc(nulls_first=True), "sort_order", "pk")


# Type ignore: the mirror of a django-modelcluster relation, which has no types.
class Theme(models.Model):  # type: ignore[django-manager-missing]
    """A municipal competence, on one of two levels. Deactivated, never deleted."""

    class Family(models.TextChoices):
        """Eight families; each lends its hue and its floor tiles to what carries the theme."""

        WATER = "agua", _("water")
        WASTE = "residuos", _("waste and environment")
        CITY = "ciudad", _("city and mobility")
        SOCIAL = "social", _("social")
        ECONOMY = "economia", _("economy")
        FINANCE = "hacienda", _("public finance")
        MANAGEMENT = "gestion", _("management")
        PARTICIPATION = "participacion", _("participation")

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_pt = models.CharField(_("name in Portuguese"), max_length=80, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("lies under"),
        limit_choices_to={"parent__isnull": True},
    )
    family = models.CharField(_("family"), max_length=14, choices=Family.choices)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("may be chosen"), default=True)

    objects = ThemeQuerySet.as_manager()

    is_followable = True
    follow_kind = "tema"

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        language = (get_language() or "es")[:2]
        return getattr(self, f"name_{language}", "") or self.name

    def get_absolute_url(self) -> str:
        """Everything about it that can be found."""
        return f"{reverse('search:search')}?tema={self.slug}"


def slugs_of(themes: Iterable[Theme]) -> list[str]:
    """Of these and, after them, of those they lie under; each once."""
    themes = list(themes)
    above = [theme.parent.slug for theme in themes if theme.parent]
    return list(dict.fromkeys([theme.slug for theme in themes] + above))


def name_of_theme(to_theme: str = "") -> Any:
    """The name in the reader's language, the Spanish one where that is missing.

    `to_theme` leads to the theme from the rows that are asked: "theme__".
    """
    language = (get_language() or "es")[:2]
    if language not in {"pt", "en"}:
        return models.F(f"{to_theme}name")
    own = f"{to_theme}name_{language}"
    return models.Case(
        models.When(**{own: ""}, then=models.F(f"{to_theme}name")),
        default=models.F(own),
        output_field=models.CharField(),
    )
