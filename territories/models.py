"""Where things happen: countries, states, municipalities and parishes."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.models import Orderable

from territories.names import fold
from territories.panels import OF_A_TERRITORY

# Source: ISO 3166-1, 8.1.3 (XK is left out: it is used for a real country).
USER_ASSIGNED = re.compile(r"AA|Q[M-Z]|X[A-JL-Z]|ZZ")

# Longer than any name with its parents; the rest of what somebody pasted says nothing.
MAX_SEARCHED = 300


# The tag of a country of which only single municipalities are here.
PARTIAL = "incompleto"


class TerritoryTag(TagBase):
    """A trait that makes municipalities alike: capital, border, coast, island, mining..."""

    free_tagging = False
    panels = [FieldPanel("name")]

    class Meta:
        verbose_name = _("territory tag")
        verbose_name_plural = _("territory tags")


class TaggedTerritory(ItemBase):
    tag = models.ForeignKey(TerritoryTag, on_delete=models.CASCADE, related_name="tagged")
    content_object = models.ForeignKey(
        "territories.Territory", on_delete=models.CASCADE, related_name="tagged_items"
    )


class TerritoryQuerySet(MP_NodeQuerySet):
    def visible_to(self, user: Any) -> TerritoryQuerySet:
        """Every territory: where a place lies is public knowledge."""
        return self

    def countries(self) -> TerritoryQuerySet:
        return self.filter(level=Territory.Level.COUNTRY)

    def states(self) -> TerritoryQuerySet:
        return self.filter(level=Territory.Level.STATE)

    def municipalities(self) -> TerritoryQuerySet:
        return self.filter(level=Territory.Level.MUNICIPALITY)

    def named(self, *names: str) -> TerritoryQuerySet:
        """The municipalities that addresses name so, as `name_in_address` has it."""
        found = models.Q(pk__in=[])
        for name in names:
            country, _dash, code = name[:140].replace("\x00", "").partition("-")
            found |= models.Q(country_code=country.upper(), code=code)
        return self.municipalities().filter(found)

    def matching(self, words: str) -> TerritoryQuerySet:
        """Those where every word begins one of the name or of what it lies in.

        Accents, case and punctuation do not count. Those whose own name begins
        with the words come first, the shortest before the others, then by name
        and parent. Without words nothing matches.
        """
        asked = fold(words[:MAX_SEARCHED])
        if not asked:
            return self.none()
        found = self
        for word in asked.split(" "):
            found = found.filter(search_text__contains=f" {word}")
        begins = models.Case(
            models.When(search_name=asked, then=0),
            models.When(search_name__startswith=asked, then=1),
            default=2,
        )
        return found.order_by(begins, "search_text", "path")

    def homonyms_of(self, territory: Territory) -> TerritoryQuerySet:
        """The others of its level that bear the same name, in any country."""
        return (
            self.filter(level=territory.level, search_name=territory.search_name)
            .exclude(pk=territory.pk)
            .order_by("search_text", "path")
        )


class TerritoryTree(MP_NodeManager.from_queryset(TerritoryQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> TerritoryQuerySet:
        """In the order of the tree. treebeard's own would give its plain query set."""
        return TerritoryQuerySet(self.model, using=self._db).order_by("path")


