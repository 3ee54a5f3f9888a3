"""A file that is not what it says gets one clear sentence, and nothing is loaded."""

import copy
import json
import os

import pytest

from territories.models import Territory
from territories.sources import reading
from tests.territories.conftest import PANAMA, VENEZUELA


def assert_refused(ran, *words):
    """One sentence, exit 1, no traceback, nothing in the database."""
    assert ran.code == 1
    lines = [line for line in ran.err.strip().splitlines() if line]
    assert len(lines) == 1, lines
    for word in words:
        assert word in lines[0]
    assert lines[0].endswith(".")
    assert not Territory.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("x.json", b"", "empty"),
        ("x.json", b"  \n ", "empty"),
        ("x.json", b"{not json", "not JSON"),
        ("x.json", b'{"provincia": [', "not JSON"),
        ("x.json", b"level,name,code\n", "not JSON"),
        ("x.json", b"\xff\xfe\x00\x01", "UTF-8"),
        ("x.json", b"\x89PNG\r\n\x1a\n", "UTF-8"),
        ("x.json", b"abc\x00def", "not a text file"),
        ("x.json", b"[" * 200_000, "nested too deeply"),
        ("x.json", b"1" * 5000, "not JSON"),
        ("x.json", b"[]", "not the file of VE"),
        ("x.json", b"{}", "not the file of VE"),
        ("x.json", b"null", "not the file of VE"),
        ("x.json", b'"Venezuela"', "not the file of VE"),
        ("x.json", b"[1, 2, 3]", "not the file of VE"),
        ("x.json", b'[{"estado": "Apure"}]', "not the file of VE"),
        ("x.csv", b"level,name,code\n", "no rows"),
        ("x.csv", b"nombre,codigo\nApure,1\n", "lacks"),
        ("x.csv", b"level,name,code,colour\nstate,A,ve-a,red\n", "does not know"),
        ("x.csv", b"level,name,code,code\nstate,A,ve-a,ve-b\n", "repeats"),
        ("x.csv", b'level,name,code\nstate,"A,ve-a\n', "not CSV"),
        ("x.csv", b"level,name,code\nstate," + b"A" * 200_000 + b",ve-a\n", "not CSV"),
        ("x.csv", b"level,name,code\ncountry,Chile,CL\n", "of CL, not of VE"),
        ("x.txt", b"Dear reader, this is a letter.", "lacks"),
        ("x.zip", b"PK\x03\x04\x14\x00\x08\x08", "not a text file"),
    ],
)
def test_a_file_of_another_kind(run, tmp_path, name, content, word):
    path = tmp_path / name
    path.write_bytes(content)

    assert_refused(run(path, "VE"), word)


def test_a_path_to_nothing_and_a_path_to_a_directory(run, tmp_path):
    assert_refused(run(tmp_path / "absent.json", "VE"), "no file")
    assert_refused(run(tmp_path, "VE"), "directory")
    assert_refused(run(tmp_path / ("x" * 300), "VE"), "cannot be read")


