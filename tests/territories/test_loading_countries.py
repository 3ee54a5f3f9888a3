"""The two real countries load exactly, with their known errors put right."""

import json

import pytest
from django.db.models import Count, Sum

from territories.models import AlternateCode, Territory
from tests.territories.conftest import PANAMA, VENEZUELA


def levels(country):
    rows = Territory.objects.filter(country_code=country).order_by()
    return dict(rows.values_list("level").annotate(Count("pk")))


def test_venezuela_loads_every_row(run):
    ran = run(VENEZUELA, "VE")

    assert ran.code == 0
    assert ran.last_line == "1498 of 1498 loaded"
    assert levels("VE") == {"country": 1, "state": 24, "municipality": 335, "parish": 1139}


def test_panama_loads_every_row(run):
    ran = run(PANAMA, "pa")

    assert ran.code == 0
    assert ran.last_line == "732 of 732 loaded"
    assert levels("PA") == {"country": 1, "state": 13, "municipality": 77, "parish": 642}


def test_the_tree_is_sound(venezuela, panama):
    assert Territory.find_problems() == ([], [], [], [], [])
    for parent in Territory.objects.filter(country_code="PA", level__in=["country", "state"]):
        assert parent.numchild == parent.get_children().count()


@pytest.mark.parametrize(("path", "country"), [(VENEZUELA, "VE"), (PANAMA, "PA")])
def test_loading_twice_changes_nothing(run, path, country):
    run(path, country)
    before = list(Territory.objects.values())
    codes = list(AlternateCode.objects.values())

    ran = run(path, country)

    assert "0 new, 0 changed" in ran.out
    assert list(Territory.objects.values()) == before
    assert list(AlternateCode.objects.values()) == codes


def test_loading_takes_many_rows_to_a_query(run, django_assert_max_num_queries):
    with django_assert_max_num_queries(100):
        run(VENEZUELA, "VE")


def test_wrong_iso_codes_of_venezuela_are_corrected(venezuela):
    states = dict(Territory.objects.states().values_list("code", "name"))

    assert states["VE-Z"] == "Amazonas"
    assert states["VE-X"] == "La Guaira"
    assert "VE-W" not in states
    assert set(Territory.objects.states().values_list("code_scheme", flat=True)) == {"iso-3166-2"}


def test_eleven_sucres_stay_eleven_and_say_where_they_lie(venezuela):
    sucres = Territory.objects.municipalities().filter(name="Sucre")

    assert sucres.count() == 11
    assert len({str(sucre) for sucre in sucres}) == 11
    assert len({sucre.code for sucre in sucres}) == 11
    assert "Sucre (Miranda, Venezuela)" in {str(sucre) for sucre in sucres}


def test_municipalities_of_venezuela_have_codes_of_ours(venezuela):
    sucre = Territory.objects.get(code_scheme="cabildo", code="ve-miranda-sucre")

    assert sucre.capital == "Petare"
    assert Territory.objects.filter(code="ve-miranda-sucre-petare", level="parish").exists()


def test_names_lose_a_stray_full_stop(venezuela):
    assert Territory.objects.filter(country_code="VE", name__endswith=".").count() == 0
    assert Territory.objects.filter(name="Olegario Villalobos").exists()


def test_repeated_and_cut_ids_of_panama_are_corrected(panama):
    districts = dict(Territory.objects.municipalities().values_list("name", "code"))

    assert districts["San Lorenzo"] == "04-12"
    assert districts["Tolé"] == "04-13"
    assert districts["Tierras Altas"] == "04-14"
    parishes = Territory.objects.filter(country_code="PA", level="parish")
    assert parishes.values("code_scheme", "code").distinct().count() == 642
    assert not parishes.filter(code__endswith="-").exists()
    highlands = Territory.objects.get(code="04-14").get_children()
    assert [parish.code for parish in highlands] == [f"04-14-0{n}" for n in range(1, 6)]
    assert Territory.objects.get(name="Punta Laurel").code == "01-1-04"
    assert Territory.objects.get(name="Tierra Oscura").code == "01-1-05"
    assert Territory.objects.get(name="Finca 6").code_scheme == "cabildo"


def test_every_repeated_id_of_the_file_is_in_the_table(panama):
    """No correction is silent: the codes that differ from the file's are these and no others."""
    data = json.loads(PANAMA.read_text(encoding="utf-8"))
    given = {
        (district["name"], parish["name"]): parish["id"]
        for province in data["provincia"]
        for district in province["distritos"]
        for parish in district["corregimientos"]
    }
    changed = [
        parish.name
        for parish in Territory.objects.filter(country_code="PA", level="parish")
        if given.get((parish.parent_names.split(",")[0], parish.name)) != parish.code
    ]

    assert sorted(changed) == sorted(
        [
            *("Punta Laurel", "Volcán", "Cerro Punta", "Cuesta de Piedra", "Nueva California"),
            *("Paso Ancho", "Finca 6", "Finca 30", "Finca 60", "Finca 4", "Finca 51"),
            *("Barriada Guaymí", "Llano de Catival o Mariato"),
        ]
    )


def test_provinces_have_proper_names_kinds_and_both_codes(panama):
    provinces = {state.code: state for state in Territory.objects.states()}

    assert provinces["PA-1"].name == "Bocas del Toro"
    assert provinces["PA-NB"].name == "Comarca Ngäbe Buglé"
    assert provinces["PA-NB"].kind == "comarca"
    assert provinces["PA-10"].capital == "La Chorrera"
    assert str(provinces["PA-4"].alternate_codes.get()) == "inec-pa:04"


def test_the_count_of_2010_adds_up(panama):
    total = Territory.objects.states().aggregate(total=Sum("population"))["total"]

    assert total == 3_405_813
    country = Territory.objects.countries().get()
    assert (country.population, country.population_year) == (3_405_813, 2010)


def test_a_district_has_the_count_of_2023_only_when_all_its_parts_have_it(panama):
    highlands = Territory.objects.get(code="04-14")
    canal_coast = Territory.objects.get(code="01-2")

    assert (highlands.population, highlands.population_year) == (23_525, 2023)
    assert (canal_coast.population, canal_coast.population_year) == (98_310, 2010)
    assert "INEC" in highlands.population_source


def test_an_area_is_of_the_same_year_as_the_count(panama):
    volcan = Territory.objects.get(code="04-14-01")

    assert (volcan.population, volcan.population_year) == (7077, 2023)
    assert float(volcan.area_km2) == 90.1


def test_areas_that_became_dates_are_nowhere(panama):
    parishes = Territory.objects.filter(level="parish", country_code="PA")
    assert not parishes.filter(area_km2__gt=3000).exists()


def test_coordinates_are_those_of_the_seat_with_their_source(venezuela):
    chacao = Territory.objects.get(code="ve-miranda-sucre")

    assert (round(chacao.latitude), round(chacao.longitude)) == (10, -67)
    assert "GeoNames" in chacao.coordinates_source


def test_a_seat_whose_name_is_not_unique_gives_no_coordinates(venezuela):
    without = Territory.objects.municipalities().filter(latitude=None)

    assert 0 < without.count() < 40
    assert not without.exclude(coordinates_source="").exists()


def test_a_parish_names_all_it_lies_in(panama):
    assert str(Territory.objects.get(code="04-14-01")) == "Volcán (Tierras Altas, Chiriquí, Panamá)"
