"""Wagtail's search over the index on disk.

The index ranks, the database decides: every hit goes through the caller's own
query set, whatever its filters and its order, so that neither an outdated
index nor a filter the index knows nothing of gives a wrong answer. Nothing is
cut off before that. Without an index the database answers alone.

Settings, in WAGTAILSEARCH_BACKENDS["default"]:
    BACKEND  "search.backend"
    PATH     folder of the index; DATA_DIR/search when missing

Writing is recorded, not done: see `changes` and `draining`.
"""

from __future__ import annotations

import logging
from collections import Counter, OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models.query import FlatValuesListIterable
from wagtail.search.backends.base import (
    BaseIndex,
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    BaseSearchResults,
    SearchFieldError,
)
from wagtail.search.index import AutocompleteField, RelatedFields, SearchField, get_indexed_models

from search.changes import ask_for_rebuilding, record
from search.fallback import answer_from_database
from search.folder import IndexUnavailable, here
from search.matching import Matcher, ranked
from search.rebuilding import Rebuilder
from search.snapshot import latest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model, QuerySet

logger = logging.getLogger("search")

# Keys in one condition; SQLite takes 32,766 values.
KEYS_AT_ONCE = 5_000


class RecordedIndex(BaseIndex):
    """The index in use. What is added or deleted is recorded, and told to it soon after."""

    def add_item(self, thing: Model) -> None:
        record(thing)

    def add_items(self, model: type[Model], things: list[Model]) -> None:
        record(*things)

    def delete_item(self, thing: Model) -> None:
        record(thing)

    def reset(self) -> None:
        folder = here()
        folder.use(folder.create())


class Compiler(BaseSearchQueryCompiler):
    """A question put to the index, and the query set that decides."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    completing = False

    def check(self) -> None:
        """Take any filter and any order: the database applies them.

        Raises:
            SearchFieldError: one of `fields` is not searched in any model of the query set.

        """
        known = set(self.names_of_fields())
        for name in self.fields or []:
            if name not in known:
                raise SearchFieldError(f"“{name}” is not a search field.", field_name=name)

    def names_of_fields(self) -> Iterator[str]:
        for model in get_indexed_models():
            if issubclass(model, self.queryset.model):
                for field in model.get_search_fields():
                    if isinstance(field, SearchField | AutocompleteField | RelatedFields):
                        yield field.field_name

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The caller's query set in a form to which conditions can be added."""
        rows: QuerySet[Any] = self.queryset
        if rows.query.is_sliced or rows.query.combinator:
            keys = list(rows.values_list("pk", flat=True))
            rows = rows.model._base_manager.filter(pk__in=keys)
        return rows

    @cached_property
    def hits(self) -> dict[Any, float]:
        """Key and score of everything that answers, the best first.

        Raises:
            IndexUnavailable: there is no index to ask.

        """
        snapshot, model = latest(), self.queryset.model
        matched = Matcher(snapshot, self.fields, completing=self.completing).match(self.query)
        among = snapshot.marked(f"type={model._meta.label_lower}")
        to_key = model._meta.pk.to_python
        return {
            to_key(snapshot.uids[document].partition(":")[2]): score
            for score, document in ranked(snapshot, matched, among)
        }

    @cached_property
    def keys(self) -> list[Any]:
        """Of these, the keys that the query set holds, in the order asked for."""
        hits = list(self.hits)
        if not self.order_by_relevance:
            return self.keys_in_order(set(hits))
        held: set[Any] = set()
        unordered = self.rows.order_by()
        for first in range(0, len(hits), KEYS_AT_ONCE):
            some = hits[first : first + KEYS_AT_ONCE]
            held.update(unordered.filter(pk__in=some).values_list("pk", flat=True))
        return [key for key in hits if key in held]

    def keys_in_order(self, hits: set[Any]) -> list[Any]:
        """In the query set's own order, the newest first where it has none."""
        rows = self.rows if self.rows.ordered else self.rows.order_by("-pk")
        if len(hits) <= KEYS_AT_ONCE:
            rows = rows.filter(pk__in=hits)
        keys = rows.values_list("pk", flat=True)
        return [key for key in dict.fromkeys(keys) if key in hits]


class CompletingCompiler(Compiler):
    completing = True


class Results(BaseSearchResults):
    """Behaves like the list of what was found. Asks when first looked at."""

    supports_facet = True

    def _do_search(self) -> list[Any]:
        compiler = self.query_compiler
        try:
            keys = compiler.keys[self.start : self.stop]
        except IndexUnavailable as reason:
            return self.answered_without(reason)
        if compiler.rows._fields == ("pk",) and is_flat(compiler.rows):
            # The keys alone, which are known: in their order, without another question.
            return keys
        if compiler.rows._fields is not None:
            # `values()` and its like: rows without an object to be ordered by.
            return list(compiler.rows.filter(pk__in=keys))
        found: dict[Any, Any] = {}
        for first in range(0, len(keys), KEYS_AT_ONCE):
            rows = compiler.rows.filter(pk__in=keys[first : first + KEYS_AT_ONCE])
            found.update((thing.pk, thing) for thing in rows)
        things = [found[key] for key in keys if key in found]
        if self._score_field:
            for thing in things:
                setattr(thing, self._score_field, compiler.hits[thing.pk])
        return things

    def _do_count(self) -> int:
        try:
            return len(self.query_compiler.keys[self.start : self.stop])
        except IndexUnavailable as reason:
            return len(self.answered_without(reason))

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """How many there are of each value of a column, the most frequent first."""
        compiler = self.query_compiler
        try:
            keys = compiler.keys
        except IndexUnavailable as reason:
            keys = [thing.pk for thing in self.answered_without(reason)]
        counts: Counter[Any] = Counter()
        model = compiler.queryset.model
        for first in range(0, len(keys), KEYS_AT_ONCE):
            rows = model._base_manager.filter(pk__in=keys[first : first + KEYS_AT_ONCE])
            counts.update(rows.values_list(field_name, flat=True))
        return OrderedDict(counts.most_common())

    def answered_without(self, reason: IndexUnavailable) -> list[Any]:
        """What the database finds by itself; the index is put on the way."""
        logger.warning("The database answers a search alone: %s", reason)
        ask_for_rebuilding()
        compiler = self.query_compiler
        things = answer_from_database(compiler.query, compiler.rows)
        things = things[self.start : self.stop]
        if self._score_field:
            for thing in things:
                setattr(thing, self._score_field, None)
        return things


def is_flat(rows: QuerySet[Any]) -> bool:
    """Whether each row is one value: `values_list(..., flat=True)`."""
    return issubclass(rows._iterable_class, FlatValuesListIterable)


class SearchBackend(BaseSearchBackend):
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = CompletingCompiler
    index_class = RecordedIndex
    results_class = Results
    rebuilder_class = Rebuilder
    # A change that cannot be recorded must not happen.
    catch_indexing_errors = False

    def add_bulk(self, model: type[Model], things: list[Model]) -> None:
        record(*things)
