"""Units in which municipalities measure, and how figures go from one to another.

An indicator of a transfer is measured in the unit of the origin. Who measured
in another one that is known has it converted; what is not known is refused
with a sentence, never guessed. Old units that mean something else in each
country (quintal, manzana, arroba, fanega) are left out on purpose.

Source of the factors: the International System of Units (BIPM, 9th edition,
2019), tables 2 and 8, for mass, area, volume, length, time and energy; foot,
mile, pound, acre and gallon as defined by NIST Handbook 44 (2024), appendix C.
A year is that of the Gregorian calendar, 365.2425 days on the average, and a
month is a twelfth of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

YEAR = Decimal("365.2425")
MASS, AREA, VOLUME, LENGTH, TIME, ENERGY, SHARE, NUMBER = (
    _("mass"),
    _("area"),
    _("volume"),
    _("length"),
    _("time"),
    _("energy"),
    _("a share"),
    _("a number"),
)
# What is measured, how many of the first unit of its kind it is, and how people call it:
# in small letters without accents, Spanish and Portuguese, English, and its sign.
TABLE: list[tuple[object, str, str]] = [
    (MASS, "1", "kg kilo kilos kilogramo kilogramos quilo quilos quilograma quilogramas kilograms"),
    (MASS, "0.001", "g gramo gramos grama gramas gram grams"),
    (MASS, "1000", "t tm ton tons tonelada toneladas tonne tonnes"),
    (MASS, "0.45359237", "lb libra libras pound pounds"),
    (AREA, "1", "m2 metro2 metros2 sqm"),
    (AREA, "10000", "ha hectarea hectareas hectare hectares"),
    (AREA, "1000000", "km2 kilometro2 kilometros2 quilometro2 quilometros2"),
    (AREA, "4046.8564224", "acre acres"),
    (VOLUME, "1", "l lt litro litros liter liters litre litres"),
    (VOLUME, "1000", "m3 metro3 metros3"),
    (VOLUME, "0.001", "ml mililitro mililitros millilitres"),
    (VOLUME, "3.785411784", "gal galon galones galao galoes gallon gallons"),
    (LENGTH, "1", "m metro metros metre metres meter meters"),
    (LENGTH, "1000", "km kilometro kilometros quilometro quilometros kilometres kilometers"),
    (LENGTH, "0.01", "cm centimetro centimetros centimetres"),
    (LENGTH, "0.3048", "pie pies pe pes foot feet"),
    (LENGTH, "1609.344", "milla millas milha milhas mile miles"),
    (TIME, "1", "dia dias day days"),
    (TIME, "7", "semana semanas week weeks"),
    (TIME, str(YEAR / 12), "mes meses month months"),
    (TIME, str(YEAR), "ano anos year years"),
    (TIME, str(Decimal(1) / 24), "h hora horas hour hours"),
    (TIME, str(Decimal(1) / 1440), "min minuto minutos minute minutes"),
    (ENERGY, "1", "kwh kilovatiohora kilovatioshora"),
    (ENERGY, "1000", "mwh"),
    (ENERGY, "0.001", "wh"),
    (SHARE, "1", "% porcentaje porcentagem porciento percent percentage"),
    (SHARE, "100", "proporcion proporcao proportion fraccion fracao"),
    (SHARE, "0.1", "‰ permil"),
    (NUMBER, "1", "unidad unidades unidade"),
    (NUMBER, "1000", "mil miles thousand thousands milhar milhares"),
    (NUMBER, "1000000", "millon millones milhao milhoes million millions"),
]
# How often, said with an adjective: as if it were said with “por”.
ADJECTIVES = {
    "dia": "diario diaria diarios diarias daily",
    "semana": "semanal semanales semanais weekly",
    "mes": "mensual mensuales mensal mensais monthly",
    "ano": "anual anuales anuais yearly",
}
# What is written before it is read: superscripts and words of several parts.
SPELLED = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("²", "2"),
        ("³", "3"),
        (r"\bmetros? cuadrados?\b|\bmetros? quadrados?\b|\bsquare met(?:re|er)s?\b", "m2"),
        (r"\bkil[oó]metros? cuadrados?\b|\bquil[oô]metros? quadrados?\b", "km2"),
        (r"\bmetros? c[uú]bicos?\b|\bcubic met(?:re|er)s?\b", "m3"),
        (r"\bpor ?ciento\b|\bpor cento\b|\bper cent\b", "%"),
        (r"\bpor mil\b(?! \w)", "‰"),
    )
]
PER = re.compile(r"\s*(?:/|\bpor\b|\bper\b|\bcada\b|\ba la\b|\bal\b|\bà\b|\bao\b)\s*")
A_WEEK = re.compile(r"\s+an?\s+(day|week|month|year)\b")
OF = re.compile(r"^(?:de|del|do|da|of)\s+")


@dataclass(frozen=True)
class Part:
    """One side of a unit: what it measures, how much of the first of its kind, and of what."""

    kind: object
    factor: Decimal
    of: str


UNITS = {word: (kind, Decimal(factor)) for kind, factor, words in TABLE for word in words.split()}
OFTEN = {word: unit for unit, words in ADJECTIVES.items() for word in words.split()}


class OtherUnitError(ValidationError):
    """A figure cannot be told in that unit; its message says why."""


def same(one: str, other: str) -> bool:
    """Whether both are written alike, but for capitals, accents and spaces."""
    return " ".join(sides(one)) == " ".join(sides(other))


def factor_between(measured: str, unit: str) -> Decimal:
    """By what a figure in `measured` is multiplied to be told in `unit`.

    Raises:
        OtherUnitError: they do not measure the same, or one of them is not known.

    """
    if same(measured, unit):
        return Decimal(1)
    ours, theirs = sides(measured), sides(unit)
    if len(ours) != len(theirs):
        raise refusal(measured, unit)
    factor = Decimal(1)
    for place, (mine, wanted) in enumerate(zip(ours, theirs, strict=True)):
        step = factor_of(mine, wanted)
        if step is None:
            raise refusal(measured, unit)
        factor = factor * step if place == 0 else factor / step
    return factor


def factor_of(mine: str, wanted: str) -> Decimal | None:
    """The same for one side; None when it cannot be told."""
    if mine == wanted:
        return Decimal(1)
    one, other = part_of(mine), part_of(wanted)
    if one is None or other is None or one.kind != other.kind:
        return None
    # “kg” of what is measured in tonnes of compost: whoever measures need not say it again.
    if one.of and one.of != other.of:
        return None
    return one.factor / other.factor


def part_of(side: str) -> Part | None:
    """What one side of a unit says; None when it is not known.

    What is merely counted (“personas”, “miles de personas”) is a number of them.
    """
    first, _space, rest = side.partition(" ")
    known = UNITS.get(first)
    if known is None:
        return Part(NUMBER, Decimal(1), side) if side else None
    kind, factor = known
    return Part(kind, factor, OF.sub("", rest))


def sides(unit: str) -> list[str]:
    """What is measured and, after it, by what it is divided: “kg al mes” gives "kg" and "mes"."""
    text = unit.casefold()
    for pattern, plain in SPELLED:
        text = pattern.sub(plain, text)
    text = A_WEEK.sub(r" / \1", text)
    return [folded(each) for piece in PER.split(text) for each in with_how_often(piece)]


def with_how_often(piece: str) -> Iterator[str]:
    """“Toneladas semanales” are tonnes, and by the week."""
    words = piece.split()
    often = [OFTEN[fold(word)] for word in words if fold(word) in OFTEN]
    yield " ".join(word for word in words if fold(word) not in OFTEN)
    yield from often


def folded(text: str) -> str:
    """Small letters without accents; the signs for shares stay."""
    words = re.sub("([%‰])", r" \1 ", text).split()
    return " ".join(word if word in ("%", "‰") else fold(word) for word in words)


def refusal(measured: str, unit: str) -> OtherUnitError:
    """Why not, and what to do."""
    one, other = part_of(sides(measured)[0]), part_of(sides(unit)[0])
    told: dict[str, object] = {"measured": measured.strip(), "unit": unit.strip()}
    if one and other and one.kind != other.kind and NUMBER not in (one.kind, other.kind):
        sentence = _(
            "“%(measured)s” measures %(one)s and “%(unit)s” %(other)s: one cannot be told as the "
            "other. Measure in %(unit)s, or add an indicator of your own."
        )
        told |= {"one": one.kind, "other": other.kind}
    else:
        sentence = _(
            "We do not know how many “%(unit)s” one “%(measured)s” is. Give the figures in "
            "%(unit)s, or add an indicator of your own."
        )
    return OtherUnitError(sentence, code="unit", params=told)


def convert(value: Decimal, measured: str, unit: str, *, places: int = 4) -> Decimal:
    """The figure told in `unit`, with so many decimals.

    Raises:
        OtherUnitError: it cannot be told, or so little would be left of it that it says nothing.

    """
    told = value * factor_between(measured, unit)
    kept = told.quantize(Decimal(1).scaleb(-places))
    if abs(kept - told) > abs(told) * TOLERANCE:
        sentence = _("In %(unit)s that is too little to be told. Add an indicator of your own.")
        raise OtherUnitError(sentence, code="too_little", params={"unit": unit})
    return kept


# What rounding may take from a figure.
TOLERANCE = Decimal("0.005")
