"""Imports begun in the admin: looked at first, confirmed, done in the background, reported."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from blog.actions.importing import import_articles, import_in_batches
from blog.importing import SourceError, read
from blog.importing.reading import read_rows
from blog.models import ArticleImport, PostPage, UploadedArticles
from blog.permissions import can_import

if TYPE_CHECKING:
    from blog.importing import Article, Reading
    from blog.models import BlogIndexPage
    from community.models import User

# What a person waits for while the file is looked at; the command takes more.
MOST_ROWS = 1_000
SAMPLES = 5
# As long as its report may be of use.
REPORTS_KEPT = timedelta(days=90)


@transaction.atomic
def begin_import(by: User, blog: BlogIndexPage, name: str, content: bytes) -> ArticleImport:
    """Look at a file: what it would do is told, the file kept, nothing published.

    Raises:
        SourceError: it is no table of articles.

    """
    reading = read_upload(content)
    begun = ArticleImport.objects.create(
        user=by,
        blog=blog,
        file_name=name[:160],
        language=get_language() or "es",
        total=len(reading.articles),
        report=told_before(reading, blog),
    )
    UploadedArticles.objects.create(article_import=begun, content=content)
    return begun


def read_upload(content: bytes) -> Reading:
    rows = read_rows(io.BytesIO(content))
    if len(rows) > MOST_ROWS:
        raise SourceError(
            _("The file has more than %(limit)s articles: split it into several.")
            % {"limit": MOST_ROWS}
        )
    return read(rows)


def told_before(reading: Reading, blog: BlogIndexPage) -> dict[str, Any]:
    """What the preview shows: the counts, and the first articles as they will look."""
    report = import_articles(reading, blog, dry_run=True).as_json()
    return {**report, "samples": [sample(article) for article in reading.articles[:SAMPLES]]}


def sample(article: Article) -> dict[str, Any]:
    page = PostPage(title=article.title, body=article.body)
    return {
        "title": article.title,
        "author": article.written_with,
        "date": timezone.localdate(article.published_at).isoformat(),
        "summary": article.summary,
        "html": "".join(block.render() for block in page.body),
    }


@transaction.atomic
def confirm_import(begun: ArticleImport, *, partial: bool, overwrite: bool) -> bool:
    """Have it done in the background. False when it was not waiting for that, or has bad rows."""
    waiting = ArticleImport.objects.select_for_update().filter(pk=begun.pk)
    current = waiting.filter(state=ArticleImport.State.PREVIEW).first()
    if current is None or (current.report["problems"] and not partial):
        return False
    current.state = ArticleImport.State.WAITING
    current.is_partial, current.overwrites = partial, overwrite
    current.save(update_fields=["state", "is_partial", "overwrites"])
    return True


def discard_import(begun: ArticleImport) -> None:
    """Throw away a preview and its file."""
    ArticleImport.objects.filter(pk=begun.pk, state=ArticleImport.State.PREVIEW).delete()


def carry_out(pk: int) -> None:
    """Do a confirmed import, a few articles at a time; the file goes when it is over."""
    begun = ArticleImport.objects.select_related("user", "blog").get(pk=pk)
    if begun.is_over or begun.state == ArticleImport.State.PREVIEW:
        return
    with override(begun.language):
        if not can_import(begun.user, begun.blog):
            end(begun, ArticleImport.State.FAILED, {"reason": _("You may not publish there now.")})
            return
        tell(begun, 0)
        reading = read_upload(bytes(begun.upload.content))
        report = import_in_batches(
            reading,
            begun.blog,
            begun.user,
            overwrite=begun.overwrites,
            tell=lambda done: tell(begun, done),
        )
        end(begun, ArticleImport.State.DONE, report.as_json())


def tell(begun: ArticleImport, done: int) -> None:
    begun.state, begun.done = ArticleImport.State.RUNNING, done
    begun.save(update_fields=["state", "done"])


@transaction.atomic
def end(begun: ArticleImport, state: str, report: dict[str, Any]) -> None:
    begun.state, begun.report, begun.finished_at = state, report, timezone.now()
    begun.save(update_fields=["state", "report", "finished_at"])
    UploadedArticles.objects.filter(article_import=begun).delete()


def forget_imports() -> None:
    """Throw away previews that nobody confirmed, with their files, and reports of long ago."""
    ArticleImport.objects.forgotten().delete()
    before = timezone.now() - REPORTS_KEPT
    ArticleImport.objects.filter(finished_at__lt=before).delete()
