"""Numbers as people of different countries write them."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.formats import number_format

LONGEST_FIGURE = 40
SPACES = re.compile(r"[\s'’_]+")
DIGITS = re.compile(r"[+-]?\d+")
GROUPS = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")
DECIMALS = re.compile(r"[+-]?\d*[.,]\d+")
# "1.234,5" and "1,234.5": both signs, the last one parts the decimals.
BOTH = re.compile(r"([+-]?\d{1,3}(?:([.,])\d{3})+)([.,])(\d+)")


class AmbiguousError(ValueError):
    """It may be thousands or decimals: `whole` and `part` are what it may mean."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.whole = re.sub(r"[.,]", "", text)
        # A zero more says that they are decimals.
        self.part = f"{text}0"


def number_of(text: str) -> Decimal:
    """The number somebody wrote with a comma or a point, spaces or signs between thousands.

    Raises:
        AmbiguousError: "1.234" is one thing in Bogotá and another in Mexico.
        ValueError: it is no number.

    """
    text = SPACES.sub("", text)
    both = BOTH.fullmatch(text)
    if both and both[2] != both[3]:
        return Decimal(f"{re.sub('[.,]', '', both[1])}.{both[4]}")
    if DIGITS.fullmatch(text):
        return Decimal(text)
    if GROUPS.fullmatch(text):
        if len(re.findall("[.,]", text)) > 1:
            if "." in text and "," in text:
                raise ValueError(text)
            return Decimal(re.sub("[.,]", "", text))
        if not text.lstrip("+-").startswith("0"):
            raise AmbiguousError(text)
    if DECIMALS.fullmatch(text):
        return Decimal(text.replace(",", "."))
    raise ValueError(text)


def figure(value: Decimal | int | None) -> str:
    """A number as the reader's country writes it, without zeros that say nothing."""
    if value is None:
        return ""
    plain = f"{Decimal(value):f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    places = len(plain.partition(".")[2])
    return number_format(Decimal(plain), places, use_l10n=True, force_grouping=True)
