"""What readers found of no use, thing by thing, for those who can make it better."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from knowledge.feedback_kinds import UselessReason
from knowledge.models import Case, SolutionPage, Usefulness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import User

# What was said before says little of what stands there today.
RECENT = timedelta(days=365)
PER_PAGE = 10
MOST_WORDS = 5


@dataclass
class ToImprove:
    """A case or a solution with what was said of it: how many yes and no, why, in which words.

    `until` is the key of the newest answer nobody has looked at.
    """

    thing: Any
    yes: int
    no: int
    until: int
    reasons: list[tuple[str, int]] = field(default_factory=list)
    words: list[Usefulness] = field(default_factory=list)

    @property
    def is_case(self) -> bool:
        return isinstance(self.thing, Case)

    @property
    def share(self) -> int:
        """How many in a hundred found it useful."""
        return round(100 * self.yes / (self.yes + self.no)) if self.yes + self.no else 0


def recent(user: User) -> Any:
    return Usefulness.objects.for_person(user).filter(said_on__gte=timezone.localdate() - RECENT)


def counted(user: User) -> Any:
    """For each thing with answers nobody has looked at: the most often useless first."""
    unseen_no = Count("pk", filter=Q(was_useful=False, seen_at=None))
    asked = recent(user).order_by().values("case", "solution")
    rows = asked.annotate(
        yes=Count("pk", filter=Q(was_useful=True)),
        no=Count("pk", filter=Q(was_useful=False)),
        unseen=unseen_no,
        last=Max("pk", filter=Q(seen_at=None)),
    )
    return rows.filter(unseen__gt=0).order_by("-unseen", "-last")


def to_improve(user: User, rows: Iterable[dict[str, Any]]) -> list[ToImprove]:
    """The things those rows of `counted` are about. Four queries, however many."""
    rows = list(rows)
    cases = Case.objects.select_related("lead_municipality").in_bulk(
        [row["case"] for row in rows if row["case"]]
    )
    solutions = SolutionPage.objects.select_related("network").in_bulk(
        [row["solution"] for row in rows if row["solution"]]
    )
    found = {
        (row["case"], row["solution"]): ToImprove(
            cases.get(row["case"]) or solutions.get(row["solution"]),
            row["yes"],
            row["no"],
            row["last"],
        )
        for row in rows
    }
    fill_in(user, found)
    return [each for each in found.values() if each.thing is not None]


def fill_in(user: User, found: dict[tuple[int | None, int | None], ToImprove]) -> None:
    """Why, as often as it was said, and the newest words. Two queries."""
    cases = [case for case, _solution in found if case]
    solutions = [solution for _case, solution in found if solution]
    said = recent(user).filter(Q(case__in=cases) | Q(solution__in=solutions), seen_at=None)
    names = dict(UselessReason.choices)
    why = said.useless().exclude(reason="").order_by().values("case", "solution", "reason")
    for row in why.annotate(number=Count("pk")).order_by("-number", "reason"):
        told = (str(names.get(row["reason"], "")), row["number"])
        found[row["case"], row["solution"]].reasons.append(told)
    for each in said.exclude(words="").order_by("-pk")[: PER_PAGE * MOST_WORDS * 4]:
        words = found[each.case_id, each.solution_id].words
        if len(words) < MOST_WORDS:
            words.append(each)
