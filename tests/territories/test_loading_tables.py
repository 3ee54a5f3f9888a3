"""The plain table, for every country without a form of its own."""

import pytest

from territories.models import Territory

STATE = {"level": "state", "name": "Antioquia", "code": "CO-ANT", "code_scheme": "iso-3166-2"}
TOWN = {
    "level": "municipality",
    "name": "Medellín",
    "code": "05001",
    "code_scheme": "divipola",
    "parent_code": "CO-ANT",
    "kind": "municipio",
    "population": "2427129",
    "population_year": "2018",
    "population_source": "DANE, censo de 2018",
    "area_km2": "380.6",
    "latitude": "6.25",
    "longitude": "-75.56",
    "tags": "capital|metropolitano",
}


def test_a_table_loads_and_codes_keep_their_zeros(run, table):
    ran = run(table(STATE, TOWN), "CO")

    assert (ran.code, ran.last_line) == (0, "2 of 2 loaded")
    medellin = Territory.objects.get(code="05001")
    assert str(medellin) == "Medellín (Antioquia, Colombia)"
    assert medellin.population == 2427129
    assert sorted(medellin.tags.names()) == ["capital", "metropolitano"]
    assert run(table(STATE, TOWN), "CO").out.startswith("0 new, 0 changed, 2 unchanged")


def test_children_may_stand_before_their_parents_and_semicolons_part_cells(run, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "level;name;code;parent_code\nmunicipality;B;co-a-b;co-a\nstate;A;co-a;\n", "utf-8-sig"
    )

    assert run(path, "CO").last_line == "2 of 2 loaded"


def test_a_row_for_the_country_counts_and_gives_its_name(run, table):
    country = {"level": "country", "name": "Tierra Nueva", "code": "XB"}
    state = {"level": "state", "name": "Norte", "code": "xb-norte"}

    assert run(table(country, state), "XB").last_line == "2 of 2 loaded"
    assert Territory.objects.get(code="xb-norte").parent_names == "Tierra Nueva"
    assert Territory.objects.get(code="XB").is_fictional


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"level": "village"}, "is no level"),
        ({"name": " "}, "no name"),
        ({"name": "\x07bell"}, "cannot be printed"),
        ({"code": ""}, "no code"),
        ({"code": "ve-x", "code_scheme": ""}, "should begin with"),
        ({"parent_code": "CO-XYZ"}, "code of no row"),
        ({"parent_code": ""}, "parent_code"),
        ({"population": "many"}, "not a number"),
        ({"population": "1.5"}, "not a number that fits"),
        ({"population": "-1"}, "population"),
        ({"population": "9" * 30}, "not a number that fits"),
        ({"population_year": ""}, "no year"),
        ({"latitude": "91"}, "latitude"),
        ({"longitude": ""}, "go together"),
        ({"rural_share_percent": "101"}, "rural_share_percent"),
        ({"area_km2": "Infinity"}, "not a number that fits"),
        ({"level": "parish"}, "cannot lie in"),
    ],
)
def test_a_bad_row_is_named_by_its_line(run, table, change, word):
    ran = run(table(STATE, TOWN | change), "CO")

    assert ran.code == 1
    assert ran.err.startswith("line 3: ")
    assert word in ran.err
    assert ran.last_line == "0 of 2 loaded"
    assert not Territory.objects.exists()


def test_a_row_with_too_many_cells_is_named(run, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("level,name,code\nstate,A,co-a,more\n", "utf-8")

    ran = run(path, "CO")

    assert "more cells" in ran.err
    assert ran.last_line == "0 of 1 loaded"


def test_the_same_code_twice_is_refused(run, table):
    ran = run(table(STATE, TOWN, TOWN | {"name": "Otra"}), "CO", "--partial")

    assert "given twice" in ran.err
    assert ran.last_line == "2 of 3 loaded"


def test_a_new_figure_changes_the_row_and_an_unknown_one_does_not_erase(run, table):
    run(table(STATE, TOWN), "CO")

    ran = run(
        table(STATE, TOWN | {"population": "2500000", "population_year": "2023", "area_km2": ""}),
        "CO",
    )

    assert ran.out.startswith("0 new, 1 changed, 1 unchanged")
    medellin = Territory.objects.get(code="05001")
    assert medellin.population == 2500000
    assert float(medellin.area_km2) == 380.6


def test_an_older_count_does_not_replace_a_younger_one(run, table):
    run(table(STATE, TOWN), "CO")
    Territory.objects.filter(code="05001").update(population=2600000, population_year=2024)

    assert run(table(STATE, TOWN), "CO").out.startswith("0 new, 0 changed")
    assert Territory.objects.get(code="05001").population == 2600000


def test_a_new_name_of_a_state_reaches_what_lies_in_it(run, table):
    run(table(STATE, TOWN), "CO")

    run(table(STATE | {"name": "Antioquia Nueva"}, TOWN), "CO")

    medellin = Territory.objects.get(code="05001")
    assert medellin.parent_names == "Antioquia Nueva, Colombia"
    assert list(Territory.objects.matching("medellin nueva")) == [medellin]


def test_nothing_moves_to_another_parent(run, table):
    run(table(STATE, TOWN), "CO")
    other = STATE | {"name": "Cauca", "code": "CO-CAU"}

    ran = run(table(STATE, other, TOWN | {"parent_code": "CO-CAU"}), "CO")

    assert "already that of Medellín (Antioquia, Colombia)" in ran.err
    assert ran.code == 1


def test_equal_names_in_one_state_stay_apart(run, json_file):
    towns = [{"municipio": "Sucre", "capital": c, "parroquias": []} for c in ("Uno", "Dos")]
    data = [{"estado": "Apure", "iso_31662": "VE-C", "capital": "", "municipios": towns}]

    assert run(json_file(data), "VE").last_line == "3 of 3 loaded"

    codes = Territory.objects.municipalities().values_list("code", "capital")
    assert sorted(codes) == [("ve-apure-sucre", "Uno"), ("ve-apure-sucre-2", "Dos")]
