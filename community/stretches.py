"""A page of a list whose length nobody counts: what stands here, and whether there is more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

IN_OVERVIEW = 5
AT_A_TIME = 12
LAST = 10_000


@dataclass
class Stretch:
    """`previous` and `next` are numbers of pages, 0 where there is none."""

    rows: list[Any]
    number: int
    next: int
    is_overview: bool

    @property
    def previous(self) -> int:
        return self.number - 1


def number_asked(request: HttpRequest) -> int:
    asked = request.GET.get("pagina", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and 0 < int(asked) < LAST else 1


def stretch_of(
    name: str, section: str, request: HttpRequest, load: Callable[[int, int], list[Any]]
) -> Stretch | None:
    """What a page that shows several lists shows of the one called so.

    Without a section asked for (""), the first few of each list; of the one that
    is asked for, the page in the address; of the others nothing (None).
    `load(start, number)` gives the rows; it is asked for one more than is shown.
    """
    if section not in ("", name):
        return None
    number, most = (number_asked(request), AT_A_TIME) if section else (1, IN_OVERVIEW)
    rows = load((number - 1) * most, most + 1)
    return Stretch(
        rows=rows[:most],
        number=number,
        next=number + 1 if len(rows) > most else 0,
        is_overview=not section,
    )
