"""The index as one process reads it: terms, scores and filters of one generation.

Every set of documents is one Python integer, bit n for document n: filtering
and counting are `&` and `bit_count()`. What a segment of the index holds is
read once and remembered as long as the segment lives.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import OrderedDict
from functools import cached_property
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

from whoosh.reading import TermNotFound
from whoosh.searching import Searcher

from search.folder import IndexFolder, IndexUnavailable, here, open_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from whoosh.reading import IndexReader

# BM25F, as Whoosh has it; short titles are not better titles.
K1 = 1.2
LENGTH_COUNTS = {"text": 0.75, "title": 0.3, "lead": 0.3}
MOST_TERMS = 4_000
# Younger than this, a folder's time may hide a second change within one tick.
SECONDS_OF_DOUBT = 2.0
POSITIONS = [tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]


class Term(NamedTuple):
    """Where a term occurs, and how much that says of each document."""

    bits: int
    scores: dict[int, float]


NO_TERM = Term(0, {})


def bits_of(documents: Iterable[int], size: int) -> int:
    raw = bytearray(size // 8 + 1)
    for document in documents:
        raw[document >> 3] |= 1 << (document & 7)
    return int.from_bytes(raw, "little")


def documents_in(bits: int) -> Iterator[int]:
    """The numbers of the documents in a set, from the lowest up."""
    raw = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for place, byte in enumerate(raw):
        if byte:
            for bit in POSITIONS[byte]:
                yield (place << 3) + bit


class Leaf:
    """What never changes in a segment: who its documents are and what marks them."""

    def __init__(self, reader: IndexReader) -> None:
        self.size: int = reader.doc_count_all()
        uids, days = reader.column_reader("uid"), reader.column_reader("day")
        self.uids: list[str] = [str(uids[document]) for document in range(self.size)]
        self.days: list[int] = [int(days[document]) for document in range(self.size)]
        self.marks: dict[str, int] = {
            mark.decode(): bits_of(reader.postings("marks", mark).all_ids(), self.size)
            for mark in reader.lexicon("marks")
        }


class Snapshot:
    """One generation of the index, safe to share between threads."""

    def __init__(self, generation: Path, leaves: dict[str, Leaf]) -> None:
        self.generation = generation
        self.index = open_index(generation)
        self.lock = threading.RLock()
        self.reader = self.index.reader()
        self.number: int = self.index.latest_generation()
        self.parts: list[tuple[Any, int]] = [
            (reader, offset)
            for reader, offset in self.reader.leaf_readers()
            if reader.doc_count_all()
        ]
        self.leaves = {
            reader.segment().segment_id(): leaves.get(reader.segment().segment_id()) or Leaf(reader)
            for reader, _offset in self.parts
        }
        self.size: int = self.reader.doc_count_all()
        self.uids = [uid for leaf in self.leaves.values() for uid in leaf.uids]
        self.days = [day for leaf in self.leaves.values() for day in leaf.days]
        self.live = self.read_live()
        self.marks = self.read_marks()
        self._terms: OrderedDict[tuple[str, str], Term] = OrderedDict()
        self._titles: dict[int, str] = {}

    def read_live(self) -> int:
        live = (1 << self.size) - 1
        for reader, offset in self.parts:
            gone = [offset + document for document in reader.segment().deleted_docs()]
            live &= ~bits_of(gone, self.size)
        return live

    def read_marks(self) -> dict[str, int]:
        marks: dict[str, int] = {}
        for (_reader, offset), leaf in zip(self.parts, self.leaves.values(), strict=True):
            for mark, bits in leaf.marks.items():
                marks[mark] = marks.get(mark, 0) | bits << offset
        return {mark: bits & self.live for mark, bits in marks.items() if bits & self.live}

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        """The documents of every value of everything that is filtered by."""
        facets: dict[str, dict[str, int]] = {}
        for mark, bits in self.marks.items():
            facet, _equals, value = mark.partition("=")
            facets.setdefault(facet, {})[value] = bits
        return facets

    def marked(self, *marks: str) -> int:
        """The documents that carry any of these marks."""
        bits = 0
        for mark in marks:
            bits |= self.marks.get(mark, 0)
        return bits

    def term(self, field: str, text: str) -> Term:
        """Where a term occurs in a field, remembered."""
        key = (field, text)
        with self.lock:
            if key in self._terms:
                self._terms.move_to_end(key)
                return self._terms[key]
            self._terms[key] = term = self.read_term(field, text)
            while len(self._terms) > MOST_TERMS:
                self._terms.popitem(last=False)
        return term

    def read_term(self, field: str, text: str) -> Term:
        encoded = text.encode()
        occurrences: list[tuple[int, float, int]] = []
        scored = field in LENGTH_COUNTS
        for reader, offset in self.parts:
            try:
                postings = reader.postings(field, encoded)
            except TermNotFound:
                continue
            length_of = reader.doc_field_length
            while postings.is_active():
                number = postings.id()
                length = length_of(number, field, 1) if scored else 1
                occurrences.append((number + offset, postings.weight(), length))
                postings.next()
        if not occurrences:
            return NO_TERM
        bits = bits_of((number for number, _, _ in occurrences), self.size) & self.live
        return Term(bits, self.score(field, occurrences))

    def score(self, field: str, occurrences: list[tuple[int, float, int]]) -> dict[int, float]:
        rarity = log(self.size / (len(occurrences) + 1)) + 1
        part = LENGTH_COUNTS.get(field, 0.0)
        usual = (self.reader.field_length(field) / (self.size or 1) or 1) if part else 1
        return {
            number: rarity * weight * (K1 + 1) / (weight + K1 * (1 - part + part * length / usual))
            for number, weight, length in occurrences
        }

    @cached_property
    def spoken(self) -> list[str]:
        """Every word of the index as it is written. Words of what was deleted may be among them."""
        with self.lock:
            return [word.decode() for word in self.reader.lexicon("words")]

    @cached_property
    def index_searcher(self) -> Searcher:
        """Whoosh's own view of it, for phrases. To be used under the lock."""
        return Searcher(self.reader)

    def stored(self, document: int) -> dict[str, Any]:
        """The plain texts and themes of a document."""
        with self.lock:
            fields: dict[str, Any] = self.reader.stored_fields(document)
        return fields

    def title(self, document: int) -> str:
        """The title of a page, remembered."""
        if document not in self._titles:
            self._titles[document] = self.stored(document)["parts"]["search"].get("title", "")
        return self._titles[document]

    def is_fresh(self) -> bool:
        """Whether no commit came after it. Lists the folder."""
        return bool(self.index.latest_generation() == self.number)