def test_what_is_not_an_ordinary_file(run, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    assert_refused(run(pipe, "VE"), "not an ordinary file")
    assert_refused(run("/dev/zero", "VE"), "not an ordinary file")


def test_a_file_nobody_may_read(run, tmp_path, monkeypatch):
    path = tmp_path / "closed.json"
    path.write_text("[]")

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(reading.Path, "read_text", refuse)
    assert_refused(run(path, "VE"), "Permission denied")


def test_a_file_too_large_to_be_a_country(run, tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)

    assert_refused(run(VENEZUELA, "VE"), "larger than")


@pytest.mark.parametrize(("path", "country"), [(VENEZUELA, "PA"), (PANAMA, "VE")])
def test_the_file_of_another_country(run, path, country):
    assert_refused(run(path, country), f"not the file of {country}")


def test_a_file_with_the_right_form_and_codes_of_another_country(run, json_file):
    data = json.loads(VENEZUELA.read_text(encoding="utf-8"))
    for state in data:
        state["iso_31662"] = state["iso_31662"].replace("VE", "CO")

    assert_refused(run(json_file(data), "VE"), "another country")


def test_a_country_whose_json_is_not_known(run):
    assert_refused(run(VENEZUELA, "AR"), "AR", "CSV")
    assert_refused(run(VENEZUELA, "BR"), "BR", "CSV")


@pytest.mark.parametrize("country", ["Venezuela", "V", "", "12", "V3"])
def test_a_country_that_is_no_code(run, country):
    assert_refused(run(VENEZUELA, country), "two letters")


def test_a_table_of_a_country_that_does_not_exist_needs_a_row_for_it(run, table):
    path = table({"level": "state", "name": "A", "code": "qx-a"})

    assert_refused(run(path, "QX"), "QX is no country")


# --- Rows that cannot be loaded -------------------------------------------------


@pytest.fixture
def panama_data():
    return json.loads(PANAMA.read_text(encoding="utf-8"))


def broken(data, change):
    data = copy.deepcopy(data)
    change(data["provincia"])
    return data


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda p: p[0]["distritos"][0]["corregimientos"][0].update(name=""), "no name"),
        (lambda p: p[0]["distritos"][0]["corregimientos"][0].update(name=7), "no name"),
        (lambda p: p[0]["distritos"][0]["corregimientos"][0].update(id="01-1-02"), "already"),
        (lambda p: p[0]["distritos"][0]["corregimientos"][0].update(id="01-1-"), "not whole"),
        (lambda p: p[0]["distritos"][0]["corregimientos"][0].update(id=None), "no code"),
        (lambda p: p[0]["distritos"][0]["corregimientos"][0].update(pop23="mil"), "not a number"),
        (lambda p: p[0]["distritos"][0]["corregimientos"][0].update(pop23="-4"), "not a quantity"),
        (lambda p: p[0]["distritos"][0]["corregimientos"][0].update(pop23="NaN"), "not a quantity"),
        (lambda p: p[0]["distritos"][0]["corregimientos"][0].update(name="x" * 200), "name"),
        (lambda p: p[0]["distritos"][0]["corregimientos"].append(None), "not a record"),
    ],
)
def test_one_bad_row_is_named_and_nothing_is_loaded(run, json_file, panama_data, change, word):
    path = json_file(broken(panama_data, change))

    ran = run(path, "PA")

    assert ran.code == 1
    assert "Traceback" not in ran.err
    first = ran.err.splitlines()[0]
    assert 'state 1 "BOCAS DEL TORO", municipality 1 "Bocas del Toro", parish' in first
    assert word in first
    assert ran.last_line.startswith("0 of 73")
    assert not Territory.objects.exists()


def test_partial_loads_the_others(run, json_file, panama_data):
    path = json_file(
        broken(panama_data, lambda p: p[0]["distritos"][0]["corregimientos"][0].update(name=""))
    )

    ran = run(path, "PA", "--partial")

    assert ran.code == 1
    assert ran.last_line == "731 of 732 loaded"
    assert Territory.objects.filter(level="parish").count() == 641
    assert Territory.objects.get(code="01-1").numchild == 4


def test_what_lies_in_a_bad_row_is_named_too(run, json_file, panama_data):
    path = json_file(broken(panama_data, lambda p: p[0]["distritos"][0].update(id="")))

    ran = run(path, "PA", "--partial")

    assert ran.last_line == "726 of 732 loaded"
    assert ran.err.count("what it lies in cannot be loaded") == 5


def test_the_rest_can_be_loaded_later(run, json_file, panama_data):
    bad = broken(panama_data, lambda p: p[0]["distritos"][0].update(id=""))
    run(json_file(bad), "PA", "--partial")

    ran = run(PANAMA, "PA")

    # The country's own figures were left out while a row was missing.
    assert "6 new" in ran.out
    assert ran.last_line == "732 of 732 loaded"
    assert Territory.objects.get(code="PA-1").numchild == 3
    assert Territory.objects.get(code="01-1").numchild == 5


def test_a_state_without_its_list_is_a_bad_row(run, json_file, panama_data):
    ran = run(json_file(broken(panama_data, lambda p: p[0].update(distritos="?"))), "PA")

    assert 'has no list under "distritos"' in ran.err
    assert ran.code == 1
