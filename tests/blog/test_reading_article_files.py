"""Files that somebody says hold articles: what is read of them, and what is said of bad ones."""

import json
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from blog.importing import read
from blog.importing import reading as files
from blog.importing.reading import SourceError, read_path
from blog.models import PostPage
from tests.blog.articles import book, lines, row, table
from tests.factories import BlogIndexPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def blog(home):
    return BlogIndexPageFactory(parent=home)


def articles(file):
    reading = read(read_path(file))
    assert not reading.problems
    return reading.articles


def problems(file):
    return [str(problem) for problem in read(read_path(file)).problems]


@pytest.mark.parametrize("write", [lines, table, book])
def test_the_three_forms_say_the_same(write, tmp_path):
    rows = [row(categorias=["Educación", "Salud"]), row(slug="otro", titulo="Otro")]

    first, second = articles(write(tmp_path, *rows))

    assert (first.title, first.themes) == ("El páramo", ("educacion", "salud"))
    assert first.fingerprint == articles(lines(tmp_path, *rows))[0].fingerprint
    assert second.slug == "otro"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_be_parted_in_any_usual_way(delimiter, tmp_path):
    assert articles(table(tmp_path, row(), delimiter=delimiter))[0].title == "El páramo"


def test_a_file_of_a_spreadsheet_program_begins_with_a_mark(tmp_path):
    assert articles(table(tmp_path, row(), encoding="utf-8-sig"))[0].slug == "el-paramo"


def test_a_day_of_a_spreadsheet_is_a_day(tmp_path):
    made = openpyxl.Workbook()
    made.active.append(["titulo", "cuerpo", "fecha", "columna nueva"])
    made.active.append(["Uno", "Texto.", date(2015, 6, 16), 3])
    made.save(tmp_path / "a.xlsx")

    assert articles(tmp_path / "a.xlsx")[0].published_at.date() == date(2015, 6, 16)


@pytest.mark.parametrize(
    "given", ["2015-06-16", "2015-06-16T15:00", "16/06/2015", "2015-06-16 15:00:10"]
)
def test_dates_are_read_in_the_usual_forms(given, tmp_path):
    assert articles(lines(tmp_path, row(fecha=given)))[0].published_at.date() == date(2015, 6, 16)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"titulo": " <b></b> "}, "has no title"),
        ({"titulo": "x" * 256}, "its title is longer than 255 letters"),
        ({"titulo": {"a": 1}}, "“titulo” is not text"),
        ({"cuerpo": ""}, "has no text"),
        ({"cuerpo": None}, "has no text"),
        ({"cuerpo": "<script>x</script>", "descripcion": ""}, "nothing of its text can be shown"),
        ({"cuerpo": "x" * 1_000_001}, "its text is longer than 1000000 letters"),
        ({"formato": "docx"}, "“docx” is no format of text: md or html"),
        ({"fecha": ""}, "has no date"),
        ({"fecha": "ayer"}, "“ayer” is not a date: write 2015-06-16 or 2015-06-16T15:00"),
        (
            {"fecha": "2015-13-40"},
            "“2015-13-40” is not a date: write 2015-06-16 or 2015-06-16T15:00",
        ),
        (
            {"fecha": "31/02/2015"},
            "“31/02/2015” is not a date: write 2015-06-16 or 2015-06-16T15:00",
        ),
        ({"fecha": "2999-01-01"}, "its date, 2999-01-01, cannot be"),
        ({"fecha": "0001-01-01"}, "its date, 0001-01-01, cannot be"),
        ({"direccion": "javascript:alert(1)"}, "“javascript:alert(1)” is not a web address"),
        ({"categorias": [["a"]]}, "“categorias” is not text"),
    ],
)
def test_a_bad_row_is_told_with_its_number_and_reason(wrong, reason, tmp_path):
    file = lines(tmp_path, row(slug="otro"), row(**wrong))

    assert problems(file) == [f"Row 2: {reason}."]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"titulo": ', "is not JSON (at sign 11)"),
        ("[1, 2]", "is not an object with columns"),
        ("[" * 100_000, "is nested too deeply to be an article"),
        ('"text"', "is not an object with columns"),
    ],
)
def test_a_broken_line_is_a_bad_row(line, reason, tmp_path):
    assert problems(lines(tmp_path, row(), line)) == [f"Row 2: {reason}."]


def test_the_same_article_twice_is_told(tmp_path):
    file = lines(tmp_path, row(), row(titulo="De nuevo"))

    assert problems(file) == ["Row 2: is the same article as row 1."]


