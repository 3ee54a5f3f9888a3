"""The weights by which a reader compares municipalities: they stand in the address alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from territories.comparing import WEIGHTS, Weights
from territories.ground import Aspect

if TYPE_CHECKING:
    from django.http import QueryDict

MOST = 100


@dataclass
class Weighing:
    """What the address asks for, what of it made no sense, in sentences."""

    weights: Weights
    wrong: list[str] = field(default_factory=list)

    @property
    def is_usual(self) -> bool:
        return self.weights == WEIGHTS

    @property
    def choices(self) -> list[tuple[Aspect, int]]:
        return [(aspect, self.weights[aspect]) for aspect in Aspect]

    @property
    def query(self) -> str:
        return "" if self.is_usual else query_of(self.weights)


def query_of(weights: Weights) -> str:
    """As the address says it."""
    return "&".join(f"{aspect.value}={weight}" for aspect, weight in weights.items())


def read_weights(parameters: QueryDict) -> Weighing:
    """Of each aspect its weight, 0 to 100; the usual one where none is told or it is none."""
    told = Weighing(dict(WEIGHTS))
    for aspect in Aspect:
        typed = parameters.get(aspect.value, "").strip()
        if not typed:
            continue
        if typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) <= MOST:
            told.weights[aspect] = int(typed)
        else:
            words = _(
                "The weight of “%(aspect)s” is a number from 0 to 100; we left it at %(usual)d."
            )
            told.wrong.append(words % {"aspect": aspect.label, "usual": WEIGHTS[aspect]})
    if not sum(told.weights.values()):
        told.weights = dict(WEIGHTS)
        told.wrong.append(
            _("At least one aspect has to weigh something; we took the usual weights.")
        )
    return told
