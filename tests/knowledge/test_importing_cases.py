"""Cases that come from a file: understood, checked, written whole, and known again."""

import io
import json

import openpyxl
import pytest
from django.core.management import call_command
from django.utils.translation import override

from knowledge.actions import importing
from knowledge.importing import SourceError, open_cases, sentences
from knowledge.importing.showing import Names, record_of
from knowledge.importing.writing import export_csv, export_jsonl, export_xlsx
from knowledge.models import Case, CaseImport, Contributor, ImportedCase
from tests.factories import CaseFactory, ThemeFactory, make_municipality
from tests.knowledge.whole import fill

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def staged(content, *, goal="draft", user=None, source="lista", **options):
    begun = CaseImport.objects.create(
        file_name="casos", source=source, goal=goal, user=user, **options
    )
    importing.stage(begun, open_cases(io.BytesIO(content)))
    return begun


def imported(content, *, partial=False, **options):
    begun = staged(content, **options)
    assert importing.confirm(begun, partial=partial), complaints(begun)
    importing.write_staged(begun)
    begun.refresh_from_db()
    return begun


def complaints(begun):
    return [told for row in begun.rows.order_by("pk") for told in sentences(row.problems)]


def lines(*rows):
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def of_book(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def without(record, *names):
    return {name: value for name, value in record.items() if name not in names}


def test_what_is_exported_comes_back_as_it_was_in_every_format(member):
    case = fill(CaseFactory(registered_by=member, title="=cmd|' /C calc'!A1"), 2)
    case.solution = "<p>Weigh <b>twice</b>.</p>\n<ul>\n<li>One</li>\n</ul>"
    case.other_municipalities.set(case.other_municipalities.all()[:1])
    case.save_revision(user=member, clean=False)
    told = record_of(case, Names())
    cases = Case.objects.filter(pk=case.pk)
    files = {
        "jsonl": b"".join(export_jsonl(cases)),
        "csv": b"".join(export_csv(cases)),
        "xlsx": export_xlsx(cases),
    }
    for kind, content in files.items():
        begun = staged(content, source=kind)
        assert begun.counts == {"unchanged": 1}, (kind, complaints(begun))
    ImportedCase.objects.all().delete()
    Case.objects.filter(pk=case.pk).update(key="12345678-1234-4234-8234-123456789012")
    for kind, content in files.items():
        ImportedCase.objects.all().delete()
        begun = imported(content, source=kind)
        assert begun.counts == {"new": 1}, kind
        again = Case.objects.latest("pk")
        assert again.state == "draft"
        found = record_of(again.draft(), Names())
        assert without(found, "key") == without(told, "key"), kind
        assert found == record_of(Case.objects.get(pk=again.pk), Names()), kind
    # Nothing that leaves in a table is a formula.
    assert b"\n=cmd" not in files["csv"]
    assert b";=cmd" not in files["csv"]
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert "f" not in {cell.data_type for sheet in book for row in sheet for cell in row}


GOOD = {
    "number": "1",
    "title": "Compost in the market",
    "summary": "What was thrown away feeds the gardens.",
    "lead_municipality": "Sucre (Miranda, Altazara)",
    "record_kind": "good practice",
    "stage": "Implementing",
    "start": "03/2019",
    "recurrence": "single",
    "scope": "municipality",
    "themes": "residuos",
    "target_groups": "",
    "problem": "Nine tonnes a week.",
    "objectives": "Half of it.",
    "solution": "Two bins.",
    "cost_band": "under_5k",
}


def test_every_bad_cell_has_its_sentence_and_nothing_else_is_lost(db):
    place, theme = make_municipality(), ThemeFactory(slug="residuos")
    bomb = "<p>Clean <b>words</b></p>" + "<script>alert(1)</script>"
    good = {**GOOD, "lead_municipality": str(place), "number": 7, "solution": bomb}
    bad = {
        "number": "8",
        "title": "",
        "summary": "x" * 281,
        "start": "31/02/2019",
        "problem": "with a \x00 in it",
        "stage": "half done",
        "latitude": "-91",
        "staff_months": "12,5 months",
        "lead_municipality": "Nowhere",
        "cost_lines": [{"concept": "Bins", "amount": "many", "year": 2019}],
        "indicators": [{"name": "Waste", "baseline": "1.234", "result": "9,8"}],
        "milestones": [{"date": "2019-13", "title": "Begins"}, {"title": "When?"}],
        "unknown": "column",
    }
    begun = staged(lines(good, bad, {**good, "title": "Again"}) + b"{broken\n[1]\n")
    assert begun.notes["unused"] == ["unknown"]
    assert begun.counts == {"new": 1, "bad": 4}
    assert not importing.confirm(begun, partial=False)
    said = complaints(begun)
    for part in (
        "Row 2, Title: is empty",
        "Row 2, Summary: «xxxxx",
        "has 281 characters and no more than 280 fit",
        "Row 2, Beginning: «31/02/2019» there is no such day",
        "Row 2, Initial situation and problem: «with a ␀ in it» holds a sign that no text has",
        "«half done» is not one of the values",
        "«-91» Ensure this value is greater than or equal to -90",
        "«12,5 months» is not a number",
        "«Nowhere» names no territory",
        "Costs, row 2, Amount: «many» is not a number",
        "Indicators, row 2, Before: «1.234» may be 1234 or 1,2340",
        "Timeline, row 2, Date: «2019-13» there is no such day",
        "Timeline, row 2, Date: is empty",
        "Row 3, Number of the experience: «7» is the same number as that of row 1",
        "Row 4: is not JSON",
        "Row 5: is not an object",
    ):
        assert any(part in each for each in said), (part, said)
    assert importing.confirm(begun, partial=True)
    importing.write_staged(begun)
    case = Case.objects.get()
    assert (case.start_year, case.start_month) == (2019, 3)
    assert (case.lead_municipality, case.themes) == (place, [theme])
    assert case.solution == "<p>Clean <strong>words</strong></p>"
    assert case.draft().record_kind == "good_practice"


def test_figures_and_dates_are_read_as_people_write_them(db):
    rows = [
        {
            "number": n,
            "title": "T",
            "cost_lines": [{"concept": "x", "amount": told, "year": "2019"}],
        }
        for n, told in enumerate(["1.234", "1.234,5", "1,234.50", "12,5", "$", 7.25, "1 200 300"])
    ]
    begun = imported(lines(*rows), partial=True)
    amounts = [str(case.cost_lines.get().amount) for case in Case.objects.order_by("pk")]
    assert amounts == ["1234.00", "1234.50", "1234.50", "12.50", "7.25", "1200300.00"]
    assert begun.bad == 1


def test_a_spreadsheet_says_whose_each_row_is_in_the_words_of_the_reader(db):
    content = of_book(
        Experiences=[
            ["Number of the experience", "Title", "Comment"],
            ["A-1", "=1+1", "ignored"],
            [None, None, None],
            [2.0, "Second"],
        ],
        Lessons=[
            ["Number of the experience", "Kind", "Lesson"],
            ["A-1", "avoid", "Hurry"],
            [None, "do", "Merged downwards"],
            ["2", "", "By default"],
            ["9", "do", "Of nobody"],
        ],
    )
    begun = staged(content)
    said = complaints(begun)
    assert said == [
        "Row 2, Title: is empty, and nothing goes without it.",
        "Lessons, row 5, Number of the experience: «9» no experience of the file has this number.",
    ]
    importing.confirm(begun, partial=True)
    importing.write_staged(begun)
    assert [row.kind for row in Case.objects.get(title="Second").lessons.all()] == ["do"]


def test_files_that_are_no_tables_are_refused_with_a_sentence(db):
    many = of_book(Experiences=[["number", "title"], ["1", "T"]])
    for content, part in (
        (b"", "empty"),
        (b"\x00\x01\x02\x00" * 30, "not text"),
        (b"PK\x03\x04nothing", "not a spreadsheet"),
        (many[: len(many) // 2], "not a spreadsheet"),
        ("título;otra\n1;2\n".encode(), "number"),
        (b"title,number,title\nx,1,y\n", "repeats the columns title"),
        (b'number,title\n1,"' + b"x" * (5 * 1024 * 1024), "is not CSV"),
    ):
        with pytest.raises(SourceError, match=part):
            list(open_cases(io.BytesIO(content)).cases)
    opened = open_cases(io.BytesIO("number;title\n1;Árbol — “año”\n".encode("cp1252")))
    assert [case.own.cells["title"] for case in opened.cases] == ["Árbol — “año”"]
    assert (opened.encoding, opened.separator) == ("Windows-1252", ";")


def test_half_a_sign_of_broken_json_is_refused_in_its_cell(db):
    rows = (
        {**GOOD, "title": "Half \ud83d of it", "unknown \ud83d": 1},
        {**GOOD, "number": "2", "keywords": ["\ud83d"], "summary": "Whole \U0001f600."},
    )
    begun = staged(lines(*rows))
    assert begun.counts == {"bad": 2}
    assert sum("holds half a sign" in told for told in complaints(begun)) == 2
    assert begun.rows.order_by("pk")[0].title == "Half \ufffd of it"
    assert begun.notes["unused"] == ["unknown \ufffd"]


def test_what_is_published_at_once_is_whole_and_is_brought_up_to_date_later(unit, searchable):
    place = make_municipality()
    ThemeFactory(slug="residuos")
    group = CaseFactory().target_groups.first().slug
    row = {**GOOD, "lead_municipality": str(place), "target_groups": group}
    begun = staged(lines(row, {"number": "2", "title": "Alone"}), goal="publish", user=unit)
    assert begun.counts == {"new": 1, "bad": 1}
    assert any("Row 2, Summary: nothing is published without it." in c for c in complaints(begun))
    imported(lines(row), goal="publish", user=unit)
    case = Case.objects.get(title=row["title"])
    assert case.code
    assert case.live
    version = case.versions.get()
    assert version.record["title"] == row["title"]
    assert version.names["municipality"] == str(place)
    assert [event.verb for event in case.events.all()] == ["published", "registered"]
    again = imported(lines(row), goal="publish", user=unit)
    assert again.counts == {"unchanged": 1}
    imported(lines({**row, "title": "Changed"}), goal="publish", user=unit)
    case.refresh_from_db()
    assert case.title == "Changed"
    assert [each.number for each in case.versions.all()] == [2, 1]
    # What was edited here stays, unless whoever imports says otherwise.
    draft = case.draft()
    draft.summary = "Edited here."
    draft.save_revision(user=unit, clean=False)
    kept = staged(lines({**row, "title": "Third"}), goal="publish", user=unit)
    assert kept.counts == {"kept": 1}
    assert importing.confirm(kept, partial=False, overwrite=True)
    importing.write_staged(kept)
    case.refresh_from_db()
    assert (case.title, case.summary) == ("Third", row["summary"])


def test_what_is_edited_after_the_look_at_the_file_stays(unit, member):
    row = {"number": "1", "title": "Compost"}
    imported(lines(row), user=unit)
    again = staged(lines({**row, "title": "Of the list"}), user=unit)
    assert again.counts == {"changed": 1}
    case = Case.objects.get(title="Compost")
    case.title = "Of its author"
    case.save_revision(user=member, clean=False)

    assert importing.confirm(again, partial=False)
    importing.write_staged(again)

    again.refresh_from_db()
    assert Case.objects.get(pk=case.pk).draft().title == "Of its author"
    assert again.counts == {"kept": 1}
    assert again.rows.get().reason == "was edited here since: that text stays"


def test_an_import_that_was_killed_goes_on_where_it_was(db, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [{"number": n, "title": f"Title {n}"} for n in range(5)]
    file = tmp_path / "casos.jsonl"
    file.write_bytes(lines(*rows))
    write, calls = importing.write_new, []

    def killed(begun, batch, *built):
        write(begun, batch, *built)
        calls.append(len(batch))
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(importing, "write_new", killed)
    with pytest.raises(KeyboardInterrupt):
        call_command("import_cases", str(file), source="lista")
    assert Case.objects.count() == 2
    call_command("import_cases", str(file), source="lista")
    assert sorted(Case.objects.values_list("title", flat=True)) == [r["title"] for r in rows]
    assert "5 of 5" in capsys.readouterr().out
    call_command("import_cases", str(file), source="lista")
    assert "5 unchanged" in capsys.readouterr().out
    assert Case.objects.count() == 5
    assert not any(row.told for row in CaseImport.objects.first().rows.all())


def test_who_is_protected_leaves_in_no_table_and_a_table_loses_no_name(unit):
    case = CaseFactory(registered_by=unit)
    case.contributors.add(
        Contributor(name="Petronila Uzcategui", post="Librarian", shown_as="network"),
        Contributor(name="Eleuterio Bracamonte"),
    )
    case.save()
    case.save_revision(user=unit, clean=False)
    cases = Case.objects.filter(pk=case.pk)
    content = b"".join(export_jsonl(cases))
    assert b"Petronila" not in content
    assert b"Librarian" not in content

    [row] = [json.loads(line) for line in content.splitlines()]
    row["title"] = "Said again"
    for credit in row["contributors"]:
        credit.pop("key", None)
        credit["shown_as"] = "person"
    imported(lines(row), overwrites=True)
    draft = Case.objects.get(pk=case.pk).draft()
    assert draft.title == "Said again"
    assert "network" in {each.shown_as for each in draft.contributors.all()}
    [held] = case.protections.all()
    assert (held.name, held.post) == ("Petronila Uzcategui", "Librarian")
