"""Sections and what is published in them: the ground of posts, solutions and resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.models.panels import CommentPanelPlaceholder
from wagtail.search import index

from community.blocks import SourcesBlock
from community.http import is_fragment
from community.models import (
    BasePage,
    BasePageQuerySet,
    ContentPage,
    PageTag,
    PageTheme,
    User,
    may_publish,
    with_themes,
)
from community.models.gathered import Gathered
from networks.forms import EntryForm, SkeletonForm
from networks.listing import list_entries
from networks.models.membership import Membership
from networks.models.network import RESERVED_SLUGS, NetworkPage
from networks.models.upkeep import ASKED_BEFORE, UpkeptPage, a_year_after, set_review_day
from networks.outline import outline_at
from networks.page_permissions import EntryPermissions, SkeletonPermissions
from networks.permissions import can_moderate, leads, may_confirm
from networks.sections import all_sections

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import PagePermissionTester

    from networks.outline import Outline

# Root, home page, index of networks: only what lies deeper can lie in a network.
DEPTH_OF_NETWORKS = 4


def network_above(page: Page) -> NetworkPage | None:
    if not page.path or page.depth <= DEPTH_OF_NETWORKS:
        return None
    return NetworkPage.objects.ancestor_of(page).order_by("-depth").first()


class SectionPage(BasePage):
    """The top of a section, in a network or, across networks, right under the home page. Abstract.

    Subclasses set `entry_model`, the label of the pages listed here, and
    `fragment`, the template of the list alone, which HTMX gets under the same address.
    """

    entry_model: str = ""
    fragment: str = ""
    # What the list may be filtered by; see `networks.listing`.
    filtered_by: tuple[str, ...] = ("tema", "red", "anio")
    # Whether the section right under the home page, which lists those of all
    # networks, also takes entries of its own.
    has_own_entries = False

    parent_page_types = ["community.HomePage", "networks.NetworkPage"]
    base_form_class = SkeletonForm
    promote_panels = [FieldPanel("slug")]
    settings_panels: list[Any] = []

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """One section of a kind per place."""
        return super().can_create_at(parent) and not parent.get_children().type(cls).exists()

    def can_move_to(self, parent: Page) -> bool:
        others = parent.get_children().type(type(self)).exclude(pk=self.pk)
        return bool(super().can_move_to(parent)) and not others.exists()

    def clean(self) -> None:
        super().clean()
        if self.path:
            self.refuse_reserved_slug(self.slug, self.get_parent())

    def refuse_reserved_slug(self, slug: str, parent: Page | None) -> None:
        """Raise ValidationError when a network answers at that address with something else."""
        taken = RESERVED_SLUGS - {section.slug for section in all_sections()}
        inside = parent is not None and issubclass(parent.specific_class or Page, NetworkPage)
        if inside and slug in taken:
            message = _("“%(slug)s” is an address the network already uses: choose another.")
            raise ValidationError({"slug": message % {"slug": slug}})

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        return SkeletonPermissions(user, self, self.get_network_path())

    def get_network_path(self) -> str:
        """Where in the tree stands the page this is a section of."""
        return str(self.path[: -self.steplen])

    def place_entries(self) -> None:
        """Write anew in which network each of its entries lies. Two queries."""
        entries: Any = apps.get_model(self.entry_model)._default_manager
        entries.descendant_of(self).update(network=network_above(self))

    def network_above(self) -> NetworkPage | None:
        """The network whose section this is, with its outline; None for the one across networks.

        One query at the first call, none after it.
        """
        return self._place.network if self._place else None

    @cached_property
    def _place(self) -> Outline | None:
        if not self.path or self.depth <= DEPTH_OF_NETWORKS:
            return None
        return outline_at(self.get_network_path())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        network, entries = self.network_above(), apps.get_model(self.entry_model)
        context["network"] = network
        context["is_fragment"] = is_fragment(request)
        context["listing"] = list_entries(request, entries, network, self.filtered_by)
        return context

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return self.fragment if is_fragment(request) else self.template

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().serve(request, *args, **kwargs)
        # One address, two bodies: caches must not mix them up.
        patch_vary_headers(response, ["HX-Request"])
        return response


def takes_entries(section: Page) -> bool:
    """Whether pages may be published right under it: in a network, or when it says so itself.

    Not in a network that is archived.
    """
    above = section.get_parent()
    if above is not None and issubclass(above.specific_class or Page, NetworkPage):
        return NetworkPage.objects.in_work().filter(pk=above.pk).exists()
    return bool(getattr(section.specific_class, "has_own_entries", False))


class EntryQuerySet(BasePageQuerySet):
    def in_network(self, network: NetworkPage) -> EntryQuerySet:
        return self.filter(network=network)

    def shown_in(self, network: NetworkPage) -> EntryQuerySet:
        """What its section lists: those that lie in it, and what an app above shows there too."""
        return self.in_network(network)

    def in_list(self, network: NetworkPage | None = None) -> EntryQuerySet:
        """With what a row of the list tells besides, in that network or in that of all; each kind
        adds its own.
        """
        return self

    def newest_first(self) -> EntryQuerySet:
        return self.order_by("-published_on", "-pk")

    def stale(self, on: date) -> EntryQuerySet:
        """Live ones whose day has passed, the stalest first. One due exactly then still holds."""
        return self.live().filter(review_on__lt=on).order_by("review_on", "pk")

    def review_due(self, on: date) -> EntryQuerySet:
        """Live ones whose day comes within thirty days, the nearest first; none that are stale."""
        near = self.live().filter(review_on__gte=on, review_on__lte=on + ASKED_BEFORE)
        return near.order_by("review_on", "pk")

    def with_row(self) -> EntryQuerySet:
        """Loads what a row of a list shows."""
        rows: EntryQuerySet = self.model.with_row(self)
        return rows

    def moderated_by(self, user: User | AnonymousUser) -> EntryQuerySet:
        """Those this person answers for: in a network they coordinate, or publish in from above."""
        if not user.is_authenticated or not user.is_active or user.is_suspended:
            return self.none()
        if user.is_superuser:
            return self
        coordinated = Membership.objects.coordinators().filter(user=user.pk).values("network")
        return self.filter(models.Q(network__in=coordinated) | models.Q(may_publish(user)))

    def about_the_same(self, entry: EntryPage) -> EntryQuerySet:
        """Others that share a theme or a tag with it, those that share most first."""
        themes = PageTheme.objects.filter(page=entry.pk).values("theme")
        tags = PageTag.objects.filter(content_object=entry.pk).values("tag")
        ties = models.Count(
            "page_themes", filter=models.Q(page_themes__theme__in=themes), distinct=True
        ) + models.Count("tagged_items", filter=models.Q(tagged_items__tag__in=tags), distinct=True)
        return (
            self.exclude(pk=entry.pk)
            .annotate(ties=ties)
            .filter(ties__gt=0)
            .order_by("-ties", "-published_on", "-pk")
        )


class EntryPage(UpkeptPage):
    """Something published in a section: a post, a solution, a resource. Abstract."""

    # Where it lies, kept beside its place in the tree so that a list across
    # networks needs one query. Written by `save` and, after a move, by `caches`.
    network = models.ForeignKey(
        NetworkPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    published_on = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    sources = StreamField(
        SourcesBlock(),
        verbose_name=_("sources"),
        blank=True,
        help_text=_("Where the facts come from. Shown at the end, with a link to each."),
    )
    comments = GenericRelation("community.Comment")

    objects = PageManager.from_queryset(EntryQuerySet)()

    subpage_types: list[str] = []
    base_form_class = EntryForm
    served_with: tuple[str, ...] = (
        "cover",
        "network",
        "author__photo",
        "organization",
        "contact",
    )
    # Whether the reader may open the profiles of author and contact; None: not asked yet.
    author_is_open: bool | None = None
    contact_is_open: bool | None = None
    # Whether this reader answers for its network; None: not asked yet.
    is_answered_for: bool | None = None
    # Whether somebody should look at it again in a year. What happened stays as it was.
    grows_old = True
    # What schema.org calls it, in the archive of its network.
    schema_type = "CreativeWork"
    # The year by which lists filter it.
    year_listed = "published_on__year"
    # Whether the reader coordinates its network; only a page that is served knows.
    reader_leads_it = False
    author_panels = [
        MultiFieldPanel(
            [
                FieldPanel("author"),
                FieldPanel("written_with"),
                FieldPanel("on_behalf_of"),
                FieldPanel("organization"),
            ],
            heading=_("Who signs it"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("contact"), FieldPanel("contact_email")]),
                FieldRowPanel([FieldPanel("published_on"), FieldPanel("review_on")]),
            ],
            heading=_("Contact and dates"),
            classname="collapsed",
        ),
    ]
    promote_panels = [FieldPanel("slug")]
    settings_panels: list[Any] = [PublishingPanel(), CommentPanelPlaceholder()]
    search_fields = [
        *ContentPage.search_fields,
        index.FilterField("network"),
        index.FilterField("published_on"),
    ]

    class Meta:
        abstract = True

    @classmethod
    def with_row(cls, rows: EntryQuerySet) -> EntryQuerySet:
        """Pages with what a row of a list shows, in one query and one more for their themes."""
        loaded: EntryQuerySet = rows.select_related("network", "cover")
        return loaded.prefetch_related(with_themes())

    @classmethod
    def as_served(cls, user: User | AnonymousUser) -> Any:
        """Adds whether this reader may open the profiles of author and contact, and leads it;
        its tags.
        """
        open_ones, itself = User.objects.visible_to(user), models.OuterRef("pk")
        told: dict[str, Any] = {
            "author_is_open": models.Exists(open_ones.filter(pk=models.OuterRef("author"))),
            "contact_is_open": models.Exists(open_ones.filter(pk=models.OuterRef("contact"))),
        }
        told["reader_leads_it"] = leads(user, models.OuterRef("network"))
        tags = PageTag.objects.filter(content_object=itself).order_by().values("content_object")
        tags = tags.annotate(names=Gathered("tag__name"))
        told["tags_named"] = models.Subquery(tags.values("names"))
        if user.is_authenticated:
            answered_for: Any = cls._default_manager.all()
            answered_for = answered_for.moderated_by(user).order_by().filter(pk=itself)
            told["is_answered_for"] = models.Exists(answered_for)
        return super().as_served(user).annotate(**told)

    @property
    def tag_names(self) -> list[str]:
        """What its tags are called. No query for the page as it is served, one otherwise."""
        if "tags_named" in self.__dict__:
            return sorted(self.__dict__["tags_named"] or ())
        return sorted(tag.name for tag in self.tags.all())

    def save(self, *args: Any, **kwargs: Any) -> None:
        page: Any = self
        page.author_id = page.author_id or page.owner_id
        self.network = self.network_above()
        super().save(*args, **kwargs)

    def network_above(self) -> NetworkPage | None:
        """The network this page lies in; None for the site's own."""
        return network_above(self)

    def place_entries(self) -> None:
        """Write anew in which network it lies. Two queries."""
        entries: Any = type(self)._default_manager
        entries.filter(pk=self.pk).update(network=network_above(self))

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return super().can_create_at(parent) and takes_entries(parent)

    def can_move_to(self, parent: Page) -> bool:
        return bool(super().can_move_to(parent)) and takes_entries(parent)

    @classmethod
    def get_indexed_objects(cls) -> EntryQuerySet:
        entries: EntryQuerySet = super().get_indexed_objects()
        return entries.select_related("network")

    def search_facets(self) -> dict[str, list[str]]:
        """Adds its network and year."""
        told = {**super().search_facets(), "anio": [str(self.published_on.year)]}
        return {**told, "red": [self.network.slug] if self.network else []}

    def search_date(self) -> date:
        return self.published_on

    def permissions_for_user(self, user: User) -> EntryPermissions:
        return EntryPermissions(user, self)

    @property
    def takes_comments(self) -> bool:
        """Not where its network is archived."""
        return self.network is None or self.network.takes_work

    def went_out(self, user: User | None) -> None:
        """Besides telling the streams: who says no day looks at it again in a year."""
        super().went_out(user)
        if self.grows_old and self.review_on is None:
            set_review_day(self, {"review_on": a_year_after(timezone.localdate())})

    def is_moderated_by(self, user: User | AnonymousUser) -> bool:
        return can_moderate(user, self)

    def told_of_comments(self) -> list[User]:
        """Whoever signs it."""
        return [self.author] if self.author else []

    def get_stream_page(self) -> Page | None:
        return self.network.page_ptr if self.network else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds whose profiles this reader may open, and the address to pass on."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["network"] = self.network
        if self.author_is_open is None:
            keys = [key for key in (self.author_id, self.contact_id) if key is not None]
            named = User.objects.visible_to(request.user).filter(pk__in=keys)
            open_ones = set(named.values_list("pk", flat=True))
            self.author_is_open = self.author_id in open_ones
            self.contact_is_open = self.contact_id in open_ones
        context["author_is_open"] = self.author_is_open
        context["contact_is_open"] = self.contact_is_open
        context["may_confirm"] = may_confirm(request.user, self)
        context["share_url"] = request.build_absolute_uri(self.get_url(request) or request.path)
        return context
