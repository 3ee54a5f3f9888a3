"""How places are written, searched and counted."""

import pytest
from django.utils import translation

from territories.names import counted, fold, plural, proper_name


@pytest.mark.parametrize(
    ("given", "proper"),
    [
        ("BOCAS DEL TORO", "Bocas del Toro"),
        ("COMARCA NGÄBE BUGLÉ", "Comarca Ngäbe Buglé"),
        ("LOS SANTOS", "Los Santos"),
        ("SAN JUAN DE LOS MORROS", "San Juan de los Morros"),
        ("El  Carmen.", "El Carmen"),
        ("24 de diciembre", "24 de diciembre"),
        ("McGregor", "McGregor"),
    ],
)
def test_names_are_written_as_in_a_sentence(given, proper):
    assert proper_name(given) == proper


@pytest.mark.parametrize(
    ("given", "folded"),
    [("Peñalver", "penalver"), ("Sucre (Mérida)", "sucre merida"), ("Müna", "muna"), ("¿?", "")],
)
def test_folding_leaves_letters_and_digits(given, folded):
    assert fold(given) == folded


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("estado", "estados"),
        ("comarca", "comarcas"),
        ("cantón", "cantones"),
        ("corregimiento", "corregimientos"),
        ("alcaldía", "alcaldías"),
        ("ciudad", "ciudades"),
    ],
)
def test_plurals_follow_the_language(one, many):
    assert plural(one) == many


def test_counting_uses_the_countrys_words():
    assert counted({"estado": 24}) == "24 estados"
    with translation.override("en"):
        assert counted({"comarca": 3, "provincia": 10}) == "13 provincias and comarcas"
    assert counted({"municipio": 1}) == "1 municipio"