class Territory(MP_Node, ClusterableModel):
    """A piece of ground with a government or a name of its own.

    Four levels, each the child of the one before: country, state (province,
    department, comarca), municipality (district), parish (corregimiento).
    Names repeat (Venezuela has eleven municipalities called Sucre): what tells
    one from another is `code`, unique within `code_scheme`, and on the screen
    `name_with_parent`. A code is permanent: it outlives a change of name.
    """

    class Level(models.TextChoices):
        COUNTRY = "country", _("country")
        STATE = "state", _("state")
        MUNICIPALITY = "municipality", _("municipality")
        PARISH = "parish", _("parish")

    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"),
        max_length=40,
        blank=True,
        help_text=_("What the country itself calls it: provincia, comarca, distrito..."),
    )
    code_scheme = models.CharField(
        _("code scheme"),
        max_length=40,
        help_text=_("Who gave the code: iso-3166-1, iso-3166-2, inec-pa, cabildo..."),
    )
    code = models.CharField(_("code"), max_length=120)
    country_code = models.CharField(
        _("country code"), max_length=2, help_text=_("ISO 3166-1, two letters")
    )
    # The chain above, in words ("Miranda, Venezuela"), so that a list of
    # homonyms needs no query for each parent. Written by `actions`.
    parent_names = models.CharField(_("lies in"), max_length=380, blank=True, editable=False)
    # What is searched, folded: the name alone, and every word of name and
    # parents with a space before each. Written by `save` and `actions`.
    search_name = models.CharField(max_length=120, editable=False)
    search_text = models.CharField(max_length=510, editable=False)
    capital = models.CharField(_("capital"), max_length=120, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the population"), null=True, blank=True
    )
    population_source = models.CharField(_("source of the population"), max_length=200, blank=True)
    area_km2 = models.DecimalField(
        _("area (km²)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    area_year = models.PositiveSmallIntegerField(_("year of the area"), null=True, blank=True)
    area_source = models.CharField(_("source of the area"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    coordinates_source = models.CharField(
        _("source of the coordinates"), max_length=200, blank=True
    )
    budget_usd_per_inhabitant = models.DecimalField(
        _("own budget per inhabitant (US$)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    budget_year = models.PositiveSmallIntegerField(_("year of the budget"), null=True, blank=True)
    budget_source = models.CharField(_("source of the budget"), max_length=200, blank=True)
    rural_share_percent = models.DecimalField(
        _("rural share (%)"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    rural_share_year = models.PositiveSmallIntegerField(
        _("year of the rural share"), null=True, blank=True
    )
    rural_share_source = models.CharField(
        _("source of the rural share"), max_length=200, blank=True
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    tags = TaggableManager(through=TaggedTerritory, blank=True, verbose_name=_("tags"))
    # What is compared of it, or what it is called, is no longer what it was: whoever writes
    # many rows at once sets it, see `territories.ground`.
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    node_order_by: list[str] = []
    objects = TerritoryTree()

    is_followable = True
    follow_kind = "territorio"

    panels = OF_A_TERRITORY

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints = [
            models.UniqueConstraint(
                fields=["code_scheme", "code"], name="territory_code_is_unique_in_its_scheme"
            ),
            models.CheckConstraint(
                condition=models.Q(population__isnull=True)
                | models.Q(population_year__isnull=False),
                name="territory_population_has_its_year",
                violation_error_message=_("A population needs the year it was counted in."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="territory_coordinates_come_in_pairs",
                violation_error_message=_("Latitude and longitude are given together."),
            ),
        ]
        indexes = [
            models.Index(fields=["level", "search_name"], name="territory_by_level_and_name"),
            models.Index(fields=["country_code", "code"], name="territory_by_country_and_code"),
            models.Index(fields=["search_text"], name="territory_by_search_text"),
            models.Index(fields=["level", "changed_at"], name="territory_last_changed"),
        ]

    def __str__(self) -> str:
        return self.name_with_parent

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.renew_search()
        self.changed_at = timezone.now()
        super().save(*args, **kwargs)

    @property
    def name_with_parent(self) -> str:
        """The name nobody mistakes: "Sucre (Miranda, Venezuela)"; a country stands alone."""
        return f"{self.name} ({self.parent_names})" if self.parent_names else self.name

    @property
    def is_municipality(self) -> bool:
        return self.level == self.Level.MUNICIPALITY

    @property
    def is_partial(self) -> bool:
        """Whether only some of its municipalities are here, and its pages say so. One query."""
        return any(tag.slug == PARTIAL for tag in self.tags.all())

    @property
    def names_for_children(self) -> str:
        """What its children lie in: "Sucre, Miranda, Venezuela"."""
        return f"{self.name}, {self.parent_names}" if self.parent_names else self.name

    @property
    def is_fictional(self) -> bool:
        """Its country has a code that ISO 3166-1 leaves to users: an invented place."""
        return bool(USER_ASSIGNED.fullmatch(self.country_code))

    def renew_search(self) -> None:
        """Make what is searched say what the name and the parents say now. Does not save."""
        self.search_name = fold(self.name)
        self.search_text = f" {fold(self.name_with_parent)}"

    @property
    def name_in_address(self) -> str:
        """What filters call it: "ve-1234", since two countries may have the same code."""
        return f"{self.country_code.lower()}-{self.code}"

    def get_absolute_url(self) -> str:
        """Its page; a parish is a part of its municipality's page and leads there."""
        country = self.country_code.lower()
        if self.level == self.Level.COUNTRY:
            return reverse("territories:country", args=[country])
        return reverse("territories:territory", args=[country, self.code])


class AlternateCode(models.Model):
    """Another code of the same territory, for instance the official one that came later."""

    territory = ParentalKey(Territory, on_delete=models.CASCADE, related_name="alternate_codes")
    scheme = models.CharField(_("code scheme"), max_length=40)
    code = models.CharField(_("code"), max_length=120)

    class Meta:
        verbose_name = _("alternate code")
        verbose_name_plural = _("alternate codes")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"], name="alternate_code_is_unique_in_its_scheme"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}"

    def clean(self) -> None:
        """The code is nobody else's own one."""
        holder = Territory.objects.filter(code_scheme=self.scheme, code=self.code).first()
        if holder is not None and holder.pk != self.territory_id:
            raise ValidationError(
                _("%(code)s is already the code of %(territory)s."),
                params={"code": str(self), "territory": str(holder)},
            )


class TerritoryGroup(ClusterableModel):
    """A named set of territories: a facilitator's zone, a group of peers, an association."""

    class Kind(models.TextChoices):
        ZONE = "zone", _("facilitator's zone")
        PEERS = "peers", _("group of peers")
        ASSOCIATION = "association", _("association of municipalities")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    territories = models.ManyToManyField(
        Territory,
        through="territories.GroupedTerritory",
        related_name="groups",
        verbose_name=_("territories"),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("kind"),
        MultipleChooserPanel(
            "grouped",
            chooser_field_name="territory",
            heading=_("Territories"),
            label=_("Territory"),
        ),
    ]

    class Meta:
        verbose_name = _("group of territories")
        verbose_name_plural = _("groups of territories")
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="territory_group_name_is_unique")
        ]

    def __str__(self) -> str:
        return self.name


class GroupedTerritory(Orderable):
    """A territory's place in a group."""

    group = ParentalKey(TerritoryGroup, on_delete=models.CASCADE, related_name="grouped")
    territory = models.ForeignKey(
        Territory, on_delete=models.CASCADE, related_name="+", verbose_name=_("territory")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("territory of a group")
        verbose_name_plural = _("territories of a group")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "territory"], name="territory_is_once_in_a_group"
            )
        ]

    def __str__(self) -> str:
        return str(self.territory)
