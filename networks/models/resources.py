"""The library: files and links that others can use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from community.blocks import BodyBlock
from community.models import BasePage, ContentPage, with_themes
from networks.models.entries import EntryPage, SectionPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from community.models import User
    from networks.models.entries import EntryQuerySet

# Source: creativecommons.org, the summaries in Spanish.
LICENCE_URLS = {
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/deed.es",
    "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/deed.es",
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/deed.es",
}


class ResourceIndexPage(SectionPage):
    """The library of a network, or of all of them."""

    entry_model = "networks.ResourcePage"
    subpage_types = ["networks.ResourcePage"]
    template = "networks/resource_index_page.html"
    fragment = "networks/_resources.html"
    filtered_by = ("tipo", "tema", "idioma", "red")

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
    file = models.ForeignKey(
        "community.UploadedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name=_("file"),
    )
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

    served_with: tuple[str, ...] = (*EntryPage.served_with, "file", "downloads")
    parent_page_types = ["networks.ResourceIndexPage"]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("file"), FieldPanel("link")], heading=_("File or link")),
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

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def clean(self) -> None:
        super().clean()
        if bool(self.file_id) == bool(self.link):
            raise ValidationError({"file": _("Give either a file or a link, one of the two.")})

    @property
    def licence_url(self) -> str:
        """Where the licence says what one may do; "" for those that are no text of their own."""
        return LICENCE_URLS.get(self.licence, "")

    @property
    def times_fetched(self) -> int:
        """How often it was downloaded or opened from its page. No query on the page itself."""
        return self.downloads.count if hasattr(self, "downloads") else 0

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        prefetch_related_objects([self], with_themes())
        context["related"] = self.related(request.user) if self.pk else []
        return context

    def related(self, user: User | AnonymousUser) -> EntryQuerySet:
        """Other resources about the same, the closest first; at most four."""
        others: Any = ResourcePage.objects.visible_to(user)
        related: EntryQuerySet = others.about_the_same(self).select_related("network")[:4]
        return related


class ResourceDownloads(models.Model):
    """How often a resource was fetched. Apart from the page, which revisions overwrite."""

    resource = models.OneToOneField(
        ResourcePage, on_delete=models.CASCADE, related_name="downloads"
    )
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.resource}: {self.count}"
