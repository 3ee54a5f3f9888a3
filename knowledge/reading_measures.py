"""Indicators as readers see them: two bars on one scale, and in words how much it changed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from community.figures import figure

if TYPE_CHECKING:
    from uuid import UUID

    from knowledge.models import Attachment, Indicator, TransferIndicator
    from knowledge.reading import Reading

# So that a bar of next to nothing is seen.
THINNEST = Decimal("0.8")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Bar:
    """From where to where on a scale of 0 to 100, as SVG writes numbers."""

    x: str
    width: str


@dataclass(frozen=True)
class Measure:
    """An indicator with what draws it. `before`, `after`, `target` are None where not known.

    `zero` is where nothing lies on the scale: 0, unless something is below it.
    `change` says in words how much it moved.
    """

    row: Indicator | TransferIndicator
    zero: str
    before: Bar | None
    after: Bar | None
    target: str | None
    change: str
    document: Attachment | None


def measures_of(told: Reading) -> list[Measure]:
    return [measure_of(row, told.documents) for row in told.text.indicators.all()]


def measure_of(row: Indicator | TransferIndicator, documents: dict[UUID, Attachment]) -> Measure:
    values = [value for value in (row.baseline, row.result, row.target) if value is not None]
    document: UUID | None = getattr(row, "document", None)
    bars = bars_of(row, min([Decimal(0), *values]), max([Decimal(0), *values]))
    return Measure(
        row,
        zero=bars.zero,
        before=bars.before,
        after=bars.after,
        target=bars.target,
        change=change_of(row),
        document=documents.get(document) if document else None,
    )


@dataclass(frozen=True)
class Bars:
    """What is drawn of an indicator: as `Measure` has it."""

    zero: str
    before: Bar | None
    after: Bar | None
    target: str | None


def bars_of(row: Indicator | TransferIndicator, low: Decimal, high: Decimal) -> Bars:
    """The bars on a scale from `low` to `high`, which holds 0 and all that is known of it."""
    span = (high - low) or Decimal(1)

    def at(value: Decimal) -> Decimal:
        return (value - low) / span * HUNDRED

    def bar(value: Decimal | None) -> Bar | None:
        if value is None:
            return None
        start, end = sorted((at(Decimal(0)), at(value)))
        return Bar(written(start), written(max(end - start, THINNEST)))

    return Bars(
        zero=written(at(Decimal(0))),
        before=bar(row.baseline),
        after=bar(row.result),
        target=None if row.target is None else written(at(row.target)),
    )


def written(value: Decimal) -> str:
    return f"{value:.1f}"


def change_of(row: Indicator | TransferIndicator) -> str:
    """By how much it moved and whether that was what was wanted; empty where not known."""
    if row.baseline is None or row.result is None:
        return ""
    if row.baseline == row.result:
        return _("It stayed as it was.")
    moved = amount_of_change(row, row.result - row.baseline)
    if row.has_improved:
        return _("%(change)s, as was sought") % {"change": moved}
    return _("%(change)s, against what was sought") % {"change": moved}


def amount_of_change(row: Indicator | TransferIndicator, difference: Decimal) -> str:
    """Of a share, points; of a quantity, per cent of what it was; from zero, the difference."""
    sign = "+" if difference > 0 else "−"
    if "%" in row.unit:
        return _("%(number)s points") % {"number": sign + figure(abs(difference))}
    if not row.baseline:
        return sign + figure(abs(difference))
    percent = abs(difference / row.baseline) * HUNDRED
    places = 0 if percent >= 10 else 1
    return f"{sign}{number_format(percent, places, use_l10n=True, force_grouping=True)}\u00a0%"


def money(value: Decimal | None) -> str:
    """An amount without its cents, but where it is less than a hundred."""
    if value is None:
        return ""
    places = 0 if abs(value) >= HUNDRED or value == value.to_integral_value() else 2
    return number_format(value, places, use_l10n=True, force_grouping=True)
