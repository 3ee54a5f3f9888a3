"""What a case says of itself in a list, a sheet or a citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from knowledge.scales import Level

if TYPE_CHECKING:
    from territories.models import Territory

# How many moments of the cycle lie behind a case of each level.
MOMENTS = {Level.REGISTERED: 1, Level.SYSTEMATIZED: 2, Level.VERIFIED: 2, Level.TRANSFERRED: 3}


class CaseWords:
    """Of `Case`; no query but where it says so."""

    level: int
    evidence_level: int
    start_year: int | None
    start_month: int | None
    end_year: int | None
    end_month: int | None
    is_ongoing: bool | None
    lead_municipality: Territory | None

    @property
    def evidence(self) -> int:
        """The rung of the ladder on which what is published stands (1-5). No query."""
        return self.evidence_level

    @property
    def moments(self) -> int:
        """How many moments of the cycle are behind it (0-4)."""
        return MOMENTS.get(Level(self.level), 1)

    @property
    def began(self) -> str:
        """Month and year in which it began, as far as they are known."""
        return month_and_year(self.start_month, self.start_year)

    @property
    def ended(self) -> str:
        return month_and_year(self.end_month, self.end_year)

    @property
    def period(self) -> str:
        """The years of it: "since 1989", "1989–2004" or "from 1989" when the end is not known."""
        if not self.start_year:
            return ""
        years = {"start": self.start_year, "end": self.end_year}
        if self.end_year == self.start_year:
            return str(self.start_year)
        if self.end_year:
            return _("%(start)s–%(end)s") % years
        if self.is_ongoing:
            return _("since %(start)s") % years
        return _("begun in %(start)s") % years


def month_and_year(month: int | None, year: int | None) -> str:
    if not year:
        return ""
    if not month:
        return str(year)
    return _("%(month)s %(year)s") % {"month": MONTHS[month], "year": year}
