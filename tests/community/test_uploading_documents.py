"""A document is known by its content, whatever its name says."""

import zlib
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError

from community.file_kinds import DOCUMENTS
from community.file_traces import authors_in
from community.uploads import check_document
from tests.community.files_made_up import (
    archive,
    office,
    open_document,
    pdf,
    picture,
    upload,
    zip_bomb,
)

MP4 = b"\0\0\0\x20ftypisom\0\0\0\0" + b"\0" * 40
GOOD = [
    pdf(),
    office("guide.docx"),
    office("table.xlsx", "spreadsheetml.sheet"),
    office("talk.pptx", "presentationml.presentation"),
    open_document("guide.odt"),
    open_document("table.ods", "spreadsheet", more=[("Basic/Standard/script-lb.xml", "<x/>")]),
    open_document("talk.odp", "presentation"),
    upload("municipio;población\nChitré;60000\n".encode(), "utf8.csv"),
    upload("municipio;población\n".encode("cp1252"), "windows.csv"),
    upload(b"\xef\xbb\xbfHola\r\n", "note.txt"),
    upload(b'{"type": "FeatureCollection", "features": []}', "map.geojson"),
    upload(b"[1, 2]", "data.json"),
    upload(b"ID3\x04" + b"\0" * 60, "voice.mp3"),
    upload(MP4, "talk.mp4"),
    picture("photo.jpg"),
    picture("photo.png", "PNG"),
    picture("photo.webp", "WEBP"),
]


def name_of(value):
    return value if isinstance(value, str) else value.name


@pytest.mark.parametrize("file", GOOD, ids=name_of)
def test_each_accepted_kind_is_accepted(file):
    size = file.size

    kept = check_document(file)

    assert kept.tell() == 0
    assert kept.size == size or kept.name.startswith("photo")


def test_every_kind_of_the_table_has_been_tried():
    tried = {file.name.rpartition(".")[2] for file in GOOD} | {"jpeg"}

    assert tried == set(DOCUMENTS)


def test_a_photograph_among_the_documents_is_cleaned_as_well():
    kept = check_document(picture(comment=b"by Ana"))

    assert b"Ana" not in kept.read()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (upload(b"", "empty.pdf"), "empty"),
        (upload(b"<html><script>x</script></html>", "page.pdf"), "content"),
        (upload(b"%PDF-1.7\nhalf of it", "half.pdf"), "content"),
        (pdf("also-an-archive.pdf", more=archive([("a", "b")], "a.zip").read()), "content"),
        (upload(b"<!DOCTYPE html><p>x", "page.txt"), "content"),
        (upload(b"\xef\xbb\xbf  <script>x</script>", "page.csv"), "content"),
        (upload(b"#!/bin/sh\nrm -r /", "run.txt"), "content"),
        (upload(b"a,b\0c\n", "nul.csv"), "content"),
        (upload(b"MZ\x90\0\x03", "program.txt"), "content"),
        (upload(b"{not json", "data.json"), "content"),
        (upload(b"[" * 100_000, "deep.json"), "content"),
        (upload(b"hello", "talk.mp4"), "content"),
        (upload(b"hello", "voice.mp3"), "content"),
        (office("really-docx.xlsx"), "content"),
        (archive([("a.txt", "x")], "only-a-zip.docx"), "content"),
        (upload(office().read()[:-30], "half.docx"), "content"),
        (upload(b"PK\x03\x04" + b"\0" * 90, "noise.docx"), "content"),
        (upload(b"GIF89a" + office().read(), "two-things.docx"), "content"),
        (open_document("really-odt.ods"), "content"),
        (archive([("a", "x")], "only-a-zip.odt"), "content"),
        (office("macros.docx", more=[("word/vbaProject.bin", "x")]), "macros"),
        (open_document("macros.ods", "spreadsheet", [("Basic/Lib/Module1.xml", "x")]), "macros"),
        (office("macros.docm"), "macros"),
        (upload(b"\xd0\xcf\x11\xe0" + b"\0" * 90, "old.doc"), "old_kind"),
        (upload(b"<svg/>", "drawing.svg"), "kind"),
        (upload(b"<html>", "page.html"), "kind"),
        (upload(b"MZ", "setup.exe"), "kind"),
        (archive([("a", "b")], "things.zip"), "kind"),
        (upload(b"x", "no-ending"), "kind"),
        (zip_bomb(), "unpacks_too_large"),
        (
            archive([(f"{n}", "") for n in range(5_001)], "many-entries.docx"),
            "unpacks_too_large",
        ),
    ],
    ids=name_of,
)
def test_what_is_not_what_it_says_is_refused_with_a_sentence(file, code):
    with pytest.raises(ValidationError) as refused:
        check_document(file)

    assert refused.value.code == code
    assert file.name in refused.value.messages[0]
    assert refused.value.messages[0].endswith(".")


def test_a_document_above_the_weight_is_refused(settings):
    settings.DOCUMENT_MAX_BYTES = 10

    with pytest.raises(ValidationError) as refused:
        check_document(pdf())

    assert refused.value.code == "too_big"


def test_a_document_no_longer_says_who_made_it():
    core = "<cp:coreProperties><dc:creator>Ana Pérez</dc:creator><dc:title>Norm</dc:title>"
    text = '<w:p><w:ins w:author="Ana Pérez"><w:t>Article</w:t></w:ins></w:p>'
    entries = [("docProps/core.xml", core), ("word/comments.xml", text)]
    word = check_document(office("guide.docx", more=entries))
    info = "/Author (Ana \\(A.\\) Pérez) /Title (Norm)".encode()
    paper = upload(b"%PDF-1.4\n1 0 obj << " + info + b" >>\n%%EOF", "norm.pdf")
    size = paper.size
    check_document(paper)
    hidden = zlib.compress(b"7 0 << /Author (Ana P\xe9rez) >>")
    modern = b"%PDF-1.7\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + hidden

    assert authors_in("docx", word.read()) == []
    word.seek(0)
    with ZipFile(word) as kept:
        assert b"Norm" in kept.read("docProps/core.xml")
        assert b"Article" in kept.read("word/comments.xml")
        assert "Ana" not in str([kept.read(name) for name in kept.namelist()])
    content = paper.read()
    assert b"Ana" not in content
    assert b"/Title (Norm)" in content
    assert len(content) == size
    assert authors_in("pdf", modern) == ["Ana Pérez"]
