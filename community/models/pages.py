"""What every page on the platform shares, and the pages that belong to no app above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtail.search import index

from community.blocks import BodyBlock
from community.forms.pages import BodyForm
from community.front_blocks import FrontBlock
from community.http import reader_of
from community.models.activity import Activity
from community.models.legal import LegalText
from community.models.themes import slugs_of
from community.models.visibility import BasePageQuerySet, closed_to
from community.panels import TitlePanel

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from wagtail.models import Revision

    from community.models.members import User
    from community.models.themes import Theme


class PageTheme(Orderable):
    """That a page is about a theme; the first is the one that gives its hue.

    One table for every kind of page, so that "everything about housing" is one
    question to the page table.
    """

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="page_themes")
    theme = models.ForeignKey(
        "community.Theme",
        on_delete=models.CASCADE,
        related_name="page_themes",
        verbose_name=_("theme"),
        limit_choices_to={"is_active": True},
    )

    panels = [FieldPanel("theme")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "theme"], name="page_carries_a_theme_once")
        ]


def with_themes() -> models.Prefetch:
    """What lists prefetch, so that `themes` and `family` of each page cost one query together."""
    return models.Prefetch("page_themes", PageTheme.objects.select_related("theme"))


class PageTag(TaggedItemBase):
    content_object = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="tagged_items"
    )


class BasePage(Page):
    """A page with a summary. Abstract: every page type is exactly one table away from `Page`.

    Questions asked across page types ("everything about housing") are answered
    by tables that point at `Page`, never by adding columns here.
    """

    summary = models.CharField(
        _("summary"),
        max_length=280,
        blank=True,
        help_text=_("One or two sentences. Shown on cards and in search results."),
    )

    objects = PageManager.from_queryset(BasePageQuerySet)()

    # What its template shows through foreign keys, read with the page itself.
    served_with: tuple[str, ...] = ()
    # Whether it lies in a subtree that not everyone may enter; None: not asked yet.
    is_closed: bool | None = None
    # Nobody closes a page by hand: a network is closed by its `visibility`.
    private_page_options: list[str] = []

    content_panels = [
        TitlePanel("title"),
        FieldPanel("summary", widget=AdminAutoHeightTextInput),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2)]

    class Meta:
        abstract = True

    def search_audience(self) -> str:
        """Whom the search page may show it to, its subtree being closed or not."""
        return "everyone" if self.live else "nobody"

    def search_facets(self) -> dict[str, list[str]]:
        """What the search page filters it by: `search.kinds` lists the keys."""
        return {}

    def search_date(self) -> date | datetime | None:
        """Its place among the newest."""
        return self.first_published_at

    @classmethod
    def as_served(cls, user: User | AnonymousUser) -> Any:
        """Pages with what their template shows through foreign keys, for this reader."""
        return cls._base_manager.select_related(*cls.served_with)

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """The widths in which an editor sees it: a narrow phone first."""
        return [
            {
                "name": "phone",
                "icon": "mobile-alt",
                "device_width": 390,
                "label": _("As on a phone"),
            },
            {
                "name": "tablet",
                "icon": "tablet-alt",
                "device_width": 768,
                "label": _("As on a tablet"),
            },
            {
                "name": "desk",
                "icon": "desktop",
                "device_width": 1280,
                "label": _("As on a large screen"),
            },
        ]

    def publish(self, revision: Revision, user: User | None = None, **options: Any) -> None:
        """Make the revision public, or have it wait for its date."""
        super().publish(revision, user=user, **options)
        public = type(self)._default_manager.filter(pk=self.pk, live=True).first()
        if public is not None:
            public.went_out(user)

    def went_out(self, user: User | None) -> None:
        """What follows from being public, asked of the page as it is public now.

        Twice is as once: Wagtail's editor publishes without `publish` and calls
        the hook `after_publish_page` instead.
        """

    def get_view_restrictions(self) -> list[Any]:
        """None for Wagtail to enforce: `visible_to` decides, and answers 404, not a login form."""
        return []


class ContentPage(BasePage):
    """A page somebody wrote for others to use: with cover, themes and tags. Abstract."""

    cover = models.ForeignKey(
        "community.UploadedImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
        help_text=_("Without one, a floor tile drawn from the page's own address stands in."),
    )
    cover_alt = models.CharField(
        _("alternative text of the cover"),
        max_length=160,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    tags = ClusterTaggableManager(through=PageTag, blank=True, verbose_name=_("tags"))

    served_with: tuple[str, ...] = ("cover",)
    cover_panels = [
        MultiFieldPanel(
            [FieldPanel("cover"), FieldPanel("cover_alt")],
            heading=_("Cover"),
            classname="collapsed",
        ),
    ]
    topic_panels = [
        InlinePanel("page_themes", heading=_("Themes"), label=_("Theme"), max_num=3),
        FieldPanel("tags"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.RelatedFields("tags", [index.SearchField("name")]),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.cover_id and not self.cover_alt.strip():
            raise ValidationError(
                {"cover_alt": _("Say what the cover shows: some readers cannot see it.")}
            )

    @property
    def themes(self) -> list[Theme]:
        """Its themes, the ranking one first. One query, none after `prefetch_related`."""
        return [link.theme for link in self.page_themes.all()]

    @classmethod
    def get_indexed_objects(cls) -> BasePageQuerySet:
        """Wagtail's, with the themes that `search_facets` names."""
        pages: BasePageQuerySet = super().get_indexed_objects()
        return pages.prefetch_related("page_themes__theme__parent")

    def search_facets(self) -> dict[str, list[str]]:
        """Adds its themes and what they lie under."""
        return {**super().search_facets(), "tema": slugs_of(self.themes)}

    @property
    def family(self) -> str:
        """The theme family whose hue and tiles it wears; "gestion" when it has no theme."""
        themes = self.themes
        return themes[0].family if themes else "gestion"

    def get_stream_page(self) -> Page | None:
        """The network page in whose stream its news belong, None for the site's own."""
        return None

    def followed_through(self) -> list[Any]:
        """Its network, its themes and what they lie under: who follows one hears of it."""
        network = self.get_stream_page()
        above = [theme.parent for theme in self.themes if theme.parent]
        return [*([network.specific] if network else []), *self.themes, *above]

    def went_out(self, user: User | None) -> None:
        """The first time, tell the streams and, by the hook `page_was_published`, who follows it.

        Nobody did it where its hour came: then it is its owner.
        """
        super().went_out(user)
        if Activity.objects.filter(page_id=self.pk, verb=Activity.Verb.PUBLISHED).exists():
            return
        Activity.objects.create(
            actor=user or self.owner,
            verb=Activity.Verb.PUBLISHED,
            page_id=self.pk,
            network=self.get_stream_page(),
        )
        for tell in hooks.get_hooks("page_was_published"):
            tell(self, user or self.owner)


