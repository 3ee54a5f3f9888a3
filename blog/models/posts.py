"""What people want to say this week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from blog.forms_admin import PostForm
from blog.neighbours import neighbours_of
from community.blocks import BodyBlock
from community.models import BasePage, ContentPage
from networks.models import EntryPage, SectionPage

if TYPE_CHECKING:
    from django.http import HttpRequest


class BlogIndexPage(SectionPage):
    """The blog of a network. Right under the home page: the site's own, with all the others'."""

    entry_model = "blog.PostPage"
    has_own_entries = True
    subpage_types = ["blog.PostPage"]
    template = "blog/blog_index_page.html"
    fragment = "blog/_posts.html"

    class Meta:
        verbose_name = _("blog")
        verbose_name_plural = _("blogs")


class PostPage(EntryPage):
    """A text somebody signs, in the own name or on behalf of a network or an organization."""

    class OnBehalfOf(models.TextChoices):
        NOBODY = "nobody", _("nobody: it is a personal text")
        NETWORK = "network", _("the network in which it is published")
        ORGANIZATION = "organization", _("an organization")

    # Begins with a paragraph to write in.
    body = StreamField(BodyBlock(), verbose_name=_("text"), default=[("paragraph", "")])
    written_with = models.CharField(
        _("written with"),
        max_length=160,
        blank=True,
        help_text=_("Names of the other authors, if there are any."),
    )
    on_behalf_of = models.CharField(
        _("on behalf of"),
        max_length=12,
        choices=OnBehalfOf.choices,
        default=OnBehalfOf.NOBODY,
    )
    organization = models.ForeignKey(
        "community.Organization",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organization"),
    )

    parent_page_types = ["blog.BlogIndexPage"]
    base_form_class = PostForm
    served_with = ("cover", "network", "author__photo", "organization", "imported")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        *ContentPage.topic_panels,
        *ContentPage.cover_panels,
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
        FieldPanel("sources", classname="collapsed"),
        MultiFieldPanel(
            [FieldPanel("published_on"), FieldPanel("review_on")],
            heading=_("Dates"),
            classname="collapsed",
        ),
    ]
    search_fields = [*EntryPage.search_fields, index.SearchField("body")]
    search_kind = "publicacion"
    is_commentable = True
    template = "blog/post_page.html"

    class Meta:
        verbose_name = _("blog post")
        verbose_name_plural = _("blog posts")

    def clean(self) -> None:
        super().clean()
        if self.on_behalf_of == self.OnBehalfOf.ORGANIZATION and self.organization_id is None:
            raise ValidationError({"organization": _("Say on behalf of which organization.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["around"] = neighbours_of(self, request.user)
        return context
