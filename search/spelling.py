"""A better spelling, and the words that would find something: only from what is public."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import and_
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from whoosh.support.levenshtein import distance

from search.analysis import asked_for, fold, words_of
from search.asking import Asked
from search.finding import find, public_part
from search.matching import Matcher

if TYPE_CHECKING:
    from search.finding import Found
    from search.snapshot import Snapshot

SHORTEST = 4
MOST_TRIED = 5
MOST_WORDS = 8


@dataclass(frozen=True)
class Way:
    """Other words that find something."""

    words: str
    count: int


def suggestion_for(found: Found) -> Way | None:
    """What was probably meant, if it finds anything that everybody may read."""
    snapshot, words = found.snapshot, words_of(found.asked.words)
    if not words or len(words) > MOST_WORDS:
        return None
    public = public_part(snapshot, AnonymousUser())
    better = [spelled(snapshot, word, public) for word in words]
    if better == words:
        return None
    return way_of(snapshot, " ".join(better))


def spelled(snapshot: Snapshot, word: str, public: int) -> str:
    """The word itself where it is known, otherwise the public one that looks most like it."""
    if len(word) < SHORTEST or word.isdigit() or snapshot.term("words", word).bits & public:
        return word
    folded = fold(word)
    slips = 1 if len(folded) < 6 else 2
    near = []
    for other in snapshot.spoken:
        if abs(len(other) - len(word)) <= slips and not other.isdigit():
            away = distance(folded, fold(other), limit=slips + 1)
            if away <= slips:
                near.append((away, fold(other)[:1] != folded[:1], other))
    for _away, _other_start, other in sorted(near)[: MOST_TRIED * 4]:
        if snapshot.term("words", other).bits & public:
            return other
    return word


def way_of(snapshot: Snapshot, words: str) -> Way | None:
    """How many public things these words find, confirmed by the database."""
    found = find(Asked(words, {}, ""), snapshot, AnonymousUser())
    return Way(words, found.count) if found.count else None


def fewer_words(found: Found) -> list[Way]:
    """As many of several words together as find something, down to each alone."""
    words = list(dict.fromkeys(asked_for(words_of(found.asked.words))))[:MOST_WORDS]
    matcher = Matcher(found.snapshot)
    public = public_part(found.snapshot, AnonymousUser())
    answers = {word: matcher.word(word).bits & public for word in words}
    for size in range(len(words) - 1, 0, -1):
        finding = [
            (" ".join(some), reduce(and_, map(answers.__getitem__, some)))
            for some in combinations(words, size)
        ]
        if size > 1:
            finding.sort(key=lambda each: each[1].bit_count(), reverse=True)
        tried = [some for some, bits in finding if bits][:MOST_TRIED]
        if tried:
            return [way for some in tried if (way := way_of(found.snapshot, some))]
    return []
