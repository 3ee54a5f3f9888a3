"""Answering the search page: the index proposes, filters and counts; the database confirms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from wagtail.search.query import PlainText

from community.models import closings_open_to
from search.asking import ALIKE, FACETS, NEWEST
from search.kinds import NETWORK, all_kinds, families, visible_of
from search.matching import Matched, Matcher, ranked
from search.models import IndexChange
from search.nearness import near_to
from search.snapshot import documents_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from search.asking import Asked
    from search.nearness import Near
    from search.snapshot import Snapshot

# Up to so many, everything that answers is confirmed. Beyond, what is shown and
# what is known to have changed: what the index has not heard of stands in the
# table of changes.
MOST_CONFIRMED = 300
CONFIRMED_AT_ONCE = 60


def public_part(snapshot: Snapshot, user: User | AnonymousUser) -> int:
    """The documents this visitor may find, as far as the index knows. At most one query."""
    audiences = ["audience=everyone"]
    if user.is_authenticated:
        audiences.append("audience=members")
    open_to_them = {f"closed={key}" for key in closings_open_to(user)}
    closed = [
        mark for mark in snapshot.marks if mark.startswith("closed=") and mark not in open_to_them
    ]
    return snapshot.marked(*audiences) & ~snapshot.marked(*closed)


class Confirmation:
    """What the database says of the documents that the index proposes."""

    def __init__(self, snapshot: Snapshot, user: User | AnonymousUser) -> None:
        self.snapshot = snapshot
        self.user = user
        self.asked = 0
        self.refuted = 0
        # Documents that have changed since; None: not asked yet.
        self.changed: set[str] | None = None

    def confirm(self, documents: Iterable[int]) -> None:
        """Ask about those not asked about yet. One query for all families together."""
        fresh = [each for each in dict.fromkeys(documents) if not self.asked >> each & 1]
        by_family: dict[str, dict[str, int]] = {}
        for document in fresh:
            family, _colon, key = self.snapshot.uids[document].partition(":")
            by_family.setdefault(family, {})[key] = document
        arms = [self.arm(family, by_key) for family, by_key in by_family.items()]
        if self.changed is None:
            arms.append(self.arm_of_changes())
        if not arms:
            return
        shown: dict[str, set[str]] = {}
        for family, key in arms[0].union(*arms[1:], all=True) if arms[1:] else arms[0]:
            shown.setdefault(family, set()).add(key)
        self.changed = self.changed or shown.get("", set())
        for family, by_key in by_family.items():
            for key, document in by_key.items():
                self.asked |= 1 << document
                if key not in shown.get(family, ()):
                    self.refuted |= 1 << document

    def arm(self, family: str, by_key: dict[str, int]) -> Any:
        root: Any = families()[family]
        to_key = root._meta.pk.to_python
        rows = visible_of(root, self.user).filter(pk__in=[to_key(key) for key in by_key])
        return named(rows, Value(family), F("pk"))

    def arm_of_changes(self) -> Any:
        return named(IndexChange.objects.all(), Value(""), F("object_key"))

    def of(self, bits: int) -> int:
        """Those of a set that nothing speaks against."""
        return bits & ~self.refuted

    def has_changed(self, document: int) -> bool:
        """Whether an object of its key changed since the index was told. No query."""
        key = self.snapshot.uids[document].partition(":")[2]
        return key in (self.changed or ())


def named(rows: Any, family: Any, key: Any) -> Any:
    text = CharField()
    return (
        rows.order_by()
        .annotate(row_family=Cast(family, text), row_key=Cast(key, text))
        .values_list("row_family", "row_key")
    )


@dataclass
class Found:
    """Everything that answers a search, for one visitor."""

    snapshot: Snapshot
    asked: Asked
    user: User | AnonymousUser
    matched: Matched
    # What this visitor may find; what of it answers the words; what each filter lets through.
    visible: int
    base: int
    selections: dict[str, int]
    confirmation: Confirmation
    # How far what lies in a municipality is from the reader's, where that is asked for.
    near: Near | None = None

    @property
    def networks(self) -> int:
        """The networks in which something lies that answers the words, and those asked for."""
        snapshot = self.snapshot
        bits = 0
        for slug, inside in snapshot.facets.get(NETWORK, {}).items():
            if inside & self.base or slug in self.asked.chosen.get(NETWORK, ()):
                bits |= inside & snapshot.marked(f"tipo={NETWORK}")
        return bits & self.visible

    def page_of_network(self, slug: str) -> int | None:
        """The number of the page of a network this visitor may find. No query."""
        inside = self.snapshot.facets.get(NETWORK, {}).get(slug, 0)
        pages = inside & self.snapshot.marked(f"tipo={NETWORK}") & self.visible
        for document in documents_in(pages):
            return int(self.snapshot.uids[document].partition(":")[2])
        return None

    @cached_property
    def bits(self) -> int:
        return self.through_all_but("")

    def through_all_but(self, facet: str) -> int:
        """What answers the words and every filter but that one."""
        bits = self.base
        for name, selection in self.selections.items():
            if name != facet:
                bits &= selection
        return bits

    def counts(self, facet: str) -> dict[str, int]:
        """How many there would be of each value of a facet, its own choice left aside."""
        bits = self.through_all_but(facet)
        return {
            value: count
            for value, there in self.snapshot.facets.get(facet, {}).items()
            if (count := (bits & there).bit_count())
        }

    @property
    def count(self) -> int:
        return self.bits.bit_count()

    @cached_property
    def order(self) -> list[int]:
        """The documents in the order asked for; among those as near, in the usual one."""
        if self.near is not None:
            return self.near.sorted(self.usual_order)
        return self.usual_order

    @property
    def usual_order(self) -> list[int]:
        if self.asked.order == NEWEST or not self.asked.has_words:
            days = self.snapshot.days
            return sorted(documents_in(self.bits), key=lambda each: (-days[each], -each))
        return [document for _score, document in ranked(self.snapshot, self.matched, self.bits)]

    def slice(self, first: int, last: int) -> list[int]:
        """The documents of a page; what the database does not confirm is filled from the next."""
        while True:
            some = [each for each in self.order if not self.confirmation.refuted >> each & 1]
            some = some[first:last]
            before = self.confirmation.refuted
            self.confirmation.confirm(some)
            if self.confirmation.refuted == before:
                return some
            self.base = self.confirmation.of(self.base)
            self.__dict__.pop("bits", None)


def find(asked: Asked, snapshot: Snapshot, user: User | AnonymousUser) -> Found:
    """What answers a search. One query for a visitor, two for a member, four by likeness."""
    visible = public_part(snapshot, user)
    asked = replace(asked, chosen=known_values(asked, snapshot, visible))
    if asked.has_words:
        matched = Matcher(snapshot).match(PlainText(asked.words))
    else:
        matched = Matched(0 if asked.words else snapshot.live)
    found = Found(
        snapshot=snapshot,
        asked=asked,
        user=user,
        matched=matched,
        visible=visible,
        base=matched.bits & visible,
        selections={
            facet: snapshot.marked(*(f"{facet}={value}" for value in values))
            for facet, values in asked.chosen.items()
        },
        confirmation=Confirmation(snapshot, user),
        near=near_to(user, snapshot) if asked.order == ALIKE else None,
    )
    confirm(found)
    return found


def confirm(found: Found) -> None:
    """Let the database strike out what it would not show."""
    base, confirmation = found.base, found.confirmation
    # Their names are offered as filters.
    networks = list(documents_in(found.networks))
    if base.bit_count() <= MOST_CONFIRMED:
        confirmation.confirm([*documents_in(base), *networks])
    else:
        confirmation.confirm([*found.order[:CONFIRMED_AT_ONCE], *networks])
        changed = [each for each in documents_in(base) if confirmation.has_changed(each)]
        confirmation.confirm(changed)
        found.__dict__.pop("order", None)
    found.base = confirmation.of(base)
    found.__dict__.pop("bits", None)


def known_values(asked: Asked, snapshot: Snapshot, visible: int) -> dict[str, tuple[str, ...]]:
    """The filters chosen that mean something to this visitor.

    The word of a closed network means as little as one that never was.
    """
    words = {kind.word for kind in all_kinds()}
    chosen = {}
    for facet in FACETS:
        there = snapshot.facets.get(facet, {})
        values = tuple(
            value
            for value in asked.chosen.get(facet, ())
            if there.get(value, 0) & visible or (facet == "tipo" and value in words)
        )
        if values:
            chosen[facet] = values
    return chosen
