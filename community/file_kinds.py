"""The kinds of file that may be kept here, each known by its content.

The ending of a name promises a kind; `is_what_it_says` reads the bytes and says
whether the promise is kept. Nothing is unpacked: an archive is judged by its
directory and by one small entry. What is not in the table is not accepted.
"""

from __future__ import annotations

import codecs
import json
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK = 1 << 20
MAX_ENTRIES = 5_000
MAX_DIRECTORY_BYTES = 1 << 20
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_MANIFEST_BYTES = 1 << 20
MAX_PARSED_JSON_BYTES = 5 * 1024 * 1024

# Everything a line of text may hold: the control characters left out never
# occur in a table or a note, and always in a program.
TEXT_BYTES = bytes({*range(32, 256), *b"\t\n\r\f"} - {127})
# What a browser or a shell would run if somebody opened the file with it.
ACTIVE_STARTS = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?", b"#!")

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
MP4_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash"}


class CarriesMacrosError(Exception):
    """The document brings a program that runs when it is opened."""


class UnpacksTooLargeError(Exception):
    """The archive declares more than any document needs."""


@dataclass(frozen=True)
class Kind:
    """What we answer for a file of this kind, and how its content is known."""

    content_type: str
    is_like: Callable[[IO[bytes]], bool]
    # Shown in the browser's window instead of being saved.
    is_inline: bool = False


def starts_with(*marks: bytes) -> Callable[[IO[bytes]], bool]:
    return lambda file: read_start(file, 16).startswith(marks)


def read_start(file: IO[bytes], size: int) -> bytes:
    file.seek(0)
    return file.read(size)


def read_end(file: IO[bytes], size: int) -> bytes:
    length = file.seek(0, 2)
    file.seek(max(0, length - size))
    return file.read(size)


def is_webp(file: IO[bytes]) -> bool:
    start = read_start(file, 12)
    return start[:4] == b"RIFF" and start[8:] == b"WEBP"


def is_pdf(file: IO[bytes]) -> bool:
    return read_start(file, 5) == b"%PDF-" and b"%%EOF" in read_end(file, 2048)


def is_mp3(file: IO[bytes]) -> bool:
    start = read_start(file, 3)
    is_frame = start[:1] == b"\xff" and len(start) > 1 and start[1] & 0xE6 == 0xE2
    return start == b"ID3" or is_frame


def is_mp4(file: IO[bytes]) -> bool:
    start = read_start(file, 12)
    return start[4:8] == b"ftyp" and start[8:12] in MP4_BRANDS


def is_text(file: IO[bytes]) -> bool:
    """Text in UTF-8 or in the older encoding of Windows, which spreadsheets still write."""
    start = read_start(file, 1024).removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(ACTIVE_STARTS):
        return False
    file.seek(0)
    while chunk := file.read(CHUNK):
        if chunk.translate(None, TEXT_BYTES):
            return False
    return True


def is_json(file: IO[bytes]) -> bool:
    """Text that opens like JSON; up to 5 MB it is also parsed."""
    if not is_text(file):
        return False
    start = read_start(file, 1024).removeprefix(codecs.BOM_UTF8).lstrip()
    if not start.startswith((b"{", b"[")):
        return False
    content = read_start(file, MAX_PARSED_JSON_BYTES + 1)
    if len(content) > MAX_PARSED_JSON_BYTES:
        return True
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def open_archive(file: IO[bytes]) -> zipfile.ZipFile | None:
    """The archive that starts at the first byte, None when there is none.

    Raises:
        UnpacksTooLargeError: it holds too many entries or too many bytes.

    """
    if read_start(file, 4) != b"PK\x03\x04":
        return None
    end = read_end(file, 65_557)
    record = end.rfind(b"PK\x05\x06")
    # The directory is read whole, so its length is looked at before; documents
    # never need the 64-bit form, which could hide another length.
    if record < 0 or b"PK\x06\x07" in end:
        return None
    if int.from_bytes(end[record + 12 : record + 16], "little") > MAX_DIRECTORY_BYTES:
        raise UnpacksTooLargeError
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED_BYTES:
        raise UnpacksTooLargeError
    return archive


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """The entry's content, never more than a megabyte; empty when it cannot be read."""
    try:
        with archive.open(name) as entry:
            return entry.read(MAX_MANIFEST_BYTES)
    except Exception:
        # Hostile archives fail in as many ways as there are decompressors.
        return b""


