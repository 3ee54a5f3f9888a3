"""Numbers and money as they are written in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from knowledge.sheets.prose import clip, plain

if TYPE_CHECKING:
    from knowledge.models import Indicator
    from knowledge.money import Amount

ENOUGH = Decimal(100)
NEVER_BREAKS = "\u00a0"


def written(value: Decimal | int) -> str:
    """Without the zeros nobody measured."""
    number = Decimal(value).normalize()
    if number == number.to_integral():
        number = number.quantize(Decimal(1))
    return number_format(number, use_l10n=True, force_grouping=True)


def dollars(value: Decimal | None) -> str:
    """Whole dollars, with cents only where it is less than a hundred of them; "—" if not known."""
    if value is None:
        return "—"
    amount = value.quantize(Decimal(1) if abs(value) >= ENOUGH else Decimal("0.01"))
    return f"US${NEVER_BREAKS}{number_format(amount, use_l10n=True, force_grouping=True)}"


def paid(money: Amount) -> str:
    """In the currency and the year it was paid."""
    return f"{written(money.amount)}{NEVER_BREAKS}{plain(money.currency)}, {money.year}"


def bars_of(row: Indicator) -> list[dict[str, object]]:
    """Before, target and after, each with its share of the longest bar; None for no bar at all."""
    told = [
        ("baseline", with_year(_("Before"), row.baseline_year), row.baseline),
        ("result", with_year(_("After"), row.result_year), row.result),
        ("target", _("Target"), row.target),
    ]
    known = [each for each in told if each[2] is not None]
    longest = max((value for _kind, _label, value in known if value is not None), default=0)
    drawable = longest > 0 and all(value is not None and value >= 0 for *_rest, value in known)
    unit = clip(row.unit, 30)
    return [
        {
            "kind": kind,
            "label": label,
            "value": f"{written(value)} {unit}".strip(),
            "share": float(value / longest) if drawable else None,
        }
        for kind, label, value in known
        if value is not None
    ]


def with_year(label: str, year: int | None) -> str:
    return f"{label}, {year}" if year else label
