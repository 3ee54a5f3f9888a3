"""Which documents answer a question, and how well: Wagtail's query objects on a snapshot."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any

from wagtail.search.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText
from whoosh.query import Phrase as WhooshPhrase
from whoosh.support.levenshtein import distance

from search.analysis import (
    LONGEST_BEGINNING,
    asked_for,
    fold,
    form_of,
    stem,
    terms_of,
    words_of,
)
from search.snapshot import documents_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from search.snapshot import Snapshot

# A word of the title says more than one of the text, and so does one of the summary. The
# word itself, whatever its number, says more than another of its stem ("ordenanza",
# "ordenamiento"); spelled as it was typed, a little more.
TITLE_WEIGHT = 1.5
LEAD_WEIGHT = 0.5
FORM_WEIGHT = 3.0
EXACT_WEIGHT = 0.4
MOST_WORDS = 40
MOST_FUZZY_FORMS = 30


@dataclass(frozen=True)
class Matched:
    """The documents that answer, and what speaks for each: pairs of a factor and its scores."""

    bits: int
    weights: list[tuple[float, dict[int, float]]] = field(default_factory=list)


NOTHING = Matched(0)


def anded(parts: Iterable[Matched]) -> Matched:
    parts = list(parts)
    if not parts:
        return NOTHING
    bits = reduce(lambda one, other: one & other, (part.bits for part in parts))
    return Matched(bits, [weight for part in parts for weight in part.weights])


def ored(parts: Iterable[Matched]) -> Matched:
    parts = list(parts)
    bits = reduce(lambda one, other: one | other, (part.bits for part in parts), 0)
    return Matched(bits, [weight for part in parts for weight in part.weights])


class Matcher:
    """Answers questions from a snapshot.

    `fields` restricts where the words must stand. With `completing` each word
    is the beginning of one, as an editor's search box wants it.
    """

    def __init__(
        self, snapshot: Snapshot, fields: list[str] | None = None, *, completing: bool = False
    ) -> None:
        self.snapshot = snapshot
        self.fields = set(fields) if fields else None
        self.completing = completing
        self.answers: dict[type, Callable[[Any], Matched]] = {
            PlainText: self.plain,
            Phrase: self.phrase,
            Fuzzy: self.fuzzy,
            MatchAll: self.everything,
            Boost: self.boost,
            And: lambda query: anded(map(self.match, query.subqueries)),
            Or: lambda query: ored(map(self.match, query.subqueries)),
            Not: self.negation,
        }

    def match(self, query: Any) -> Matched:
        """What answers the query.

        Raises:
            NotImplementedError: it is of a kind that Wagtail did not have in 7.4.

        """
        for kind in type(query).__mro__:
            if kind in self.answers:
                return self.answers[kind](query)
        raise NotImplementedError(f"{type(query).__name__} is not supported by this search")

    def plain(self, query: PlainText) -> Matched:
        words = words_of(query.query_string)[:MOST_WORDS]
        if self.completing:
            parts = [self.beginning(word) for word in words]
        else:
            parts = [self.word(word) for word in asked_for(words)]
        joined = ored(parts) if query.operator == "or" else anded(parts)
        return weighted(joined, query.boost)

    def word(self, word: str) -> Matched:
        term = stem(word)
        text = self.snapshot.term("text", term)
        bits = text.bits
        if self.fields is not None:
            bits = self.restricted(bits, lambda said: term in terms_of(said), "search")
        form = form_of(word)
        said = [
            (TITLE_WEIGHT, "title", term),
            (TITLE_WEIGHT, "title", f"={form}"),
            (LEAD_WEIGHT, "lead", term),
            (LEAD_WEIGHT, "lead", f"={form}"),
            (FORM_WEIGHT, "forms", form),
            (EXACT_WEIGHT, "words", word),
        ]
        more = [(weight, self.snapshot.term(name, sought).scores) for weight, name, sought in said]
        return Matched(bits, [(1.0, text.scores), *more])

    def beginning(self, word: str) -> Matched:
        start = fold(word)[:LONGEST_BEGINNING]
        term = self.snapshot.term("begins", start)
        bits = term.bits
        if self.fields is not None:
            bits = self.restricted(
                bits,
                lambda said: any(fold(each).startswith(start) for each in words_of(said)),
                "autocomplete",
            )
        return Matched(bits, [(1.0, term.scores)])

    def phrase(self, query: Phrase) -> Matched:
        terms = terms_of(query.query_string)[:MOST_WORDS]
        all_of_them = anded(self.word(word) for word in words_of(query.query_string)[:MOST_WORDS])
        if len(terms) < 2 or not all_of_them.bits:
            return all_of_them
        wanted, bits = WhooshPhrase("text", terms), 0
        with self.snapshot.lock:
            for document in self.snapshot.index_searcher.docs_for_query(wanted):
                bits |= 1 << document
        bits &= all_of_them.bits
        if self.fields is not None:
            bits = self.restricted(bits, lambda said: follows(terms_of(said), terms), "search")
        return Matched(bits, all_of_them.weights)

    def fuzzy(self, query: Fuzzy) -> Matched:
        words = asked_for(words_of(query.query_string)[:MOST_WORDS])
        parts = [ored(map(self.word, self.forms_like(word))) for word in words]
        return anded(parts) if query.operator == "and" else ored(parts)

    def forms_like(self, word: str) -> list[str]:
        """Words of the index that differ from it by a slip or two, the nearest first."""
        folded = fold(word)
        slips = 1 if len(folded) < 6 else 2
        near = [
            (distance(folded, fold(other), limit=slips + 1), other)
            for other in self.snapshot.spoken
            if abs(len(other) - len(word)) <= slips and fold(other)[:1] == folded[:1]
        ]
        return [other for away, other in sorted(near) if away <= slips][:MOST_FUZZY_FORMS]

    def everything(self, query: MatchAll) -> Matched:
        return Matched(self.snapshot.live)

    def boost(self, query: Boost) -> Matched:
        return weighted(self.match(query.subquery), query.boost)

    def negation(self, query: Not) -> Matched:
        return Matched(self.snapshot.live & ~self.match(query.subquery).bits)

    def restricted(self, bits: int, holds: Callable[[str], bool], among: str) -> int:
        """Those documents where it holds of one of the fields asked for.

        Read in their plain texts: nobody but a form of the admin asks so.
        """
        kept = 0
        for document in documents_in(bits):
            said = self.snapshot.stored(document)["parts"][among]
            if any(holds(text) for name, text in said.items() if self.is_wanted(name)):
                kept |= 1 << document
        return kept

    def is_wanted(self, name: str) -> bool:
        wanted = self.fields or ()
        return name in wanted or name.split("__")[0] in wanted


def follows(terms: list[str], wanted: list[str]) -> bool:
    return any(
        terms[place : place + len(wanted)] == wanted
        for place in range(len(terms) - len(wanted) + 1)
    )


def weighted(matched: Matched, factor: float) -> Matched:
    if factor == 1:
        return matched
    return Matched(matched.bits, [(factor * each, scores) for each, scores in matched.weights])


def ranked(snapshot: Snapshot, matched: Matched, among: int) -> list[tuple[float, int]]:
    """Score and number of the documents that are also `among`, the best first, then the newest."""
    totals = dict.fromkeys(documents_in(matched.bits & among), 0.0)
    for factor, scores in matched.weights:
        fewer, more = (totals, scores) if len(totals) < len(scores) else (scores, totals)
        for document in fewer:
            if document in more:
                totals[document] += factor * scores[document]
    days = snapshot.days
    best = sorted(totals, key=lambda document: (-totals[document], -days[document], document))
    return [(totals[document], document) for document in best]