def is_office(content_type: str) -> Callable[[IO[bytes]], bool]:
    """Whether it is an Office Open XML document whose main part is of this type."""
    main_part = f'"{OFFICE}{content_type}.main+xml"'.encode()

    def is_like(file: IO[bytes]) -> bool:
        archive = open_archive(file)
        if archive is None:
            return False
        types = read_entry(archive, "[Content_Types].xml")
        programs = ("vbaproject.bin", "vbadata.xml")
        if b"macroEnabled" in types or any(
            name.lower().endswith(programs) for name in archive.namelist()
        ):
            raise CarriesMacrosError
        return main_part in types

    return is_like


def is_open_document(name: str) -> Callable[[IO[bytes]], bool]:
    """Whether it is an OpenDocument file: its first entry says of which type."""

    def is_like(file: IO[bytes]) -> bool:
        archive = open_archive(file)
        if archive is None or archive.namelist()[:1] != ["mimetype"]:
            return False
        if any(is_macro_of_open_document(entry) for entry in archive.namelist()):
            raise CarriesMacrosError
        return read_entry(archive, "mimetype") == f"{OPEN_DOCUMENT}{name}".encode()

    return is_like


def is_macro_of_open_document(entry: str) -> bool:
    """Empty libraries are often there and only list nothing; a module is a program."""
    lists = ("/", "script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")
    return entry.startswith(("Basic/", "Scripts/")) and not entry.endswith(lists)


IMAGES = {
    "jpg": Kind("image/jpeg", starts_with(b"\xff\xd8\xff"), is_inline=True),
    "jpeg": Kind("image/jpeg", starts_with(b"\xff\xd8\xff"), is_inline=True),
    "png": Kind("image/png", starts_with(b"\x89PNG\r\n\x1a\n"), is_inline=True),
    "webp": Kind("image/webp", is_webp, is_inline=True),
}
PLAIN_DOCUMENTS = {
    "pdf": Kind("application/pdf", is_pdf, is_inline=True),
    "csv": Kind("text/csv; charset=utf-8", is_text),
    "txt": Kind("text/plain; charset=utf-8", is_text),
    "json": Kind("application/json", is_json),
    "geojson": Kind("application/geo+json", is_json),
    "mp3": Kind("audio/mpeg", is_mp3),
    "mp4": Kind("video/mp4", is_mp4),
}
ARCHIVED_DOCUMENTS = {
    "docx": Kind(f"{OFFICE}wordprocessingml.document", is_office("wordprocessingml.document")),
    "xlsx": Kind(f"{OFFICE}spreadsheetml.sheet", is_office("spreadsheetml.sheet")),
    "pptx": Kind(f"{OFFICE}presentationml.presentation", is_office("presentationml.presentation")),
    "odt": Kind(f"{OPEN_DOCUMENT}text", is_open_document("text")),
    "ods": Kind(f"{OPEN_DOCUMENT}spreadsheet", is_open_document("spreadsheet")),
    "odp": Kind(f"{OPEN_DOCUMENT}presentation", is_open_document("presentation")),
}
DOCUMENTS = {**PLAIN_DOCUMENTS, **ARCHIVED_DOCUMENTS, **IMAGES}
UNKNOWN = Kind("application/octet-stream", lambda file: False)


def ending_of(name: str) -> str:
    """What stands after the last dot, in small letters: "jpg". Empty when there is no dot."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def kind_of(name: str) -> Kind:
    """How a file we keep is answered, by its name; unknown endings are only bytes to save."""
    return DOCUMENTS.get(ending_of(name), UNKNOWN)


def is_what_it_says(ending: str, file: IO[bytes]) -> bool:
    """Whether the content is of the kind that the ending promises.

    A file that is two things at once (a PDF that also opens as an archive) is
    not what it says.

    Raises:
        CarriesMacrosError: the document brings a program.
        UnpacksTooLargeError: the archive declares more than any document needs.

    """
    kind = DOCUMENTS.get(ending)
    if kind is None or not kind.is_like(file):
        return False
    file.seek(0)
    return ending in ARCHIVED_DOCUMENTS or not zipfile.is_zipfile(file)
