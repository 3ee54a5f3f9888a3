"""Where territories come from: the files we know, and how each is read.

`read(path, country)` is the one door. A country whose files have a form of
their own is described in `territories/data/<country>/source.toml`; everybody
else uses the table of `territories/data/README.md`.
"""

from __future__ import annotations

from functools import cache

from territories.sources.mapping import Source, known_sources
from territories.sources.reading import read_source
from territories.sources.rows import Problem, Reading, Row, SourceError

__all__ = ["Problem", "Reading", "Row", "SourceError", "known", "read"]


@cache
def known() -> dict[str, Source]:
    """The countries that are described, by their codes."""
    return known_sources()


def read(path: str, country: str) -> Reading:
    """The rows of the file at `path`, good and bad, for the country of that code.

    Raises:
        SourceError: the file is not what it says; its text is one sentence.

    """
    return read_source(path, country, known())
