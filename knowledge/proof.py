"""What proves a solution: the cases it was made of, and how far they go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.scales import Validity

if TYPE_CHECKING:
    from knowledge.models.solution_rows import SolutionCase
    from knowledge.models.solutions import SolutionPage

GOES_ON = (Validity.CURRENT, Validity.REDUCED, Validity.INSTITUTIONALIZED)


@dataclass(frozen=True)
class Proof:
    """`links` name published cases alone, in the order of the solution; see `knowledge.evidence`
    for what the rungs mean. Computed from the cases each time it is read.
    """

    links: list[SolutionCase]

    @property
    def rung(self) -> int:
        """The highest among the cases; 0 without any."""
        return max((link.case.evidence_level for link in self.links), default=0)

    @property
    def going_on(self) -> int:
        """Of how many cases it was said that they go on."""
        return sum(link.case.validity_status in GOES_ON for link in self.links)

    @property
    def sentence(self) -> str:
        """Of how much it was made, in words, for readers."""
        number = len(self.links)
        if not number:
            return _("No experience of the site proves it yet.")
        places = len({link.case.lead_municipality_id or link.pk for link in self.links})
        made = ngettext(
            "Made of %(number)d experience", "Made of %(number)d experiences", number
        ) % {"number": number}
        where = ngettext("of %(number)d municipality", "of %(number)d municipalities", places) % {
            "number": places
        }
        still = ngettext("%(number)d goes on", "%(number)d go on", self.going_on) % {
            "number": self.going_on
        }
        return f"{made} {where}; {still}."


def proof_of(solution: SolutionPage) -> Proof:
    """No query after `load_shown`."""
    return Proof([link for link in solution.case_links.all() if link.case.live])
