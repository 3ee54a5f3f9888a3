"""What waits at the desk of a network. Each app adds what it knows of when it starts.

    desk.register("knowledge.desk.of_solutions")

a function, named by its path because models are not there yet, that takes the
network and whoever looks (a coordinator of it, or who governs it) and gives
rows. It costs one query, however much waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from community.models import User
    from networks.models import NetworkPage

RANKS = ("bad", "asks", "told", "quiet")


@dataclass(frozen=True)
class Piece:
    """One of the things that a row counts: its title and where it is dealt with."""

    title: str
    url: str
    since: date | datetime | None = None


@dataclass(frozen=True)
class Row:
    """Things of one kind that wait: how many, since when, and where they are dealt with.

    `title` says what they are, without the number; `tone` is the colour of the
    badge and the rank: bad (late), asks (somebody waits for an answer), told
    (worth a look), quiet. `said` is one more fact; `pieces` are some of them.
    """

    badge: str
    title: str
    url: str
    act: str
    number: int = 1
    since: date | datetime | None = None
    tone: str = "asks"
    said: str = ""
    pieces: tuple[Piece, ...] = ()

    @property
    def more(self) -> int:
        """How many there are besides the pieces."""
        return max(0, self.number - len(self.pieces))


@dataclass(frozen=True)
class Leaf:
    """One page of the desk: its name, the name of its address (it takes the slug), its place."""

    title: StrOrPromise
    url_name: str
    order: int


_asked: list[str] = []
_leaves: dict[str, Leaf] = {}


def register(ask: str) -> None:
    """Have the function at this path asked what waits in a network."""
    if ask not in _asked:
        _asked.append(ask)


def register_leaf(leaf: Leaf) -> None:
    """Add a page to the desk. The same address again replaces it."""
    _leaves[leaf.url_name] = leaf


def leaves() -> list[Leaf]:
    return sorted(_leaves.values(), key=lambda leaf: leaf.order)


def what_waits(network: NetworkPage, user: User) -> list[Row]:
    """By rank, the longest wait first. A query for each function that was registered."""
    rows: list[Row] = []
    for path in _asked:
        ask: Callable[[NetworkPage, User], Iterable[Row]] = import_string(path)
        rows += [row for row in ask(network, user) if row.number]
    return sorted(rows, key=lambda row: (RANKS.index(row.tone), waited(row)))


def waited(row: Row) -> date:
    """The day since when; today for what does not say."""
    since = row.since
    if since is None:
        return timezone.localdate()
    return timezone.localdate(since) if isinstance(since, datetime) else since
