"""The library: files and links that others can use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Subquery,
    Sum,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.search import index

from community.blocks import BodyBlock
from community.models import BasePage, ContentPage, with_themes
from networks.forms import ResourceForm
from networks.models.entries import EntryPage, SectionPage
from networks.models.files import MonthlyDownloads, ResourceFile, editions_of, number_files
from networks.models.links import LinkCheck, archived
from networks.uses import Source, beside

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from community.models import UploadedDocument, User
    from networks.models.entries import EntryQuerySet
    from networks.models.files import Edition

# Source: creativecommons.org, the summaries in Spanish.
LICENCE_URLS = {
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/deed.es",
    "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/deed.es",
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/deed.es",
}


def with_files() -> models.Prefetch:
    """The files of resources with what they lie in. One query for all of them together."""
    return models.Prefetch("files", ResourceFile.objects.select_related("document"))


def counted_files() -> models.Prefetch:
    """The same, each with `fetched`, how often it was."""
    months = MonthlyDownloads.objects.filter(resource=OuterRef("resource"), key=OuterRef("key"))
    total = months.order_by().values("key").annotate(total=Sum("count")).values("total")
    files = ResourceFile.objects.select_related("document").annotate(fetched=Subquery(total))
    return models.Prefetch("files", files)


CODES = [code for code, _name in settings.LANGUAGES]


class ResourceIndexPage(SectionPage):
    """The library of a network, or of all of them."""

    entry_model = "networks.ResourcePage"
    subpage_types = ["networks.ResourcePage"]
    template = "networks/resource_index_page.html"
    fragment = "networks/_resources.html"
    filtered_by = ("tipo", "tema", "idioma", "licencia", "anio", "red")

    class Meta:
        verbose_name = _("resources")


class ResourcePage(EntryPage):
    """A file or a link that others can use: a norm, a guide, a template, a course."""

    class Kind(models.TextChoices):
        NORM = "norm", _("norm")
        GUIDE = "guide", _("guide")
        TEMPLATE = "template", _("template")
        COURSE = "course", _("course")
        TOOL = "tool", _("tool")
        DATASET = "dataset", _("dataset")
        VIDEO = "video", _("video")
        PRESENTATION = "presentation", _("presentation")

    class Licence(models.TextChoices):
        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
        CC0 = "cc0", "CC0"
        PUBLIC_DOMAIN = "public-domain", _("public domain")
        ALL_RIGHTS = "all-rights-reserved", _("all rights reserved")
        SEE_SOURCE = "see-source", _("see the source")

    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    link = models.URLField(_("link"), max_length=500, blank=True)
    resource_language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="es"
    )
    licence = models.CharField(
        _("licence"), max_length=20, choices=Licence.choices, default=Licence.CC_BY
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    made_by = models.CharField(_("made by"), max_length=160, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("what it serves for"), blank=True)

    served_with: tuple[str, ...] = (*EntryPage.served_with, "downloads")
    parent_page_types = ["networks.ResourceIndexPage"]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                InlinePanel(
                    "files",
                    label=_("File"),
                    help_text=_(
                        "The same thing in another language or in a newer version is one more"
                        " file. Older versions stay where readers find them."
                    ),
                ),
                FieldPanel("link", help_text=_("Where it is, when it is not kept here.")),
            ],
            heading=_("Files or link"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("resource_language"), FieldPanel("year")]),
                FieldPanel("made_by"),
                FieldPanel("licence"),
            ],
            heading=_("Sheet"),
        ),
        FieldPanel("body"),
        *ContentPage.topic_panels,
        HelpPanel(template="networks/_used_in_panel.html", heading=_("Used in")),
        *ContentPage.cover_panels,
        *EntryPage.author_panels,
    ]
    search_fields = [
        *EntryPage.search_fields,
        index.SearchField("body"),
        index.SearchField("made_by"),
        index.FilterField("kind"),
    ]
    search_kind = "recurso"
    is_commentable = True
    template = "networks/resource_page.html"
    base_form_class = ResourceForm
    year_listed = "year"
    # How many files the form of the admin holds, while they are not yet the page's.
    files_in_form: int | None = None

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def clean(self) -> None:
        super().clean()
        files = list(self.files.all())
        number_files(files)
        offered = len(files) if self.files_in_form is None else self.files_in_form
        if bool(offered) == bool(self.link):
            raise ValidationError({"link": _("Give either files or a link, one of the two.")})

    @classmethod
    def with_row(cls, rows: EntryQuerySet) -> EntryQuerySet:
        """Adds `newest_file`, name, size and number of what is offered, and `in_` languages."""
        here = ResourceFile.objects.filter(resource=OuterRef("pk"))
        own = Case(When(language=F("resource__resource_language"), then=0), default=1)
        facts = JSONObject(
            name="document__file", size="document__file_size", number="number", key="key"
        )
        ranked = here.annotate(rank=own, told=facts).order_by("rank", "-number")
        newest = Subquery(ranked.values("told")[:1])
        spoken = {f"in_{code}": Exists(here.filter(language=code)) for code in CODES}
        return super().with_row(rows).annotate(newest_file=newest, **spoken)

    @property
    def file(self) -> UploadedDocument | None:
        """The newest file, in its own language where there is one. Set, it is the only one."""
        editions = self.editions
        return editions[0].newest.document if editions else None

    @file.setter
    def file(self, document: UploadedDocument | None) -> None:
        only = ResourceFile(document=document, language=self.resource_language)
        self.files.set([only] if document else [])

    @property
    def editions(self) -> list[Edition]:
        """Its files by language. No query where they were read with it, nor where it is a link."""
        return [] if self.link else editions_of(self.files.all(), self.resource_language)

    @property
    def languages(self) -> list[str]:
        """What the languages it can be read in are called."""
        names = dict(settings.LANGUAGES)
        if hasattr(self, "newest_file"):
            codes = [code for code in CODES if getattr(self, f"in_{code}")]
        else:
            codes = [each.newest.language for each in self.editions]
        codes = codes or [self.resource_language]
        return [str(names[code]) for code in codes]

    @property
    def licence_url(self) -> str:
        """Where the licence says what one may do; "" for those that are no text of their own."""
        return LICENCE_URLS.get(self.licence, "")

    @property
    def times_fetched(self) -> int:
        """How often it was downloaded or opened from its page. No query on the page itself."""
        return self.downloads.count if hasattr(self, "downloads") else 0

    @classmethod
    def as_served(cls, user: User | AnonymousUser) -> Any:
        """Adds when its link was asked in vain, where that does not answer."""
        broken = LinkCheck.objects.broken().filter(page=OuterRef("pk"), url=OuterRef("link"))
        asked = Subquery(broken.values("checked_at")[:1])
        return super().as_served(user).annotate(silent_at=asked)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["archived_url"] = archived(self.link)
        if self.pk:
            counted = [] if self.link else [counted_files()]
            prefetch_related_objects([self], with_themes(), *counted)
            found = beside(self, request.user, self.related(request.user))
            context["uses"], context["related"] = found
        context["editions"] = self.editions
        return context

    def related(self, user: User | AnonymousUser) -> Source:
        """The other resources that share most themes and tags with it, at most four."""
        others: Any = ResourcePage.objects.visible_to(user)
        closest = others.about_the_same(self)[:4].values("pk")
        rows = ResourcePage.objects.filter(pk__in=closest)
        return Source(_("resource"), rows, notes=("kind", "network__title"))
