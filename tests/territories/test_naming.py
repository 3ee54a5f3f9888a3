"""How places are written, searched and counted."""

import pytest
from django.utils import translation

from territories.models import Territory
from territories.names import counted, fold, plural, proper_name
from tests.knowledge.transfers import town


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


@pytest.mark.django_db
def test_filters_name_a_municipality_by_its_country_and_its_code():
    here, there = town("Aldea").territory, town("Outeiro").territory
    elsewhere = {"country_code": "BR", "code_scheme": "ibge", "code": here.code}
    Territory.objects.filter(pk=there.pk).update(**elsewhere)
    there.refresh_from_db()

    assert here.name_in_address != there.name_in_address
    assert list(Territory.objects.named(here.name_in_address)) == [here]
    both = Territory.objects.named(here.name_in_address, there.name_in_address)
    assert set(both) == {here, there}
    for nobody in ("", "-", here.code, f"{here.name_in_address}\x00x", "x" * 9000):
        assert list(Territory.objects.named(nobody)) == []
