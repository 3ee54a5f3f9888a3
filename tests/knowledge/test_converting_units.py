"""Figures in another unit are converted when both are known, and refused with a reason when not."""

from decimal import Decimal

import pytest
from django.utils import translation

from knowledge.units import OtherUnitError, convert, factor_between, same


@pytest.mark.parametrize(
    ("value", "measured", "unit", "told"),
    [
        ("500", "kg", "t", "0.5"),
        ("500", "Kilos", "toneladas de compost", "0.5"),
        ("70", "kg por día", "toneladas por semana", "0.49"),
        ("70", "kg diarios", "toneladas a la semana", "0.49"),
        ("70", "kg a day", "tonnes a week", "0.49"),
        ("70", "quilos por dia", "toneladas/semana", "0.49"),
        ("12", "meses", "días", "365.2425"),
        ("2", "ha", "m²", "20000"),
        ("3", "m³", "litros", "3000"),
        ("0.4", "proporción", "%", "40"),
        ("40", "por ciento de hogares", "porcentaje de hogares", "40"),
        ("15", "por mil", "%", "1.5"),
        ("12", "miles de personas", "personas", "12000"),
        ("3", "kg por habitante", "g por habitante", "3000"),
        ("7", "encuestas", "Encuestas", "7"),
    ],
)
def test_a_figure_is_told_in_the_unit_of_the_origin(value, measured, unit, told):
    assert convert(Decimal(value), measured, unit) == Decimal(told)


@pytest.mark.parametrize(
    ("measured", "unit", "words"),
    [
        ("litros", "toneladas", "measures volume"),
        ("hogares", "personas", "We do not know how many"),
        ("% de hogares", "% de personas", "We do not know how many"),
        ("kg", "kg por día", "We do not know how many"),
        ("quintales", "toneladas", "We do not know how many"),
        ("USD", "COP", "We do not know how many"),
    ],
)
def test_what_measures_something_else_is_refused_with_what_to_do(measured, unit, words):
    with pytest.raises(OtherUnitError) as refused:
        factor_between(measured, unit)

    with translation.override("en"):
        [sentence] = refused.value.messages
    assert words in sentence
    assert "indicator of your own" in sentence


def test_what_rounding_would_eat_up_is_refused():
    with pytest.raises(OtherUnitError):
        convert(Decimal(1), "g", "t")


def test_units_are_the_same_whatever_their_capitals_and_accents():
    assert same("Toneladas por DÍA", "toneladas por dia")
    assert not same("toneladas", "toneladas por día")
