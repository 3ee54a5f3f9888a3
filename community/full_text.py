"""The database's own full-text search, to which a quotation mark is no grammar.

modelsearch 1.x hands the marks that people type on to SQLite, which then takes
half of the words for a syntax error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modelsearch.backends import database
from modelsearch.query import PlainText

if TYPE_CHECKING:
    from modelsearch.query import SearchQuery


class WithoutMarks:
    """For the compilers of SQLite: words without quotation marks."""

    def build_search_query_content(self, query: SearchQuery, config: Any = None) -> Any:
        if isinstance(query, PlainText) and '"' in query.query_string:
            # A mark alone must find nothing, not everything.
            words = query.query_string.replace('"', " ").strip() or "?"
            query = PlainText(words, operator=query.operator, boost=query.boost)
        return super().build_search_query_content(query, config=config)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name Wagtail asks for
    """What the database in use brings, made deaf to quotation marks where that is SQLite."""
    backend = database.SearchBackend(params)
    if "sqlite" in type(backend).__module__:
        for name in ("query_compiler_class", "autocomplete_query_compiler_class"):
            compiler = getattr(backend, name)
            setattr(backend, name, type(compiler.__name__, (WithoutMarks, compiler), {}))
    return backend
