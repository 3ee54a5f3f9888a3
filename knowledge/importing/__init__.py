"""Cases in files: opened, understood and checked here; what becomes of them decides `actions`."""

from knowledge.importing.limits import SourceError
from knowledge.importing.opening import open_cases
from knowledge.importing.raw import Opened
from knowledge.importing.reading import OF_EXPORTS, ReadCase, read_cases, sentences
from knowledge.importing.references import References

__all__ = [
    "OF_EXPORTS",
    "Opened",
    "ReadCase",
    "References",
    "SourceError",
    "open_cases",
    "read_cases",
    "sentences",
]
