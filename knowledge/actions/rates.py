"""Exchange rates and rises of prices, from a file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.models import ExchangeRate, PriceRise

if TYPE_CHECKING:
    from pathlib import Path

    from django.utils.functional import Promise


@dataclass(frozen=True)
class Table:
    """What a file tells of each year: of what (a currency, a country), which number, and the
    number it has to be above.
    """

    model: type[ExchangeRate | PriceRise]
    whose: str
    number: str
    above: int
    too_low: Promise

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.whose, "year", self.number, "source", "retrieved_on")


RATES = Table(
    ExchangeRate,
    "currency",
    "per_dollar",
    0,
    gettext_lazy("Row %(number)d: a rate is more than 0."),
)
RISES = Table(
    PriceRise,
    "country",
    "percent",
    -100,
    gettext_lazy("Row %(number)d: prices cannot fall by 100 %% and more."),
)


@transaction.atomic
def load_rates(path: Path) -> int:
    """Add the rates or rises of a CSV file and renew those known; how many differ from before.

    Columns: currency and per_dollar, or country (CO) and percent (with a point); then year,
    source, retrieved_on (2024-09-19). All of it or nothing.

    Raises:
        ValidationError: a column is missing or a row makes no sense; it says which.

    """
    changed = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        names = lines.fieldnames or []
        table = RISES if RISES.number in names else RATES
        lacking = [name for name in table.columns if name not in names]
        if lacking:
            raise ValidationError(
                _("The file lacks these columns: %(names)s.") % {"names": ", ".join(lacking)}
            )
        for number, line in enumerate(lines, start=2):
            changed += keep(table, told_in(table, line, number))
    return changed


def told_in(table: Table, line: dict[str, str], number: int) -> dict[str, Any]:
    """The columns of a row, read."""
    try:
        told: dict[str, Any] = {
            table.whose: line[table.whose].strip().upper(),
            "year": int(line["year"]),
            table.number: Decimal(line[table.number]),
            "source": line["source"].strip(),
            "retrieved_on": date.fromisoformat(line["retrieved_on"]),
        }
        table.model(**told).full_clean(validate_unique=False, validate_constraints=False)
    except (ValidationError, InvalidOperation, ValueError, AttributeError, TypeError) as error:
        wrong = _("Row %(number)d makes no sense: whose, year, number, source, day.")
        raise ValidationError(wrong % {"number": number}) from error
    if told[table.number] <= table.above:
        raise ValidationError(str(table.too_low) % {"number": number})
    return told


def keep(table: Table, told: dict[str, Any]) -> bool:
    """Whether it was not known or has changed."""
    rows = table.model._default_manager
    which = {name: told.pop(name) for name in (table.whose, "year")}
    if rows.filter(**which, **told).exists():
        return False
    rows.update_or_create(**which, defaults=told)
    return True
