"""Files come to a case: whole or piece by piece, cleaned, described, and cleared away."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from PIL import Image

from community.incoming import alone_with, write_piece
from knowledge import actions
from knowledge.actions.documents import begin_upload
from knowledge.files import clean_up
from knowledge.models import Case, Upload
from tests.factories import MemberFactory
from tests.knowledge.workspace import at, newest, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]
PDF = b"%PDF-1.4\n" + b"x" * 3000 + b"\n%%EOF"
TOLD = {"licence": "cc_by", "author": "Town hall", "person_consent": "public_space"}


@pytest.fixture(autouse=True)
def own_language():
    """The workspace is met in English; the next test finds the language it was."""
    with translation.override("en"):
        yield


@pytest.fixture
def browser(client, author):
    client.force_login(author)
    return client


def photo(size=(3000, 40), where=True):
    picture, kept = Image.new("RGB", size, "teal"), BytesIO()
    exif = picture.getexif()
    exif[0x010F] = "Secret camera"
    if where:
        exif.get_ifd(0x8825)[2] = (10.0, 30.0, 0.0)
    picture.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def test_each_file_is_judged_by_its_content_and_one_that_is_refused_loses_no_other(
    browser, draft, settings
):
    settings.IMAGE_MAX_PIXELS = 200_000
    files = [
        SimpleUploadedFile("IMG_mercado-central.jpg", photo()),
        SimpleUploadedFile("report.jpg", PDF),
        SimpleUploadedFile("report.pdf", PDF),
        SimpleUploadedFile("huge.png", png_of(500, 500)),
        SimpleUploadedFile("run.exe", b"MZ"),
    ]
    page = browser.post(at(draft, "editar", "documentos"), {**TOLD, "files": files})

    said = words(page)
    assert "2 files are kept" in said
    for sentence in ("report.jpg” is not what", "huge.png” is too large", "run.exe” is of a kind"):
        assert sentence in said
    taken, report = newest(draft).attachments.all()
    assert (taken.title, taken.kind, report.kind) == ("IMG mercado central", "photo", "report")
    assert (report.person_consent, taken.person_consent) == ("", "public_space")
    with default_storage.open(taken.file.name) as kept, Image.open(kept) as picture:
        assert not dict(picture.getexif())
        assert picture.width == 2560
    assert b"Secret" not in Path(default_storage.path(taken.file.name)).read_bytes()
    assert "Say what it shows" in said, "what a photograph lacks stands beside it"

    url = at(draft, "editar", "documentos", taken.key)
    seen = browser.get(url).context["seen"]
    told = {"title": "The market", "kind": "photo", "licence": "cc_by", "seen": seen}
    refused = browser.post(url, {**told, "person_consent": "consented"})
    assert "Say what it shows or says" in words(refused)
    told |= {"person_consent": "consented", "alt_text": "Stalls with two bins each."}
    assert browser.post(url, told).status_code == 302
    row = newest(draft).attachments.all()[0]
    assert (row.title, row.alt_text, row.file.name) == (
        "The market",
        "Stalls with two bins each.",
        taken.file.name,
    )


def png_of(width, height):
    """A picture of that size; what is too large, the test says."""
    kept = BytesIO()
    Image.new("1", (width, height)).save(kept, "PNG")
    return kept.getvalue()


def test_a_form_to_mend_keeps_the_files_that_came_with_it(browser, draft):
    address = at(draft, "editar", "documentos")
    page = browser.post(
        address, {"licence": "cc_by", "files": [SimpleUploadedFile("a.jpg", photo())]}
    )
    assert "whether people appear" in words(page)
    [upload] = Upload.objects.all()
    assert f'value="{upload.key}"' in page.content.decode()

    done = browser.post(address, {**TOLD, "uploaded": [str(upload.key)] * 9})

    assert done.status_code == 302
    assert [row.title for row in newest(draft).attachments.all()] == ["A"]
    assert not Upload.objects.exists()
    assert not upload.path.exists()


def test_a_file_comes_piece_by_piece_and_goes_on_where_it_stopped(browser, draft, author, team):
    begin = at(draft, "archivos")
    told = {"name": "report.pdf", "size": len(PDF), "stamp": "17"}
    begun = browser.post(begin, told).json()

    def send(start, piece, browser=browser):
        address = f"{begun['address']}?desde={start}"
        kind = "application/octet-stream"
        return browser.put(address, piece, content_type=kind)

    assert send(0, PDF[:1000]).json() == {"received": 1000}
    assert send(0, PDF[:1000]).json() == {"received": 1000}, "a piece that came twice"
    assert send(2000, PDF[2000:]).json() == {"received": 1000}, "a piece after one that was lost"
    again = browser.post(begin, told).json()
    assert (again["key"], again["received"]) == (begun["key"], 1000)
    address = at(draft, "editar", "documentos")
    early = browser.post(address, {**TOLD, "uploaded": begun["key"]})
    assert "Choose at least one file" in words(early)
    assert send(1000, PDF[1000:]).json() == {"received": len(PDF)}
    assert send("9" * 5000, b"x").status_code == 400
    for person, status in ((None, 401), (MemberFactory(), 404), (team, 404)):
        other = Client()
        if person:
            other.force_login(person)
        assert send(0, b"x", other).status_code == status, person
    browser.post(address, {**TOLD, "uploaded": begun["key"]})

    [row] = newest(draft).attachments.all()
    assert Path(default_storage.path(row.file.name)).read_bytes() == PDF
    for name, size, sentence in (
        ("x.exe", 10, "kind"),
        ("x.jpg", 11 * 1024 * 1024, "10.0"),
        ("x.pdf", 0, "0 bytes"),
        ("x.pdf", "much", "could not be read"),
    ):
        refused = browser.post(begin, {"name": name, "size": size})
        assert refused.status_code == 400, name
        assert sentence in refused.json()["said"].replace("\xa0", " ")


def test_there_is_room_for_so_many_files_and_so_many_bytes(browser, draft, settings):
    address = at(draft, "editar", "documentos")
    settings.CASE_FILES_MOST = 2
    files = [SimpleUploadedFile(f"report-{n}.pdf", PDF) for n in range(3)]
    page = browser.post(address, {**TOLD, "files": files})

    assert "report-2.pdf” was not kept: the experience has 2 files" in words(page)
    settings.CASE_FILES_MOST, settings.CASE_FILES_BYTES = 9, 3 * len(PDF) - 1
    page = browser.post(address, {**TOLD, "files": [SimpleUploadedFile("more.pdf", PDF)]})
    assert "more.pdf” was not kept: all the files" in words(page)
    assert len(newest(draft).attachments.all()) == 2
    assert len(os.listdir(default_storage.path(f"case_files/{draft.key}"))) == 2


def test_what_no_text_has_any_more_is_cleared_away_and_the_rest_stays(
    browser, draft, author, team, django_assert_max_num_queries
):
    address = at(draft, "editar", "documentos")
    files = [SimpleUploadedFile(f"report-{n}.pdf", PDF) for n in range(2)]
    browser.post(address, {**TOLD, "files": files})
    actions.publish(actions.send(Case.objects.get(pk=draft.pk), author), team)
    first, second = newest(draft).attachments.all()
    published = Case.objects.get(pk=draft.pk)
    assert (
        browser.post(at(published, "editar", "documentos", first.key, "quitar")).status_code == 302
    )
    stray = default_storage.save(f"case_files/{draft.key}/stray.pdf", SimpleUploadedFile("s", PDF))
    nobodys = default_storage.save(
        "case_files/00000000-0000-0000-0000-000000000001/x.pdf", SimpleUploadedFile("s", PDF)
    )
    fresh = default_storage.save(f"case_files/{draft.key}/fresh.pdf", SimpleUploadedFile("s", PDF))
    old = time.time() - 90_000
    for name in (first.file.name, second.file.name, stray, nobodys):
        os.utime(default_storage.path(name), (old, old))
    begun = Upload.objects.create(case=draft, user=author, name="x.pdf", size=9)
    Upload.objects.filter(pk=begun.pk).update(begun_at="2020-01-01T00:00:00Z")

    assert clean_up() == 2

    left = {
        name
        for name in (first.file.name, second.file.name, stray, nobodys, fresh)
        if default_storage.exists(name)
    }
    assert left == {first.file.name, second.file.name, fresh}
    assert not Upload.objects.exists()
    with django_assert_max_num_queries(12):
        assert "Report 1" in words(browser.get(at(published, "editar", "documentos")))


def test_a_piece_that_comes_twice_at_once_waits_and_is_written_once(draft, author):
    upload = begin_upload(draft, author, "report.pdf", len(PDF))
    sent = Thread(target=write_piece, args=(upload, 500, PDF[500:1500]))
    with alone_with(upload) as file:
        file.write(PDF[:500])
        file.flush()
        sent.start()
        sent.join(0.1)
        assert sent.is_alive(), "whoever comes in the middle waits"
        file.write(PDF[500:1000])
    sent.join()
    assert upload.path.read_bytes() == PDF[:1000]

    pieces = [(start, PDF[start : start + 100]) for start in range(1000, len(PDF), 100)]

    def send_all(_number):
        for piece in pieces:
            write_piece(upload, *piece)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send_all, range(4)))
    assert upload.path.read_bytes() == PDF


def test_so_many_addresses_on_the_web_are_kept_and_then_it_is_said(browser, draft, monkeypatch):
    monkeypatch.setattr("knowledge.actions.rows.MOST_ROWS", 1)
    new, told = at(draft, "editar", "documentos", "nuevo"), {"kind": "press", "year": "2024"}
    for title in ("Chronicle", "Gazette"):
        page = browser.post(new, {**told, "title": title, "url": "https://press.example/1"})

    assert "There are 1 already, and no more fit" in words(page)
    opened = browser.get(new, follow=True)
    assert opened.redirect_chain[-1][0] == at(draft, "editar", "documentos")
    assert "There are 1 already" in words(opened)
    assert "Press · on the web · 2024" in words(opened)
    file = SimpleUploadedFile("report.pdf", PDF)
    browser.post(at(draft, "editar", "documentos"), {**TOLD, "files": [file]})
    titles = [row.title for row in newest(draft).attachments.all()]
    assert titles == ["Chronicle", "Report"], "files have a limit of their own"

    for name in ("Rosa", "Luis"):
        page = browser.post(
            at(draft, "editar", "creditos", "nuevo"),
            {"name": name, "role": "author", "shown_as": "person"},
        )
    assert "no more fit" in words(page)
    browser.post(at(draft, "editar", "creditos", "yo"))
    assert [row.name for row in newest(draft).contributors.all()] == ["Rosa"]
