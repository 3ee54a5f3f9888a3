"""The replication tree as numbers of an SVG: along the years, the origin at the top.

The newest stand nearest to whom they learned from, so that no line crosses another or a name.
Where there are many, those that began in one year from the same municipality share a line, a
point for each.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from knowledge.replication import Branch, Tree

WIDTH = 720
LEFT, RIGHT = 20, 500
# Between a municipality and the first that learned from it, so that a bend has room.
STEP = 26
FURTHEST = 640
TOP = 30
# Up to so many each has a line and a name of its own.
NAMED = 40
WIDE, NARROW = 30, 20
# Of more lines than these the rest is in the list alone.
MOST_LINES = 100
BETWEEN_POINTS = 10
POINTS_IN_A_LINE = 44
MOST_YEARS = 6


@dataclass
class Line:
    """A line of the drawing: one municipality, or `points` of several of the same year.

    `points` are paths by how they are drawn: "results", "going", "stopped".
    """

    branches: list[Branch]
    x: float
    parent: Line | None = None
    y: float = 0
    children: list[Line] = field(default_factory=list)

    @property
    def only(self) -> Branch | None:
        return self.branches[0] if len(self.branches) == 1 else None

    @property
    def label_x(self) -> str:
        more = (len(self.branches) - 1) * BETWEEN_POINTS
        return written(self.x + more + 11)

    @property
    def label_y(self) -> str:
        return written(self.y + 4)

    @property
    def cx(self) -> str:
        return written(self.x)

    @property
    def cy(self) -> str:
        return written(self.y)

    @property
    def year(self) -> int:
        return self.branches[0].began_on.year

    @property
    def is_loose(self) -> bool:
        """Whether what ties it is thin: it was but inspired by it, or it stopped."""
        return all(each.relation == "inspired" or each.mark == "stopped" for each in self.branches)

    @property
    def points(self) -> dict[str, str]:
        """A path of points for each way to draw them: lines of no length with round ends."""
        paths: dict[str, str] = defaultdict(str)
        for place, branch in enumerate(self.branches):
            paths[branch.mark] += f"M{written(self.x + place * BETWEEN_POINTS)} {self.cy}h0"
        return dict(paths)


@dataclass
class Drawing:
    """`lines` from the top down; `ties` and `loose` are paths; `years` are (x, year)."""

    lines: list[Line]
    years: list[tuple[str, int]]
    ties: str
    loose: str
    height: int
    left_out: int
    year: int | None

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def foot(self) -> int:
        return self.height - 16

    @property
    def axis_end(self) -> int:
        return self.height - 30


def draw(tree: Tree) -> Drawing | None:
    """None where nobody repeated it. No query."""
    if not tree.branches:
        return None
    began = tree.case.start_year
    first = min(each.began_on.year for each in tree.branches)
    last = max(max(each.began_on.year for each in tree.branches), timezone.localdate().year)
    # The origin stands where it began, but no further back than leaves room for the others.
    start = max(began, first - (last - first) - 3) if began and began < first else first
    scale = Scale(start, last + 1)
    is_crowded = len(tree.branches) > NAMED
    roots = lines_of(tree.roots, None, scale, is_crowded=is_crowded)
    lines = from_the_top(roots)
    shown = lines[:MOST_LINES]
    gap = NARROW if len(shown) > NAMED // 2 else WIDE
    for place, line in enumerate(shown, 1):
        line.y = TOP + place * gap
    return Drawing(
        shown,
        scale.years(),
        ties="".join(tie_of(line) for line in shown if not line.is_loose),
        loose="".join(tie_of(line) for line in shown if line.is_loose),
        height=TOP + len(shown) * gap + 46,
        left_out=sum(len(line.branches) for line in lines[MOST_LINES:]),
        year=began,
    )


@dataclass
class Scale:
    """From a day to its place between `LEFT` and `RIGHT`. `end` is the first year after it."""

    start: int
    end: int

    def at(self, branch: Branch) -> float:
        day = branch.began_on
        passed = day.year - self.start + (day.timetuple().tm_yday - 1) / 366
        return LEFT + STEP + passed / (self.end - self.start) * (RIGHT - LEFT - STEP)

    def years(self) -> list[tuple[str, int]]:
        """Some years with their places, evenly."""
        every = max(1, -(-(self.end - self.start) // MOST_YEARS))
        step = (RIGHT - LEFT - STEP) / (self.end - self.start)
        return [
            (written(LEFT + STEP + (year - self.start) * step), year)
            for year in range(self.start, self.end, every)
        ]


def lines_of(
    branches: list[Branch], parent: Line | None, scale: Scale, *, is_crowded: bool
) -> list[Line]:
    """The oldest first, each with those below it. By a list of its own: a chain may be long."""
    roots: list[Line] = []
    waiting = [(branches, parent)]
    while waiting:
        siblings, above = waiting.pop()
        furthest = above.x + STEP if above else LEFT + STEP
        for group in grouped(siblings, is_crowded=is_crowded):
            x = min(max(scale.at(group[0]), furthest), FURTHEST)
            line = Line(group, x, above)
            (above.children if above else roots).append(line)
            if line.only is not None and line.only.children:
                waiting.append((line.only.children, line))
        (above.children if above else roots).sort(key=lambda line: line.x)
    return roots


def grouped(siblings: list[Branch], *, is_crowded: bool) -> list[list[Branch]]:
    """Each alone or, in a crowd, those from whom nobody learned together by years."""
    if not is_crowded:
        return [[each] for each in siblings]
    alone = [[each] for each in siblings if each.children]
    years: dict[int, list[Branch]] = defaultdict(list)
    for each in siblings:
        if not each.children:
            years[each.began_on.year].append(each)
    slices = [
        some[at : at + POINTS_IN_A_LINE]
        for some in years.values()
        for at in range(0, len(some), POINTS_IN_A_LINE)
    ]
    return [*alone, *slices]


def from_the_top(roots: list[Line]) -> list[Line]:
    """As they are drawn from the top down: of siblings the newest first, their own above them."""
    drawn: list[Line] = []
    waiting = [(line, False) for line in roots]
    while waiting:
        line, is_open = waiting.pop()
        if is_open or not line.children:
            drawn.append(line)
        else:
            waiting.append((line, True))
            waiting += [(each, False) for each in line.children]
    return drawn


def tie_of(line: Line) -> str:
    """From whom it learned: along the top and down from the origin, up from any other."""
    x, y = line.x, line.y
    if line.parent is None:
        bend = x - 16
        return f"M{LEFT} {TOP}H{written(bend)}q8 0 8 8V{written(y - 8)}q0 8 8 8"
    above = line.parent
    if not above.y:
        # Whom it learned from is among those left out of the drawing.
        return ""
    return f"M{above.cx} {written(above.y - 6)}V{written(y + 8)}q0-8 8-8H{written(x - 6)}"


def written(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
