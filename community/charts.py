"""Small charts drawn here: bars and a line, on a scale that every screen can stretch.

From rows to numbers of an SVG whose side is 100. Words stand beside the
drawing as text of the page, so that they neither shrink nor stretch with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.figures import LONGEST_FIGURE, AmbiguousError, figure, number_of

FEWEST, MOST = 2, 40
LONGEST_LABEL = 80
# So that a bar of next to nothing is seen.
THINNEST = Decimal("0.8")
HUNDRED = Decimal(100)
# A line whose least value is above this share of the greatest does not begin at zero: it
# would look flat. What it begins with stands beside it.
FLAT_ABOVE = Decimal("0.6")


@dataclass(frozen=True)
class Point:
    """A row: what it is called, its value, and the value as the reader's country writes it."""

    label: str
    value: Decimal

    @property
    def told(self) -> str:
        return figure(self.value)


@dataclass(frozen=True)
class Bar:
    """A row with where its bar begins and how long it is, as SVG writes numbers."""

    point: Point
    x: str
    width: str


def points_in(text: str) -> list[Point]:
    """The rows of a text: on each line a label and a number, parted by a vertical bar or a tab.

    Raises:
        ValidationError: a row lacks one of the two, or there are too few or too many.

    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not FEWEST <= len(lines) <= MOST:
        words = _("A chart takes %(fewest)s to %(most)s rows; here there are %(count)s.")
        told = {"fewest": FEWEST, "most": MOST, "count": len(lines)}
        raise ValidationError(words, "rows", told)
    wrong: list[ValidationError] = []
    points: list[Point] = []
    for number, line in lines:
        try:
            points.append(point_in(line, number))
        except ValidationError as error:
            wrong.append(error)
    if wrong:
        raise ValidationError(wrong)
    return points


def point_in(line: str, number: int) -> Point:
    label, _bar, typed = line.replace("\t", "|").rpartition("|")
    label, typed = label.strip(" |"), typed.strip()
    if not label:
        words = _("Row %(row)s: write a label, a vertical bar and a number, as in 2019 | 12,5.")
        raise ValidationError(words, "no_label", {"row": number})
    if len(label) > LONGEST_LABEL:
        words = _("Row %(row)s: a label takes up to %(most)s characters.")
        raise ValidationError(words, "long", {"row": number, "most": LONGEST_LABEL})
    try:
        if len(typed) > LONGEST_FIGURE:
            raise ValueError(typed)
        return Point(label, number_of(typed))
    except AmbiguousError as error:
        words = _("Row %(row)s: “%(typed)s” may be thousands or decimals. %(whole)s or %(part)s?")
        told = {"row": number, "typed": typed, "whole": error.whole, "part": error.part}
        raise ValidationError(words, "ambiguous", told) from error
    except ValueError as error:
        words = _("Row %(row)s: “%(typed)s” is no number. Put the unit in its own field.")
        told = {"row": number, "typed": typed[:LONGEST_FIGURE]}
        raise ValidationError(words, "invalid", told) from error


@dataclass
class Chart:
    """What draws rows as bars or as a line; at least one row."""

    points: list[Point]
    unit: str = ""

    @cached_property
    def greatest(self) -> Point:
        return max(self.points, key=lambda point: point.value)

    @cached_property
    def least(self) -> Point:
        return min(self.points, key=lambda point: point.value)

    # --- Bars, along one scale that holds zero -------------------------------

    @cached_property
    def zero(self) -> str:
        """Where nothing lies on the scale of the bars."""
        return written(self._along(Decimal(0)))

    @cached_property
    def bars(self) -> list[Bar]:
        drawn = []
        for point in self.points:
            start, end = sorted((self._along(Decimal(0)), self._along(point.value)))
            drawn.append(Bar(point, written(start), written(max(end - start, THINNEST))))
        return drawn

    def _along(self, value: Decimal) -> Decimal:
        low, high = min(Decimal(0), self.least.value), max(Decimal(0), self.greatest.value)
        return (value - low) / ((high - low) or Decimal(1)) * HUNDRED

    # --- The line, from the least shown at the foot to the greatest at the top ----

    @cached_property
    def foot(self) -> Decimal:
        """What the line begins with: zero, unless it would look flat or goes below it."""
        least, greatest = self.least.value, self.greatest.value
        is_flat = greatest > 0 and least > greatest * FLAT_ABOVE and least != greatest
        return least if least < 0 or is_flat else Decimal(0)

    @property
    def foot_told(self) -> str:
        return figure(self.foot)

    @cached_property
    def top(self) -> Decimal:
        return max(self.greatest.value, self.foot)

    @property
    def top_told(self) -> str:
        return figure(self.top)

    @property
    def ground(self) -> str:
        """At which height nothing lies, where the line goes below it; else empty."""
        if self.foot >= 0 or self.top <= 0:
            return ""
        return written(HUNDRED + self.foot / (self.top - self.foot) * HUNDRED)

    @cached_property
    def corners(self) -> list[tuple[str, str]]:
        step = HUNDRED / max(len(self.points) - 1, 1)
        span = (self.top - self.foot) or Decimal(1)
        return [
            (written(step * place), written(HUNDRED - (point.value - self.foot) / span * HUNDRED))
            for place, point in enumerate(self.points)
        ]

    @property
    def line(self) -> str:
        """The path of the line."""
        return "M" + "L".join(f"{x} {y}" for x, y in self.corners)

    @property
    def dots(self) -> str:
        """A path of points: lines of no length, which a round end makes visible."""
        return "".join(f"M{x} {y}h0" for x, y in self.corners)

    @property
    def words(self) -> str:
        """What the line shows, for those who do not see it."""
        first, last = self.points[0], self.points[-1]
        return gettext(
            "A line of %(count)s values: from %(first)s (%(first_label)s) to %(last)s"
            " (%(last_label)s). The greatest is %(most)s (%(most_label)s)."
        ) % {
            "count": len(self.points),
            "first": first.told,
            "first_label": first.label,
            "last": last.told,
            "last_label": last.label,
            "most": self.greatest.told,
            "most_label": self.greatest.label,
        }


def written(value: Decimal) -> str:
    return f"{value:.1f}"
