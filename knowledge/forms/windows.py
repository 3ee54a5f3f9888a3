"""Of many rows of a kind, those that one screen shows.

A screen with a hundred forms is slow on a telephone and slow to save. Windows
share a row with the next one, so that a row can be moved from one into the other.
"""

from __future__ import annotations

from dataclasses import dataclass

AT_ONCE = 10
STEP = AT_ONCE - 1


@dataclass(frozen=True)
class Window:
    """Rows from `first` to `last`, counted from 1; `number` is its place among the windows."""

    number: int
    first: int
    last: int


def windows_of(total: int) -> list[Window]:
    """The windows on so many rows: one, if they are few."""
    starts = range(1, max(total - 1, 1) + 1, STEP)
    return [
        Window(number, first, min(first + AT_ONCE - 1, total))
        for number, first in enumerate(starts, start=1)
    ]
