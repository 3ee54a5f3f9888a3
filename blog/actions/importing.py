"""Publishing articles that were written elsewhere, or bringing them up to date."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from blog.actions.publishing import Press
from blog.importing import Problem
from blog.models import ImportedArticle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from blog.importing import Article, Reading
    from blog.models import BlogIndexPage
    from community.models import User

BATCH = 20


class Fate(StrEnum):
    """What becomes of an article. KEPT: somebody here decided otherwise, and it stays so."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@dataclass
class Decision:
    article: Article
    fate: Fate
    known: ImportedArticle | None = None
    reason: str = ""


@dataclass
class Report:
    """What an import did, or would do. `good` of `total` rows are, or would be, in the blog."""

    total: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    kept: list[Problem] = field(default_factory=list)
    nameless: int = 0
    is_written: bool = False

    @property
    def good(self) -> int:
        return sum(self.counts.values())

    def as_json(self) -> dict[str, Any]:
        return {
            "total": self.total,
            "good": self.good,
            "counts": dict(self.counts),
            "problems": [[problem.number, problem.reason] for problem in self.problems],
            "kept": [[problem.number, problem.reason] for problem in self.kept],
            "nameless": self.nameless,
            "is_written": self.is_written,
        }


def import_articles(
    reading: Reading,
    blog: BlogIndexPage,
    by: User | None = None,
    *,
    partial: bool = False,
    overwrite: bool = False,
    dry_run: bool = False,
) -> Report:
    """Bring the blog to what the file says; a second time this changes nothing.

    Articles are known again by their source and key. One that changed gets a
    new revision, unless somebody edited, unpublished or moved its page since:
    that is reported and stays, except with `overwrite`. With problems nothing
    is written, unless `partial`: then every good row is.
    """
    decisions = decide(reading.articles, blog, overwrite=overwrite)
    report = report_of(reading, decisions)
    if dry_run or (report.problems and not partial):
        return report if dry_run else refused(report)
    with transaction.atomic():
        write(decisions, blog, by)
    report.is_written = True
    return report


def import_in_batches(
    reading: Reading,
    blog: BlogIndexPage,
    by: User | None,
    *,
    overwrite: bool,
    tell: Callable[[int], None],
) -> Report:
    """As `import_articles` with the good rows, a few in each transaction, so that others can write.

    `tell` is called with how many are done. Broken off and begun again, it goes on.
    """
    decisions = decide(reading.articles, blog, overwrite=overwrite)
    report = report_of(reading, decisions)
    for start in range(0, len(decisions), BATCH):
        batch = decisions[start : start + BATCH]
        with transaction.atomic():
            write(batch, blog, by)
            tell(start + len(batch))
    report.is_written = True
    return report


def refused(report: Report) -> Report:
    """Nothing was written: none of the rows is in the blog because of this import."""
    return Report(total=report.total, problems=report.problems, nameless=report.nameless)


def report_of(reading: Reading, decisions: Iterable[Decision]) -> Report:
    report = Report(total=reading.total, problems=list(reading.problems), nameless=reading.nameless)
    for decision in decisions:
        report.counts[decision.fate] += 1
        if decision.fate == Fate.KEPT:
            report.kept.append(Problem(decision.article.number, decision.reason))
    return report


def decide(articles: Iterable[Article], blog: BlogIndexPage, *, overwrite: bool) -> list[Decision]:
    """What becomes of each article. One query per source."""
    articles = list(articles)
    known: dict[tuple[str, str], ImportedArticle] = {}
    for source in {article.source.key for article in articles}:
        for row in ImportedArticle.objects.filter(source=source).select_related("page"):
            known[row.source, row.key] = row
    return [
        fate_of(article, known.get((article.source.key, article.key)), blog, overwrite)
        for article in articles
    ]


def fate_of(
    article: Article, known: ImportedArticle | None, blog: BlogIndexPage, overwrite: bool
) -> Decision:
    if known is None:
        return Decision(article, Fate.NEW)
    page = known.page
    if not page.path.startswith(blog.path):
        where = _("lies in another blog and stays there: %(address)s")
        return Decision(article, Fate.KEPT, known, where % {"address": page.url or page.url_path})
    if known.fingerprint == article.fingerprint:
        return Decision(article, Fate.UNCHANGED, known)
    if overwrite:
        return Decision(article, Fate.CHANGED, known)
    if not page.live:
        return Decision(article, Fate.KEPT, known, _("was taken off the site here, and stays so"))
    if page.latest_revision_id != known.revision_id:
        reason = _("was edited here since it was imported: that text stays")
        return Decision(article, Fate.KEPT, known, reason)
    return Decision(article, Fate.CHANGED, known)


def write(decisions: Iterable[Decision], blog: BlogIndexPage, by: User | None) -> None:
    press = Press(blog, by)
    with press.at_work():
        for decision in decisions:
            if decision.fate == Fate.NEW:
                press.publish(decision.article)
            elif decision.fate == Fate.CHANGED and decision.known is not None:
                press.renew(decision.known, decision.article)
