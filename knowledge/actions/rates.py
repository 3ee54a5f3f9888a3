"""Exchange rates, from a file."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.models import ExchangeRate

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("currency", "year", "per_dollar", "source", "retrieved_on")


@transaction.atomic
def load_rates(path: Path) -> int:
    """Add the rates of a CSV file and renew those known; how many differ from before.

    Columns: currency, year, per_dollar (with a point), source, retrieved_on
    (2024-09-19). All of it or nothing.

    Raises:
        ValidationError: a column is missing or a row makes no sense; it says which.

    """
    changed = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        lacking = [name for name in COLUMNS if name not in (lines.fieldnames or [])]
        if lacking:
            raise ValidationError(
                _("The file lacks these columns: %(names)s.") % {"names": ", ".join(lacking)}
            )
        for number, line in enumerate(lines, start=2):
            changed += keep(rate_of(line, number))
    return changed


def rate_of(line: dict[str, str], number: int) -> ExchangeRate:
    try:
        rate = ExchangeRate(
            currency=line["currency"].strip().upper(),
            year=int(line["year"]),
            per_dollar=Decimal(line["per_dollar"]),
            source=line["source"].strip(),
            retrieved_on=date.fromisoformat(line["retrieved_on"]),
        )
        rate.full_clean(validate_unique=False, validate_constraints=False)
    except (ValidationError, InvalidOperation, ValueError, AttributeError, TypeError) as error:
        wrong = _("Row %(number)d makes no sense: currency, year, number, source, day.")
        raise ValidationError(wrong % {"number": number}) from error
    if rate.per_dollar <= 0:
        raise ValidationError(_("Row %(number)d: a rate is more than 0.") % {"number": number})
    return rate


def keep(rate: ExchangeRate) -> bool:
    """Whether it was not known or has changed."""
    told = {name: getattr(rate, name) for name in COLUMNS[2:]}
    which: dict[str, Any] = {"currency": rate.currency, "year": rate.year}
    if ExchangeRate.objects.filter(**which, **told).exists():
        return False
    ExchangeRate.objects.update_or_create(**which, defaults=told)
    return True
