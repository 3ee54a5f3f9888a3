"""Who repeated a case, and who learned it from them: the tree of its transfers as somebody may
see it.

A transfer that the reader may not open is not there at all. Who learned from it hangs from the
nearest one that can be seen, and what came of it elsewhere is not followed through it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from knowledge.models import Case, Transfer
from knowledge.transfer_kinds import PROVING, STOPPED, Relation, StopReason, TransferStage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from django.contrib.auth.models import AnonymousUser

    from community.models import User

# So often the tree goes on from a municipality's own record. Each time is one query.
MOST_RECORDS = 5
# Lists within lists: more of them no screen has room for.
DEEPEST = 8
# Beyond this many a reader has the downloads; no page grows without end.
MOST_TRANSFERS = 2000


@dataclass
class Branch:
    """A municipality in the tree: a transfer with those that came of it, the oldest first.

    `depth` is 1 for who learned from the origin. `case_reference` is that of the
    record of its own, if it has one that can be read.
    """

    pk: int
    case: int
    adopter: int
    name: str
    parents: str
    relation: str
    stage: str
    stop_reason: str
    began_at: datetime
    case_reference: str = ""
    parent: Branch | None = None
    children: list[Branch] = field(default_factory=list)
    depth: int = 1

    @property
    def began_on(self) -> date:
        return timezone.localdate(self.began_at)

    @property
    def relation_label(self) -> str:
        return str(Relation(self.relation).label)

    @property
    def stage_label(self) -> str:
        return str(TransferStage(self.stage).label)

    @property
    def reason_label(self) -> str:
        return str(StopReason(self.stop_reason).label) if self.stop_reason else ""

    @property
    def mark(self) -> str:
        """How it is drawn: "results", "going" or "stopped"."""
        if self.stage in PROVING:
            return "results"
        return "stopped" if self.stage in STOPPED else "going"


@dataclass
class Tree:
    """All that came of a case. `branches` in the order of a reader: each before its own.

    `is_cut` where there are more than `MOST_TRANSFERS`: the newest are not there.
    """

    case: Case
    roots: list[Branch]
    branches: list[Branch]
    is_cut: bool = False

    @property
    def direct(self) -> list[Branch]:
        """Transfers of this very record, whoever they learned from."""
        return [each for each in self.branches if each.case == self.case.pk]

    @property
    def municipalities(self) -> int:
        """How many repeated it: one that tried twice counts once."""
        return len({each.adopter for each in self.branches})

    def count(self, mark: str) -> int:
        return sum(each.mark == mark for each in self.branches)

    @property
    def with_results(self) -> int:
        return self.count("results")

    @property
    def going(self) -> int:
        return self.count("going")

    @property
    def stopped(self) -> int:
        return self.count("stopped")

    @property
    def depth(self) -> int:
        return max((each.depth for each in self.branches), default=0)


def tree_of(case: Case, reader: User | AnonymousUser) -> Tree:
    """The tree below a case. One query, and one for each generation of records that goes on."""
    found: dict[int, dict[str, Any]] = {}
    frontier, known = {case.pk}, {case.pk}
    for _generation in range(MOST_RECORDS):
        rows = list(rows_of(frontier, reader)[: MOST_TRANSFERS - len(found)])
        found |= {row["pk"]: row for row in rows}
        frontier = {
            row["adopter_case"] for row in rows if row["is_seen"] and row["adopter_case__live"]
        }
        frontier -= known
        known |= frontier
        if not frontier or len(found) >= MOST_TRANSFERS:
            break
    tree = planted(case, found)
    tree.is_cut = len(found) >= MOST_TRANSFERS
    return tree


def rows_of(cases: Iterable[int], reader: User | AnonymousUser) -> Any:
    """Transfers of these cases, the oldest first; `is_seen` says whether the reader may."""
    seen = Transfer.objects.visible_to(reader).order_by().filter(pk=OuterRef("pk"))
    rows = Transfer.objects.filter(origin_case__in=cases).order_by("created_at", "pk")
    return rows.values(
        *("pk", "origin_case", "adopter", "learned_from", "adopter_case", "adopter_case__live"),
        *("adopter_case__code", "relation", "stage", "stop_reason", "created_at"),
        is_seen=Exists(seen),
        name=F("place__name"),
        parents=F("place__parent_names"),
        adopter_name=F("adopter__name"),
    )


def planted(case: Case, found: dict[int, dict[str, Any]]) -> Tree:
    """The rows as a tree. What would hang from itself hangs from the origin."""
    grown = {pk: branch_of(row) for pk, row in found.items() if row["is_seen"]}
    came_of = {
        row["adopter_case"]: pk
        for pk, row in reversed(found.items())
        if pk in grown and row["adopter_case__live"] and row["adopter_case"] != case.pk
    }
    for pk, branch in grown.items():
        above = parent_of(pk, found, grown, came_of)
        branch.parent = grown[above] if above is not None else None
    roots: list[Branch] = []
    for branch in grown.values():
        (branch.parent.children if branch.parent else roots).append(branch)
    return Tree(case, roots, list(walked(roots)))


def parent_of(
    pk: int, found: dict[int, dict[str, Any]], grown: dict[int, Branch], came_of: dict[int, int]
) -> int | None:
    """The nearest one above that is seen; None is the origin."""
    for above in above_of(pk, found, came_of):
        if above in grown and not leads_to(pk, above, found, came_of):
            return above
    return None


def above_of(pk: int, found: dict[int, dict[str, Any]], came_of: dict[int, int]) -> Iterator[int]:
    """Those it came from, the nearest first, up to the origin. Never the same one twice."""
    passed = {pk}
    while True:
        row = found[pk]
        learned = row["learned_from"]
        above = learned if learned in found else came_of.get(row["origin_case"])
        if above is None or above in passed:
            return
        passed.add(above)
        pk = above
        yield pk


def leads_to(
    pk: int, above: int, found: dict[int, dict[str, Any]], came_of: dict[int, int]
) -> bool:
    """Whether `above` itself came from `pk`: then one of them has to hang from the origin."""
    return pk in above_of(above, found, came_of) and pk < above


def branch_of(row: dict[str, Any]) -> Branch:
    return Branch(
        pk=row["pk"],
        case=row["origin_case"],
        adopter=row["adopter"],
        name=row["name"] or row["adopter_name"],
        parents=row["parents"] or "",
        relation=row["relation"],
        stage=row["stage"],
        stop_reason=row["stop_reason"],
        began_at=row["created_at"],
        case_reference=(row["adopter_case__code"] or "") if row["adopter_case__live"] else "",
    )


def walked(roots: list[Branch]) -> Iterator[Branch]:
    """Each before those that came of it. Without recursion: a chain may be long."""
    waiting = roots[::-1]
    while waiting:
        branch = waiting.pop()
        branch.depth = branch.parent.depth + 1 if branch.parent else 1
        yield branch
        waiting += branch.children[::-1]


def comes_from(case: Case, reader: User | AnonymousUser) -> list[Case]:
    """The records it came from: those it names, and those it is the own record of a transfer of.

    Only what the reader may see says so. One query.
    """
    seen = Transfer.objects.visible_to(reader).order_by().filter(adopter_case=case.pk)
    named = Q(pk=case.inspired_by_id) if case.inspired_by_id else Q(pk__in=[])
    cases = Case.objects.visible_to(reader).select_related("lead_municipality")
    found = cases.filter(named | Q(pk__in=seen.values("origin_case"))).exclude(pk=case.pk)
    return list(found.order_by("first_published_at", "pk"))


@dataclass
class Twig:
    """A line of the list with those below it that stand on the same page."""

    branch: Branch
    children: list[Twig] = field(default_factory=list)
    # Whom it learned from stands elsewhere, so that it has to be said.
    is_orphan: bool = False


def nested(branches: Iterable[Branch]) -> list[Twig]:
    """A stretch of `Tree.branches` as a list of lists, for those who do not see the drawing.

    What hangs from one on another page stands at the edge. Nothing stands deeper than `DEEPEST`.
    """
    twigs: dict[int, Twig] = {}
    roots: list[Twig] = []
    for branch in branches:
        above = twigs.get(branch.parent.pk) if branch.parent else None
        if branch.depth > DEEPEST:
            above = None
        twig = twigs[branch.pk] = Twig(branch, is_orphan=above is None and branch.depth > 1)
        (above.children if above else roots).append(twig)
    return roots
