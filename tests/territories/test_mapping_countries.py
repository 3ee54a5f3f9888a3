"""Countries whose files are described by a mapping, not by Python."""

import csv
import shutil

import pytest

from territories import sources
from territories.models import AlternateCode, Territory
from territories.sources.corrections import DATA

COLOMBIA = DATA / "co" / "colombia_con_codigos.json"
BRAZIL = DATA / "br"


@pytest.fixture(scope="module")
def colombia():
    return {row.key[1]: row for row in sources.read(str(COLOMBIA), "CO").rows}


def test_colombia_is_loaded_whole_and_once(db, run):
    ran = run(COLOMBIA, "CO")

    assert ran.out.splitlines()[-1] == "1152 of 1152 loaded"
    places = Territory.objects.filter(country_code="CO")
    assert (places.states().count(), places.municipalities().count()) == (33, 1119)
    medellin = places.get(code="05001")
    assert str(medellin) == "Medellín (Antioquia, Colombia)"
    assert (medellin.code_scheme, medellin.get_parent().code) == ("dane-co", "05")
    assert AlternateCode.objects.get(scheme="iso-3166-2", code="CO-ANT").territory.code == "05"
    assert "0 new, 0 changed, 1152 unchanged" in run(COLOMBIA, "CO").out


def test_departments_have_the_beginning_of_the_codes_of_their_municipalities(colombia):
    for code, row in colombia.items():
        if row.level == "municipality":
            assert row.parent == ("dane-co", code[:2])


def test_every_department_has_its_capital_and_its_iso_code(colombia):
    states = [row for row in colombia.values() if row.level == "state"]

    assert all(row.facts["capital"] and row.alternates for row in states)
    assert colombia["25"].facts["capital"] == "Bogotá"
    assert colombia["73"].facts["capital"] == "Ibagué"
    assert (colombia["11"].kind, colombia["11001"].name) == ("distrito capital", "Bogotá")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("76", "Valle del Cauca"),
        ("13", "Bolívar"),
        ("88", "Archipiélago de San Andrés, Providencia y Santa Catalina"),
        ("08137", "Campo de la Cruz"),
        ("05360", "Itagüí"),
        ("94663", "Mapiripana"),
        ("50325", "Mapiripán"),
        ("27361", "Istmina"),
    ],
)
def test_names_are_written_as_their_people_write_them(colombia, code, name):
    assert colombia[code].name == name


def test_every_correction_names_something_of_the_file():
    text = COLOMBIA.read_text(encoding="utf-8")
    with (DATA / "co" / "corrections.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert [row["given"] for row in rows if f'"{row["given"]}"' not in text] == []
    assert all(row["reason"] for row in rows)


@pytest.mark.parametrize("path", [BRAZIL, BRAZIL / "municipios.csv", BRAZIL / "estados.csv"])
def test_brazil_is_read_from_its_folder_or_either_file(path):
    reading = sources.read(str(path), "BR")

    assert (reading.total, reading.problems) == (5598, [])


def test_brazil_is_loaded_whole_and_once(db, run):
    ran = run(BRAZIL, "BR")

    assert ran.out.splitlines()[-1] == "5598 of 5598 loaded"
    places = Territory.objects.filter(country_code="BR")
    assert (places.states().count(), places.municipalities().count()) == (27, 5571)
    assert not places.municipalities().filter(latitude=None).exists()
    curitiba = places.get(code="4106902")
    assert (str(curitiba), curitiba.code_scheme) == ("Curitiba (Paraná, Brasil)", "ibge-br")
    assert [tag.name for tag in curitiba.tags.all()] == ["capital"]
    assert curitiba.get_parent().capital == "Curitiba"
    assert AlternateCode.objects.get(scheme="iso-3166-2", code="BR-PR").territory.code == "41"
    assert "0 new, 0 changed, 5598 unchanged" in run(BRAZIL, "BR").out


@pytest.fixture
def files(tmp_path):
    for file in BRAZIL.glob("*.csv"):
        shutil.copy(file, tmp_path)
    return tmp_path


def change(folder, name, old, new):
    file = folder / name
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("municipios.csv", "5200050,Abadia de Goiás", "52000,Abadia de Goiás", "is not whole"),
        ("municipios.csv", "5200050,Abadia de Goiás", "5200050,", "has no name"),
        ("municipios.csv", "3100104,", "5200050,", "already that of another one"),
        ("municipios.csv", "-49.4412,0,52,", "-49.4412,0,99,", '"99" under "codigo_uf"'),
        ("municipios.csv", "-16.7573,", "norte,", "no place on the globe"),
        ("municipios.csv", "-16.7573,", "-1675.73,", "latitude"),
    ],
)
def test_a_bad_row_is_named_with_its_file_and_line(db, run, files, name, old, new, reason):
    change(files, name, old, new)

    ran = run(files, "BR")

    assert ran.code == 1
    assert name in ran.err
    assert reason in ran.err
    assert ran.out.splitlines()[-1] == "0 of 5598 loaded"


def test_a_file_that_is_missing_is_named(db, run, files):
    (files / "estados.csv").unlink()

    assert "lacks estados.csv" in run(files, "BR").err


def test_a_file_with_other_columns_is_refused(db, run, files):
    change(files, "municipios.csv", "codigo_ibge", "codigo")

    assert "lacks the columns codigo_ibge" in run(files, "BR").err


def test_brazil_can_also_come_in_the_plain_table(db, run, tmp_path):
    table = tmp_path / "brasil.csv"
    table.write_text("level,name,code,code_scheme\nstate,Acre,BR-AC,iso-3166-2\n")

    assert run(table, "BR").out.splitlines()[-1] == "1 of 1 loaded"


@pytest.mark.parametrize("file", sorted((DATA / "others").glob("*.csv")), ids=lambda f: f.stem)
def test_single_municipalities_of_other_countries(db, run, file):
    ran = run(file, file.stem.upper())

    assert ran.code == 0
    assert Territory.objects.municipalities().filter(country_code=file.stem.upper()).exists()


def test_a_country_of_single_municipalities_says_so(client, db, run):
    run(DATA / "others" / "uy.csv", "UY")
    run(COLOMBIA, "CO")

    for address, says_so in (
        ("/municipios/uy/", True),
        ("/municipios/", True),
        ("/municipios/co/", False),
    ):
        page = client.get(address).content.decode()
        assert ("tiene muchos más" in page or "it has many more" in page) is says_so
    assert client.get("/municipios/uy/uy-montevideo-montevideo/").status_code == 200
    assert client.get("/municipios/uy/UY-MO/").status_code == 200
