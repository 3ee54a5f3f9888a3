"""What waits for a person, first of all on "Mi espacio".

Each app adds what it knows of in `AppConfig.ready()`:

    waiting.register("knowledge.matters.of_an_author")

a function, named by its path because models are not there yet, that takes a
member and gives their matters in a number of queries that does not depend on
how many there are; or `Source`s, which are all read together in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.module_loading import import_string

from community.dates import instant
from community.together import read_together

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


@dataclass(frozen=True)
class Source:
    """Rows of one kind, none of them sliced, of each of which `tell` makes matters.

    It gets what `told` names, as JSON has it, and the moment in the column `since`,
    if there is one, by which they come in order.
    """

    rows: Any
    told: dict[str, Any]
    tell: Callable[[dict[str, Any], Any], Iterable[Matter]]
    since: str


RANKS = ("bad", "asks", "told", "quiet")

_asked: list[str] = []


def register(ask: str) -> None:
    """Have the function at this path asked what waits for a person."""
    if ask not in _asked:
        _asked.append(ask)


def waiting_for(user: User) -> list[Matter]:
    """By rank, the longest wait first; what one has begun last, the newest first."""
    matters: list[Matter] = []
    sources: list[Source] = []
    for path in _asked:
        ask: Callable[[User], Iterable[Matter | Source]] = import_string(path)
        for each in ask(user):
            if isinstance(each, Source):
                sources.append(each)
            else:
                matters.append(each)
    return sorted([*matters, *told_by(sources)], key=place_of)


def told_by(sources: list[Source]) -> Iterable[Matter]:
    """What the rows of all these sources make, the longest wait first. One query."""
    read = read_together([(each.rows, {"since": F(each.since), **each.told}) for each in sources])
    waits = [(told.pop("since") or "", sources[place], told) for place, told in read]
    for since, source, told in sorted(waits, key=itemgetter(0)):
        yield from source.tell(told, instant(since) if since else None)


def place_of(matter: Matter) -> tuple[int, float]:
    since = matter.since.timestamp() if matter.since else 0.0
    return RANKS.index(matter.tone), -since if matter.tone == "quiet" else since
