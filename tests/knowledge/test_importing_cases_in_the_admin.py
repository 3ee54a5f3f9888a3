"""Importing cases in the admin: a file is looked at, confirmed, written behind, reported."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from knowledge.models import Case, CaseImport, UploadedCases

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/import-cases/"


def upload(client, content, name="casos.csv", **options):
    data = {"file": SimpleUploadedFile(name, content), "goal": "draft", **options}
    return client.post(ADDRESS, data, follow=True)


def body(response):
    content = response.content if not response.streaming else b"".join(response)
    return content.decode("utf-8-sig")


def test_a_file_is_looked_at_confirmed_and_written_with_a_report(client, team, unit, work):
    client.force_login(team)
    content = b"number;title;start\n1;Compost;2019\n2;=cmd|' /C calc'!A1;31/02/2019\n"
    page = upload(client, content, source="La Lista")
    begun = CaseImport.objects.get()
    assert (begun.source, begun.state) == ("la-lista", "reading")
    assert page["Refresh"]
    work()
    assert not UploadedCases.objects.exists()
    page = client.get(begun.get_absolute_url())
    assert "31/02/2019" in body(page)
    assert "Compost" in body(page)
    client.post(f"{begun.get_absolute_url()}confirm/")
    begun.refresh_from_db()
    assert begun.state == "preview"
    client.post(f"{begun.get_absolute_url()}confirm/", {"partial": "on"})
    assert not Case.objects.exists()
    work()
    case = Case.objects.get()
    assert (case.title, case.registered_by, case.state) == ("Compost", team, "draft")
    page = client.get(begun.get_absolute_url())
    assert "Refresh" not in page
    report = body(client.get(f"{begun.get_absolute_url()}report.csv"))
    assert "'=cmd|" in report
    assert str(case.key) in report
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"{begun.get_absolute_url()}report.xlsx").content)
    )
    assert {cell.data_type for row in book.active for cell in row} <= {"s", "n", "inlineStr"}
    client.force_login(unit)
    assert client.get(begun.get_absolute_url()).status_code == 404


def test_only_whoever_works_on_cases_may_import(client, team, unit, member):
    for person, status in ((team, 200), (unit, 200), (member, 302)):
        client.force_login(person)
        assert client.get(ADDRESS).status_code == status, person
    assert upload(client, b"number,title\n1,T\n").status_code in (302, 403, 200)
    assert not CaseImport.objects.exists()
    client.logout()
    assert client.get(ADDRESS).status_code == 302


def test_templates_say_what_may_be_written_and_can_be_filled_in(client, team, work):
    client.force_login(team)
    with override("es"):
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{ADDRESS}template.xlsx").content))
    assert len(book.sheetnames) == 17
    cases, lists, told = book.worksheets[0], book.worksheets[-2], book.worksheets[-1]
    assert cases.data_validations.dataValidation
    assert lists.max_row > 15
    assert told.max_row > 150
    heads = [cell.value for cell in cases[1]]
    cases.append(["7", *[None] * 3, "Filled in", *[None] * (len(heads) - 5)])
    buffer = io.BytesIO()
    book.save(buffer)
    upload(client, buffer.getvalue(), "casos.xlsx")
    work()
    begun = CaseImport.objects.get()
    assert (begun.counts, begun.notes["unused"]) == ({"new": 1}, [])
    for ending in ("csv", "jsonl"):
        assert "title" in body(client.get(f"{ADDRESS}template.jsonl")), ending
    assert upload(client, b"PK\x03\x04 nothing", "x.xlsx").context["form"].errors["file"]
