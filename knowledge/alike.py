"""Peers of a municipality with what is said of each: why, and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from territories.facts import number
from territories.ground import MEASURED, Aspect
from territories.likeness_words import listed, reasons

if TYPE_CHECKING:
    from territories.comparing import Comparison, Peer
    from territories.ground import Known


@dataclass
class Likeness:
    """A peer as a row shows it. `cases` is how many of its experiences can be read."""

    peer: Peer
    reasons: str
    figures: list[str]
    lacking: str = ""
    cases: int = 0


def with_reasons(comparison: Comparison) -> list[Likeness]:
    """The peers, the nearest first; never a rank without its reasons. No query."""
    here = comparison.here
    if here is None:
        return []
    return [
        Likeness(
            peer,
            reasons(here, peer.there, comparison.weights),
            figures_of(peer.there),
            lacking=listed(peer.lacking),
        )
        for peer in comparison.peers
    ]


def without_rank(comparison: Comparison) -> list[Likeness]:
    """Those asked for that cannot be compared, with what is missing of them. No query."""
    return [
        Likeness(peer, "", figures_of(peer.there), lacking=listed(peer.lacking))
        for peer in comparison.left_out
    ]


def figures_of(known: Known) -> list[str]:
    """What is known, in words: inhabitants, dollars, rural share, density."""
    told = {aspect: value_of(known, aspect) for aspect in MEASURED}
    words = {
        Aspect.POPULATION: _("%(value)s inhabitants"),
        Aspect.BUDGET: _("US$ %(value)s per inhabitant"),
        Aspect.RURAL: _("%(value)s %% rural"),
        Aspect.DENSITY: _("%(value)s inhabitants per km²"),
    }
    return [words[each] % {"value": value} for each, value in told.items() if value]


def value_of(known: Known, aspect: Aspect) -> str:
    if aspect == Aspect.POPULATION:
        return number(known.population)
    value = {
        Aspect.BUDGET: known.budget,
        Aspect.RURAL: known.rural,
        Aspect.DENSITY: known.density,
    }[aspect]
    return number_of(value)


def number_of(value: float | None) -> str:
    """Whole from ten on, else with one decimal."""
    if value is None:
        return ""
    return number(round(value) if value >= 10 else Decimal(f"{value:.1f}"))
