"""Making pages of articles, many in a row: what they share is asked for once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published

from blog.actions.references import refresh_references
from blog.models import ImportedArticle, PostPage
from community.models import PageTheme, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blog.importing import Article
    from blog.models import BlogIndexPage
    from community.models import User

# So that a number behind it still fits.
LONGEST_STEM = 240


class Press:
    """Prints into one blog, inside a transaction.

    A page comes out published, with its revision, in the admin's history and
    under the day it was published at its source. It is no news of today:
    streams and people are not told of it.
    """

    def __init__(self, blog: BlogIndexPage, by: User | None) -> None:
        self.blog = blog
        self.by = by
        self.themes = {theme.slug: theme for theme in Theme.objects.active()}
        self.tags: dict[str, Tag] = {}
        self.content_type = ContentType.objects.get_for_model(PostPage)
        # Asked of the table: what `blog` knows of its children may be old.
        children = Page.objects.child_of(blog)
        self.taken = set(children.values_list("slug", flat=True))
        last = children.order_by("-path").values_list("path", flat=True).first()
        self.last_path = last or Page._get_path(blog.path, blog.depth + 1, 0)
        self.new = 0
        self.history: list[PageLogEntry] = []
        self.printed: list[int] = []

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """What is kept beside the pages is written once, at the end, many rows to a query."""
        with disable_reference_index_auto_update():
            yield
        Page.objects.filter(pk=self.blog.pk).update(numchild=F("numchild") + self.new)
        PageLogEntry.objects.bulk_create(self.history)
        if self.printed:
            refresh_references.enqueue(self.printed)

    def publish(self, article: Article) -> PostPage:
        page = PostPage(
            slug=self.free_slug(article.slug),
            path=self.next_path(),
            depth=self.blog.depth + 1,
            locale=self.blog.locale,
            content_type=self.content_type,
        )
        self.fill(page, article)
        page.first_published_at = article.published_at
        page.save(clean=False, log_action=None)
        self.new += 1
        revision = self.keep_revision(page, "wagtail.create")
        ImportedArticle.objects.create(page=page, revision=revision, **told_of(article))
        return page

    def renew(self, known: ImportedArticle, article: Article) -> None:
        """A new revision of the page, published: its address stays."""
        page = PostPage.objects.get(pk=known.page_id)
        self.fill(page, article)
        page.save(clean=False)
        known.revision = self.keep_revision(page, "wagtail.edit")
        for name, value in told_of(article).items():
            setattr(known, name, value)
        known.save()

    def fill(self, page: Any, article: Article) -> None:
        page.title = page.draft_title = article.title
        page.summary = article.summary
        page.body = article.body
        page.sources = article.sources
        page.published_on = timezone.localdate(article.published_at)
        page.written_with = article.written_with
        themes = [self.themes[slug] for slug in article.themes if slug in self.themes]
        page.page_themes = [
            PageTheme(theme=theme, sort_order=order) for order, theme in enumerate(themes)
        ]
        page.tags.set([self.tag(name) for name in article.tags])
        page.live, page.has_unpublished_changes = True, False
        page.last_published_at = timezone.now()

    def tag(self, name: str) -> Tag:
        """The tag of that name, whatever its capitals; asked for once."""
        known = self.tags.get(name.casefold())
        if known is None:
            known = Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)
            self.tags[name.casefold()] = known
        return known

    def next_path(self) -> str:
        step = Page._str2int(self.last_path[-Page.steplen :]) + 1
        self.last_path = Page._get_path(self.blog.path, self.blog.depth + 1, step)
        return self.last_path

    def free_slug(self, slug: str) -> str:
        free, number = slug, 1
        while free in self.taken:
            number += 1
            free = f"{slug[:LONGEST_STEM]}-{number}"
        self.taken.add(free)
        return free

    def keep_revision(self, page: PostPage, act: str) -> Revision:
        """The revision that is live now, with what the page's history says of it."""
        revision = Revision.objects.create(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            user=self.by,
            content=page.serializable_data(),
            object_str=str(page),
        )
        Page.objects.filter(pk=page.pk).update(
            latest_revision=revision,
            live_revision=revision,
            latest_revision_created_at=revision.created_at,
        )
        self.history += [
            PageLogEntry(
                page_id=page.pk,
                content_type=self.content_type,
                label=page.get_admin_display_title(),
                action=action,
                user=self.by,
                revision=revision,
                timestamp=revision.created_at,
                content_changed=True,
            )
            for action in (act, "wagtail.publish")
        ]
        self.printed.append(page.pk)
        page_published.send(sender=PostPage, instance=page, revision=revision)
        return revision


def told_of(article: Article) -> dict[str, Any]:
    """What is kept beside the page, of where it comes from."""
    return {
        "source": article.source.key,
        "key": article.key,
        "publisher": article.source.name,
        "title": article.title,
        "address": article.address,
        "terms": article.source.terms,
        "author": article.author,
        "published_at": article.published_at,
        "omitted": article.omitted,
        "images_are_gone": article.source.images_are_gone,
        "fingerprint": article.fingerprint,
    }
