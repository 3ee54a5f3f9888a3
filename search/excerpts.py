"""The words found, marked in the title and in a few lines of the text around them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from search.analysis import asked_for, composed, places_of, stem, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

LENGTH = 240
BEFORE = 60
MOST_HITS = 200
# How each letter may be written in a text that was asked for without accents.
WRITTEN = {
    "a": "aáàâãä", "e": "eéèêë", "i": "iíìîï", "o": "oóòôõö", "u": "uúùûü", "c": "cçz", "n": "nñ",
}  # fmt: skip


class Hit(NamedTuple):
    start: int
    end: int
    term: str


def terms_asked(words: str) -> frozenset[str]:
    """The terms to be marked for what was typed."""
    return frozenset(stem(word) for word in asked_for(words_of(words)))


@lru_cache(maxsize=512)
def likely(terms: frozenset[str]) -> re.Pattern[str]:
    """Finds quickly every word that may stand for one of the terms, and some that do not."""
    starts = {term[: min(len(term) - 1, 3)] or term for term in terms}
    written = [
        "".join(
            f"[{WRITTEN[letter]}]" if letter in WRITTEN else re.escape(letter) for letter in start
        )
        for start in sorted(starts)
    ]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(written)})[^\W_]*", re.IGNORECASE)


def hits_in(text: str, terms: frozenset[str]) -> list[Hit]:
    """Where words of a composed text stand for one of the terms."""
    if not terms:
        return []
    found = []
    for match in likely(terms).finditer(text):
        for start, end, term in places_of(match[0]):
            if term in terms:
                found.append(Hit(match.start() + start, match.start() + end, term))
        if len(found) >= MOST_HITS:
            break
    return found


def marked(text: str, terms: frozenset[str]) -> SafeString:
    """The whole text as HTML with the words found in `<mark>`."""
    text = composed(text)
    return with_marks(text, hits_in(text, terms), 0, len(text))


def with_marks(text: str, hits: Iterable[Hit], first: int, last: int) -> SafeString:
    html, at = [], first
    for hit in hits:
        if first <= hit.start and hit.end <= last:
            html += [
                escape(text[at : hit.start]),
                format_html("<mark>{}</mark>", text[hit.start : hit.end]),
            ]
            at = hit.end
    return SafeString("".join([*html, escape(text[at:last])]))


def excerpt_of(summary: str, text: str, terms: frozenset[str]) -> SafeString:
    """Some two lines that show why it was found, marked; the summary where that shows as much."""
    summary, text = composed(summary), composed(text)
    in_summary = hits_in(summary, terms)
    in_text = hits_in(text, terms)
    best = best_window(in_text)
    if not best or (
        summary and len({hit.term for hit in in_summary}) >= len({hit.term for hit in best})
    ):
        return with_marks(summary, in_summary, 0, len(summary))
    first, last = widened(text, best[0].start)
    before, after = "… " if first else "", " …" if last < len(text) else ""
    return format_html("{}{}{}", before, with_marks(text, in_text, first, last), after)


def best_window(hits: list[Hit]) -> list[Hit]:
    """The hits of the stretch that shows most different terms, the first such one."""
    best: list[Hit] = []
    for place, hit in enumerate(hits):
        within = [
            other for other in hits[place : place + 30] if other.end - hit.start < LENGTH - BEFORE
        ]
        if len({other.term for other in within}) > len({other.term for other in best}):
            best = within
    return best


def widened(text: str, start: int) -> tuple[int, int]:
    """From a word a little before `start` to one at the length of an excerpt."""
    first = max(0, start - BEFORE)
    if first:
        first = text.find(" ", first, start) + 1 or start
    last = min(len(text), first + LENGTH)
    if last < len(text):
        last = text.rfind(" ", first, last)
        last = last if last > start else min(len(text), first + LENGTH)
    return first, last


def beginning_of(text: str) -> str:
    """As much of a text as an excerpt shows."""
    if len(text) <= LENGTH:
        return text
    return f"{text[: text.rfind(' ', 0, LENGTH)]} …"
