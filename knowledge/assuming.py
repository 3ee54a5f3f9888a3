"""What a reader assumes when working out whether a case is within reach; it stands in the address.

What the address does not say is what is known, or the usual; what makes no sense is said
in a sentence and left at the usual.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from knowledge.forms.figures import AmountField, CountField
from knowledge.kinds import CostKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.models import CostLine
    from territories.models import Territory


class Growth(models.TextChoices):
    """How a cost changes with the number of inhabitants. The values stand in addresses."""

    FIXED = "fija", pgettext_lazy("cost", "it stays the same")
    PARTLY = "parte", gettext_lazy("somewhere between")
    EACH = "habitante", gettext_lazy("it grows with the inhabitants")


USUAL = {
    CostKind.INVESTMENT: Growth.PARTLY,
    CostKind.OPERATION: Growth.EACH,
    CostKind.STAFF: Growth.PARTLY,
    CostKind.IN_KIND: Growth.PARTLY,
}
# How far a figure of another place may be off, in per cent.
MARGIN = Decimal(20)
MOST_MARGIN = Decimal(90)
MOST_RISE = Decimal(100)
MOST_PEOPLE = 100_000_000
WORK = "trabajo"


@dataclass
class Assumptions:
    """`inhabitants` and `budget` (dollars of a year) are the reader's, `there` are the people of
    the origin then; None where unknown.

    `rise` is by how many per cent prices in dollars rose each year, as the reader says; None
    leaves it to the prices we know. `typed` holds what the
    address said of each, so that the form shows it again; `wrong` what made no sense.
    """

    inhabitants: int | None = None
    there: int | None = None
    budget: Decimal | None = None
    rise: Decimal | None = None
    margin: Decimal = MARGIN
    growth: dict[str, Growth] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def of(self, line: CostLine) -> Growth:
        return self.growth.get(mark_of(line), USUAL[CostKind(line.kind)])

    @property
    def of_work(self) -> Growth:
        return self.growth.get(WORK, Growth.PARTLY)


def mark_of(line: CostLine) -> str:
    """What stands for a cost in the address: it stays the same from version to version."""
    return f"c-{line.key.hex[:8]}"


def read_assumptions(
    parameters: Mapping[str, str],
    place: Territory | None,
    lines: list[CostLine],
    there: int | None = None,
) -> Assumptions:
    """`there` is how many lived where it was done, as far as that is known."""
    told = Assumptions(inhabitants=place.population if place else None)
    told.inhabitants = told.inhabitants or None
    people = Reader(parameters, told)
    told.inhabitants = people.count("habitantes", _("Inhabitants"), told.inhabitants)
    told.there = people.count("origen", _("Inhabitants of the origin"), there or None)
    told.budget = people.amount(
        "presupuesto", _("Budget of a year"), usual_budget(place, told.inhabitants), 10**13
    )
    told.rise = people.amount("alza", _("Rise of prices"), None, MOST_RISE)
    margin = people.amount("margen", _("Margin"), MARGIN, MOST_MARGIN)
    told.margin = MARGIN if margin is None else margin
    for mark in (*(mark_of(line) for line in lines), WORK):
        value = parameters.get(mark, "")
        if value in Growth.values:
            told.growth[mark] = Growth(value)
    return told


def usual_budget(place: Territory | None, inhabitants: int | None) -> Decimal | None:
    """What is known of the place, for as many as are assumed."""
    if place is None or place.budget_usd_per_inhabitant is None or not inhabitants:
        return None
    return place.budget_usd_per_inhabitant * inhabitants


class Reader:
    """Reads numbers as people write them; notes in `told` what makes no sense."""

    def __init__(self, parameters: Mapping[str, str], told: Assumptions) -> None:
        self.parameters, self.told = parameters, told

    def count(self, name: str, label: str, usual: int | None) -> int | None:
        field = CountField(min_value=1, max_value=MOST_PEOPLE)
        value: int | None = self.read(field, name, label)
        return usual if value is None else value

    def amount(self, name: str, label: str, usual: Decimal | None, most: Any) -> Decimal | None:
        field = AmountField(min_value=0, max_value=most)
        value: Decimal | None = self.read(field, name, label)
        return usual if value is None else value

    def read(self, field: Any, name: str, label: str) -> Any:
        typed = str(self.parameters.get(name, "")).strip()[:40]
        self.told.typed[name] = typed
        if not typed:
            return None
        try:
            return field.clean(typed)
        except ValidationError as error:
            words = _("%(label)s: %(why)s We did not take “%(typed)s” into account.")
            why = " ".join(error.messages)
            self.told.wrong.append(words % {"label": label, "why": why, "typed": typed})
            return None