def test_the_same_slug_in_two_sections_are_two_articles(tmp_path):
    file = lines(tmp_path, row(seccion="Blog"), row(seccion="Proyectos"))

    assert [article.key for article in articles(file)] == ["Blog/el-paramo", "Proyectos/el-paramo"]


def test_rows_with_too_many_cells_are_told(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("titulo,cuerpo,fecha\nUno,Texto,2015-01-01\nDos,Texto,2015-01-01,x\n")

    assert problems(file) == ["Row 3: has more cells than there are columns."]


def bad_files(folder):
    """Name of each file, and the sentence it gets."""
    (folder / "empty.jsonl").touch()
    (folder / "blank.jsonl").write_text("\n\n \n")
    (folder / "latin.csv").write_bytes("titulo,cuerpo,fecha\nAño,Año,2015-01-01\n".encode("cp1252"))
    (folder / "binary.jsonl").write_bytes(bytes(range(256)) * 20)
    (folder / "list.json").write_text(json.dumps([row()]))
    (folder / "broken.jsonl").write_text('{"titulo": "a"\n')
    (folder / "columns.csv").write_text("titulo,texto\nUno,Dos\n")
    (folder / "header.csv").write_text("titulo,cuerpo,fecha\n")
    (folder / "twice.csv").write_text("titulo,cuerpo,cuerpo,fecha\n1,2,3,4\n")
    (folder / "quotes.csv").write_text('titulo,cuerpo,fecha\nUno,"sin fin,2015-01-01\n')
    (folder / "fake.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with zipfile.ZipFile(folder / "other.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    (folder / "long.jsonl").write_text('{"titulo": "' + "x" * 5_000_000 + '"}\n')
    (folder / "folder").mkdir()
    return {
        "empty.jsonl": "The file is empty.",
        "blank.jsonl": "The file has no rows.",
        "latin.csv": "The file is not text in UTF-8 (line 2): save it as “CSV UTF-8”.",
        "binary.jsonl": "The file is not text: only JSON Lines, CSV and XLSX can be read.",
        "list.json": "The file is one JSON list: "
        "write one article per line, without the list around.",
        "broken.jsonl": "No row of the file can be read. Row 1: is not JSON (at sign 15).",
        "columns.csv": "This is not a table of articles: the columns cuerpo, fecha are missing.",
        "header.csv": "The file has no rows.",
        "twice.csv": "The file repeats the columns cuerpo.",
        "quotes.csv": "Line 2 is not CSV: unexpected end of data.",
        "fake.xlsx": "The file is not a spreadsheet in XLSX, nor text.",
        "other.xlsx": "The file is not a spreadsheet in XLSX, nor text.",
        "long.jsonl": "Line 1 is longer than 4 MB: that is no article.",
        "folder": f"{folder / 'folder'} is a folder, not a file.",
        "nowhere.csv": f"There is no file {folder / 'nowhere.csv'}.",
        "x" * 300: None,
        "nul\x00.csv": None,
    }


def test_a_bad_file_gets_one_sentence(tmp_path, blog):
    for name, sentence in bad_files(tmp_path).items():
        with pytest.raises(CommandError) as refused:
            call_command("import_articles", str(tmp_path / name))

        said = str(refused.value)
        assert "\n" not in said
        assert sentence is None or said == sentence
    assert not PostPage.objects.exists()


def test_a_file_beyond_the_limit_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 100)

    with pytest.raises(SourceError, match="larger than"):
        read_path(lines(tmp_path, row()))


def test_more_rows_than_the_limit_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_ROWS", 1)

    with pytest.raises(SourceError, match="more than 1 rows"):
        read_path(lines(tmp_path, row(), row(slug="otro")))


def test_a_long_summary_goes_to_the_head_of_the_text(tmp_path):
    [article] = articles(lines(tmp_path, row(descripcion="Una palabra. " * 40)))

    assert len(article.summary) <= 280
    assert article.summary.endswith("…")
    assert article.body[0]["value"].count("Una palabra.") == 40


def test_without_a_summary_the_first_sentences_stand_for_it(tmp_path):
    [article] = articles(
        lines(tmp_path, row(descripcion="", cuerpo="Primera frase. " + "y " * 200))
    )

    assert article.summary == "Primera frase."


def test_categories_become_themes_or_else_tags(tmp_path):
    given = ["Educación", "Salud", "Cultura", "Vivienda", "Infraestructura"]

    [article] = articles(lines(tmp_path, row(categorias=given, regiones=["Torreón"])))

    assert article.themes == ("educacion", "salud", "cultura-deporte-y-juventud")
    assert article.tags == ("Vivienda", "Infraestructura", "Torreón")
