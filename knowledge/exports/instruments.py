"""The text of a legal instrument, to be copied and adapted: as .docx and as plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH

from knowledge.exports.office import aside, clean, content_of, new_document, write

if TYPE_CHECKING:
    from uuid import UUID

    from knowledge.models import LegalInstrument
    from knowledge.reading import Reading

# "ARTÍCULO 3. Vigencia", "CAPÍTULO II", "CONSIDERANDO".
HEADING = re.compile(r"^(art[íi]culo|art\.|cap[íi]tulo|t[íi]tulo|secci[óo]n)\b", re.IGNORECASE)


def instrument_of(told: Reading, key: UUID) -> LegalInstrument | None:
    """The one with that key, if its text stands in the record."""
    for row in told.text.legal_instruments.all():
        if row.key == key and row.text.strip():
            found: LegalInstrument = row
            return found
    return None


def file_name(told: Reading, row: LegalInstrument, suffix: str) -> str:
    return f"{told.case.reference}-{slugify(row.title)[:50] or row.kind}.{suffix}"


def origin(told: Reading, row: LegalInstrument, url: str) -> list[str]:
    """Where it comes from, on which terms, and what to do before using it."""
    version = _("version %(number)s") % {"number": told.number or 1}
    return [
        _("Taken from “%(title)s”, %(place)s. %(site)s, %(code)s, %(version)s: %(url)s")
        % {
            "title": told.text.title,
            "place": told.place_with_parents,
            "site": settings.WAGTAIL_SITE_NAME,
            "code": told.case.code,
            "version": version,
            "url": url,
        },
        _(
            "CC BY 4.0: you may copy and adapt it if you name this source. What stands in"
            " [brackets] must be changed. Have it read by whoever advises your municipality"
            " in law: norms differ from country to country."
        ),
    ]


def as_docx(told: Reading, row: LegalInstrument, url: str) -> bytes:
    document = new_document(row.title, told.case.last_published_at)
    for line in origin(told, row, url):
        aside(document, line).paragraph_format.space_after = 0
    title = document.add_heading(level=0)
    write(title, row.title)
    aside(document, kind_and_date(row))
    for line in row.text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.strip():
            add_line(document, line.strip())
    return content_of(document)


def kind_and_date(row: LegalInstrument) -> str:
    day = "-".join(f"{part:02}" for part in (row.year, row.month, row.day) if part)
    return ", ".join(part for part in (capfirst(row.get_kind_display()), day) if part)


def add_line(document: object, line: str) -> None:
    paragraph = document.add_paragraph()  # type: ignore[attr-defined]
    is_title = len(line) < 120 and line.isupper()
    if is_title:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head, dot, rest = line.partition(". ") if HEADING.match(line) else ("", "", "")
    if head and len(head) < 40:
        write(paragraph, f"{head}{dot}", bold=True)
        write(paragraph, rest)
    else:
        write(paragraph, line, bold=is_title)


def as_text(told: Reading, row: LegalInstrument, url: str) -> str:
    lines = [*origin(told, row, url), "", row.title, kind_and_date(row), ""]
    text = "\n".join(lines) + "\n" + row.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return clean(text).replace("\n", "\r\n") + "\r\n"
