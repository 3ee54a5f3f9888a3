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

    `tone` is the colour of the badge: asks (somebody waits for this person),
    told, good, bad or quiet (nobody but they themselves). `badge`, `said` and
    `act` are texts in the language of the page.
    """

    badge: str
    title: str
    url: str
    act: str
    said: str = ""
    since: datetime | None = None
    tone: str = "asks"


_asked: list[str] = []


def register(ask: str) -> None:
    """Have the function at this path asked what waits for a person."""
    if ask not in _asked:
        _asked.append(ask)


def waiting_for(user: User) -> list[Matter]:
    """What others wait for, the longest wait first; then what one has begun, the newest first."""
    matters: list[Matter] = []
    for path in _asked:
        ask: Callable[[User], Iterable[Matter]] = import_string(path)
        matters += ask(user)
    asked = [matter for matter in matters if matter.tone != "quiet"]
    begun = [matter for matter in matters if matter.tone == "quiet"]
    return sorted(asked, key=age_of) + sorted(begun, key=age_of, reverse=True)


def age_of(matter: Matter) -> float:
    """Its day as a number; what has none comes before all that has."""
    return matter.since.timestamp() if matter.since else 0.0
