"""The figures of the invented municipalities: entered once, never over what somebody changed."""

import pytest

from community.actions.place_figures import enter_figure
from community.demo.people import load_people
from community.models import PlaceFigure
from knowledge.demo import figures_of_places
from territories.actions import load_territories
from territories.comparing import nearest
from territories.demo.content import COUNTRIES
from territories.models import Territory
from territories.sources import read


@pytest.fixture
def loaded(db):
    path, _complete = COUNTRIES["XA"]
    load_territories(read(str(path), "XA"))
    load_people("una-clave-larga-de-prueba")
    figures_of_places.load()


def test_loading_twice_changes_nothing(loaded):
    before = list(PlaceFigure.objects.order_by("pk").values_list("pk", "value"))
    figures_of_places.load()

    assert before
    assert list(PlaceFigure.objects.order_by("pk").values_list("pk", "value")) == before


def test_what_somebody_changed_since_stays(loaded, member):
    place = Territory.objects.get(code="xa-llanos-del-tordo-vado-del-tordo")
    enter_figure(place, "presupuesto", 99, year=2024, source="Otra", by=member)
    figures_of_places.load()

    place.refresh_from_db()
    assert place.budget_usd_per_inhabitant == 99


def test_nearly_all_of_them_can_be_compared_and_one_says_what_is_missing(loaded):
    towns = Territory.objects.municipalities()
    ranked = {town.name: nearest(town, limit=3) for town in towns}

    assert sum(bool(each.peers) for each in ranked.values()) >= 9
    assert [each.value for each in ranked["Santa Odila"].lacking] == ["presupuesto"]
    assert "inventado" in towns.get(name="Valdeniebla").budget_source
