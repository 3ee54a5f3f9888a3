"""What waits for a person, first of all on "Mi espacio".

Each app adds what it knows of in `AppConfig.ready()`:

    waiting.register("knowledge.matters.of_an_author")

a function, named by its path because models are not there yet, that takes a
member and gives their matters in a number of queries that does not depend on
how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from community.models import User


@dataclass(frozen=True)
class Matter:
    """One thing to do: what it is about, where it is done and since when it waits.

    `tone` is the colour of the badge and the rank: bad (late), asks (somebody
    waits for an answer), told (somebody spoke), quiet (nobody waits but the
    person). `badge`, `said` and `act` are words in the language of the page,
    without a final period.
    """

    badge: str
    title: str
    url: str
    act: str
    said: str = ""
    since: datetime | None = None
    tone: str = "asks"


RANKS = ("bad", "asks", "told", "quiet")

_asked: list[str] = []


def register(ask: str) -> None:
    """Have the function at this path asked what waits for a person."""
    if ask not in _asked:
        _asked.append(ask)


def waiting_for(user: User) -> list[Matter]:
    """By rank, the longest wait first; what one has begun last, the newest first."""
    matters: list[Matter] = []
    for path in _asked:
        ask: Callable[[User], Iterable[Matter]] = import_string(path)
        matters += ask(user)
    return sorted(matters, key=place_of)


def place_of(matter: Matter) -> tuple[int, float]:
    since = matter.since.timestamp() if matter.since else 0.0
    return RANKS.index(matter.tone), -since if matter.tone == "quiet" else since