class HomePage(BasePage):
    """The front door. One per site."""

    question = models.CharField(
        _("question"), max_length=120, default="¿Qué problema quiere resolver su municipio?"
    )
    body = StreamField(FrontBlock(), verbose_name=_("sections"), blank=True)

    max_count = 1
    is_closed = False
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*BasePage.content_panels, FieldPanel("question"), FieldPanel("body")]
    template = "community/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find the page by its whole address at once, so that depth costs nothing."""
        if path_components:
            url_path = f"{self.url_path}{'/'.join(path_components)}/"
            found = Page.objects.filter(slug=path_components[-1], url_path=url_path)
            page = found.annotate(is_closed=closed_to(None)).first()
            if page:
                return whole(page, reader_of({"request": request})).route(request, [])
        return super().route(request, path_components)


def whole(page: Page, user: User | AnonymousUser) -> Page:
    """The page in its own type with all that it shows this reader, in one query."""
    kind = page.specific_class
    if kind is None or not issubclass(kind, BasePage):
        return page.specific
    found: BasePage = kind.as_served(user).get(pk=page.pk)
    found.is_closed = page.is_closed
    return found


class StandardPage(BasePage):
    """A page about the platform itself: who we are, help, contact, accessibility."""

    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    parent_page_types = ["community.HomePage"]
    subpage_types: list[str] = []
    base_form_class = BodyForm
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    search_kind = "pagina"
    template = "community/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class LegalPage(BasePage):
    """The terms of use or the privacy notice. Each version that is published is kept for good."""

    kind = models.CharField(_("kind"), max_length=10, choices=LegalText.Kind.choices)
    version = models.CharField(
        _("version"),
        max_length=20,
        help_text=_("Change it when the meaning changes: people are asked to accept it again."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    parent_page_types = ["community.HomePage"]
    subpage_types: list[str] = []
    base_form_class = BodyForm
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("version"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    search_kind = "pagina"
    template = "community/legal_page.html"

    class Meta:
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")

    def went_out(self, user: User | None) -> None:
        """Keep its text under its version number."""
        super().went_out(user)
        LegalText.objects.get_or_create(
            kind=self.kind,
            version=self.version,
            defaults={
                "title": self.title,
                "body": "".join(part.render() for part in self.body),
            },
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `texts`, every version, newest first, and `former`, the older one asked for."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        texts = list(LegalText.objects.filter(kind=self.kind).order_by("-published_at", "-pk"))
        asked = request.GET.get("version", "")
        former = [text for text in texts if text.version == asked != self.version]
        return {**context, "texts": texts, "former": former[0] if former else None}
