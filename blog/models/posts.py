"""What people want to say this week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

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

    # Begins with a paragraph to write in.
    body = StreamField(BodyBlock(), verbose_name=_("text"), default=[("paragraph", "")])

    parent_page_types = ["blog.BlogIndexPage"]
    served_with = (*EntryPage.served_with, "imported")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        *ContentPage.topic_panels,
        *ContentPage.cover_panels,
        FieldPanel("sources", classname="collapsed"),
        *EntryPage.author_panels,
    ]
    search_fields = [*EntryPage.search_fields, index.SearchField("body")]
    search_kind = "publicacion"
    schema_type = "BlogPosting"
    is_commentable = True
    template = "blog/post_page.html"

    class Meta:
        verbose_name = _("blog post")
        verbose_name_plural = _("blog posts")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["around"] = neighbours_of(self, request.user)
        return context
