"""Where territories come from: the files we know, and how each is read.

`read(path, country)` is the one door. A country whose file has a form of its
own is declared in a module of its name; everybody else uses the table of
`territories/data/README.md`.
"""

from __future__ import annotations

from territories.sources.panama import PANAMA
from territories.sources.reading import SourceError, read_source
from territories.sources.rows import Problem, Reading, Row
from territories.sources.venezuela import VENEZUELA

KNOWN = {source.country: source for source in (PANAMA, VENEZUELA)}

__all__ = ["KNOWN", "Problem", "Reading", "Row", "SourceError", "read"]


def read(path: str, country: str) -> Reading:
    """The rows of the file at `path`, good and bad, for the country of that code.

    Raises:
        SourceError: the file is not what it says; its text is one sentence.

    """
    return read_source(path, country, KNOWN)