class Watch:
    """Keeps the snapshot of a folder, and notices with two stats that there is a newer one."""

    def __init__(self, folder: IndexFolder) -> None:
        self.folder = folder
        self.lock = threading.Lock()
        self.seen: tuple[Any, ...] = ()
        self.snapshot: Snapshot | None = None

    def look(self) -> tuple[Any, ...]:
        generation = self.snapshot.generation if self.snapshot else self.folder.current()
        try:
            changed = generation.stat().st_mtime_ns
        except OSError:
            changed = 0
        return (*self.folder.stamp(), changed)

    def latest(self) -> Snapshot:
        """The newest state of the index.

        Raises:
            IndexUnavailable: there is none that can be read.

        """
        with self.lock:
            if self.snapshot and self.seen == (look := self.look()) and self.is_sure(look[-1]):
                return self.snapshot
            return self.open()

    def is_sure(self, changed: int) -> bool:
        is_old = time.time() - changed / 1e9 > SECONDS_OF_DOUBT
        return is_old or bool(self.snapshot and self.snapshot.is_fresh())

    def open(self) -> Snapshot:
        kept = self.snapshot.leaves if self.snapshot else {}
        for _attempt in range(3):
            self.snapshot = None
            seen = self.look()
            # A generation may be swapped away between reading its name and its files.
            with contextlib.suppress(OSError):
                self.snapshot = self.read(self.folder.current(), kept)
                self.seen = seen
                return self.snapshot
        raise IndexUnavailable(f"the index at {self.folder.path} keeps vanishing")

    @staticmethod
    def read(generation: Path, kept: dict[str, Leaf]) -> Snapshot:
        try:
            return Snapshot(generation, kept)
        except (OSError, IndexUnavailable):
            raise
        except Exception as reason:  # Whoosh raises whatever damaged files lead to.
            raise IndexUnavailable(f"the index at {generation} cannot be read") from reason


_watches: dict[Path, Watch] = {}


def latest() -> Snapshot:
    """The newest state of the index of this site.

    Raises:
        IndexUnavailable: there is none that can be read.

    """
    folder = here()
    return _watches.setdefault(folder.path, Watch(folder)).latest()
