"""Articles written elsewhere, made ready to be published in a blog.

`read` gives those of a file; what becomes of them decides `blog.actions`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from blog.importing.articles import Article, RowError, read_article
from blog.importing.reading import Raw, SourceError
from blog.importing.sources import Source, recognized

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Article", "Problem", "Reading", "Source", "SourceError", "read"]


@dataclass(frozen=True)
class Problem:
    """A row that cannot be published, and why."""

    number: int
    reason: str

    def __str__(self) -> str:
        return _("Row %(number)s: %(reason)s.") % {"number": self.number, "reason": self.reason}


@dataclass
class Reading:
    """Everything a file says: the articles of its good rows, the problems of the others."""

    articles: list[Article] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.articles) + len(self.problems)

    @property
    def nameless(self) -> int:
        """How many articles do not say where they come from."""
        return sum(not article.source.name for article in self.articles)


def read(rows: Sequence[Raw]) -> Reading:
    """The articles of the rows. The second row of one article is a problem."""
    good = [row.cells for row in rows if not row.problem]
    of_file = recognized(good) or Source(key="", name="")
    reading = Reading()
    taken: dict[tuple[str, str], int] = {}
    for row in rows:
        try:
            article = read_article(row, of_file)
            identity = (article.source.key, article.key)
            if identity in taken:
                raise RowError(_("is the same article as row %(row)s") % {"row": taken[identity]})
        except RowError as bad:
            reading.problems.append(Problem(row.number, str(bad)))
        else:
            taken[identity] = row.number
            reading.articles.append(article)
    return reading
