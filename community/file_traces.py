"""What a document says of who made it, beside its text: read, and taken out.

Office documents (of Microsoft and of LibreOffice) are written again without the
names of their authors; in a PDF they are painted over, so that no byte moves.
Of pictures `community.uploads` keeps the pixels alone.
"""

from __future__ import annotations

import re
import shutil
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFICE = {"docx", "xlsx", "pptx", "odt", "ods", "odp"}
# Of an archive, the small entries that tell of people; they are read whole.
TELLING = re.compile(
    r"docProps/(core|app|custom)\.xml|meta\.xml|content\.xml"
    r"|word/(document|comments\w*|people|footnotes|endnotes|header\d*|footer\d*)\.xml"
    r"|ppt/(commentAuthors|authors)\.xml|xl/persons/[\w-]+\.xml|xl/comments\d*\.xml"
)
WORDS = re.compile(
    r"word/\w+\.xml|ppt/slides/slide\d+\.xml|ppt/notesSlides/\w+\.xml"
    r"|xl/sharedStrings\.xml|content\.xml"
)
MOST = 32 * 1024 * 1024
NAMES = "dc:creator|cp:lastModifiedBy|meta:initial-creator|meta:printed-by|Manager|Company|author"
ELEMENTS = re.compile(rf"<({NAMES})((?:\s[^>]*)?)>([^<]+)</\1>".encode())
ATTRIBUTES = re.compile(
    rb'(\s(?:w:author|w:initials|w15:author|displayName|userId|initials|providerId)=")([^"]+)(")'
)
# "/Author (Ana \(A.\) Pérez)" or "/Author <FEFF0041...>", and the same in its XMP packet.
IN_PDF = re.compile(rb"(/Author\s*)(\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>)")
IN_XMP = re.compile(rb"(<dc:creator>\s*<rdf:Seq>\s*<rdf:li[^>]*>)([^<]*)(</rdf:li>)")
STREAM = re.compile(rb"/Type\s*/ObjStm.{0,400}?stream\r?\n", re.DOTALL)


def without_authors(ending: str, content: bytes) -> bytes:
    """The document without the names of who made it; the same bytes where it has none."""
    if ending == "pdf":
        return painted_over(content)
    if ending in OFFICE:
        return rewritten(content)
    return content


def authors_in(ending: str, content: bytes) -> list[str]:
    """The names a document still gives of who made it, compressed parts of a PDF included."""
    if ending == "pdf":
        found = [
            match[2] for part in (content, *packed(content)) for match in IN_PDF.finditer(part)
        ]
        found += [match[2] for match in IN_XMP.finditer(content)]
        return sorted({name for name in map(as_text, found) if name})
    if ending in OFFICE:
        return sorted(set(names_of_people(content)))
    return []


# --- PDF -------------------------------------------------------------------------------


def painted_over(content: bytes) -> bytes:
    def blank(match: re.Match[bytes]) -> bytes:
        value = match[2]
        return match[1] + value[:1] + b" " * (len(value) - 2) + value[-1:]

    def empty(match: re.Match[bytes]) -> bytes:
        return match[1] + b" " * len(match[2]) + match[3]

    return IN_XMP.sub(empty, IN_PDF.sub(blank, content))


def packed(content: bytes) -> Iterator[bytes]:
    """The compressed parts of a PDF that may hold what it says of itself."""
    for start in STREAM.finditer(content):
        try:
            yield zlib.decompressobj().decompress(content[start.end() :], MOST)
        except zlib.error:
            continue


def as_text(value: bytes) -> str:
    """What a string of a PDF says, in the encodings people's names come in."""
    raw = value[1:-1] if value[:1] in b"(<" else value
    if value[:1] == b"<":
        digits = re.sub(rb"\s", b"", raw)
        raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    encoding = "utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1"
    return raw.decode(encoding, errors="ignore").replace("\\", "").strip()


# --- Office ----------------------------------------------------------------------------


def rewritten(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        cleaned = {
            entry.filename: told
            for entry in archive.infolist()
            if TELLING.fullmatch(entry.filename) and entry.file_size <= MOST
            for before in [archive.read(entry)]
            for told in [nameless(before)]
            if told != before
        }
        return copied(archive, cleaned) if cleaned else content


def nameless(part: bytes) -> bytes:
    part = ELEMENTS.sub(rb"<\1\2></\1>", part)
    return ATTRIBUTES.sub(rb"\1\3", part)


def copied(archive: zipfile.ZipFile, instead: dict[str, bytes]) -> bytes:
    """The archive with other content in some entries, in the same order and with the same dates."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as copy:
        for entry in archive.infolist():
            if entry.filename in instead:
                copy.writestr(entry, instead[entry.filename], entry.compress_type)
                continue
            with archive.open(entry) as source, copy.open(entry, "w") as target:
                shutil.copyfileobj(source, target)
    return output.getvalue()


def names_of_people(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for entry in archive.infolist():
            if TELLING.fullmatch(entry.filename) and entry.file_size <= MOST:
                part = archive.read(entry)
                for match in (*ELEMENTS.finditer(part), *ATTRIBUTES.finditer(part)):
                    index = 3 if match.re is ELEMENTS else 2
                    yield match[index].decode(errors="ignore").strip()


def words_in(ending: str, content: bytes) -> str:
    """The text of an office document, of comments and notes too; of other kinds none."""
    if ending not in OFFICE:
        return ""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [
            archive.read(entry).decode(errors="ignore")
            for entry in archive.infolist()
            if WORDS.fullmatch(entry.filename) and entry.file_size <= MOST
        ]
    # Runs of one word may be cut by marks; paragraphs and cells end with one.
    parted = (re.sub(r"</(?:w:p|a:p|text:p|si|c)>|<w:(?:tab|br)/>", " ", part) for part in parts)
    return " ".join(re.sub(r"<[^>]*>", "", part) for part in parted)
