"""Known errors of a source, put right by a table that says why.

A table is a CSV file beside the data, with the columns

    level    of the record: state, municipality or parish
    parent   name of what it lies in, as corrected; empty for any
    name     of the record, as the file gives it
    field    the source's own key of what is wrong
    given    what the file says; the correction applies to nothing else
    corrected
    reason   why, and where that is known from

so that a file in which the error has been mended meanwhile stays as it is.
"""

from __future__ import annotations

import csv
from functools import cached_property
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"

Wrong = tuple[str, str, str, str, str]


class Corrections:
    """The table at `path` below `territories/data/`. Read when it is first asked."""

    def __init__(self, path: str) -> None:
        self.path = DATA / path

    @cached_property
    def table(self) -> dict[Wrong, str]:
        with self.path.open(encoding="utf-8", newline="") as file:
            return {
                (row["level"], row["parent"], row["name"], row["field"], row["given"]): row[
                    "corrected"
                ]
                for row in csv.DictReader(file)
            }

    def applied(
        self, level: str, parent: str, name_key: str, record: dict[str, Any]
    ) -> dict[str, Any]:
        """The record with every correction made that names it; the given one is not touched."""
        name = record.get(name_key)
        found = {}
        for field, given in record.items():
            for lies_in in (parent, ""):
                wrong = (level, lies_in, str(name), field, str(given))
                if wrong in self.table:
                    found[field] = self.table[wrong]
        return record | found
