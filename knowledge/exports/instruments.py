"""The text of a legal instrument, to be copied and adapted: as .docx and as plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import formats, timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH

from knowledge.exports.office import aside, clean, content_of, new_document, write
from knowledge.sheets.prose import blocks_in

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from knowledge.legal_texts import LegalText
    from knowledge.models import LegalInstrument, SolutionPage
    from knowledge.reading import Reading

# "ARTÍCULO 3. Vigencia", "CAPÍTULO II", "CONSIDERANDO".
HEADING = re.compile(r"^(art[íi]culo|art\.|cap[íi]tulo|t[íi]tulo|secci[óo]n)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Instrument:
    """What is handed out: `origin` says where it comes from, `kind` what and of when it is.

    `text` has a paragraph on each line; `norms` are those it rests on, by country.
    """

    title: str
    kind: str
    text: str
    origin: str
    made_at: datetime | None
    norms: list[str] = field(default_factory=list)

    @property
    def preface(self) -> list[str]:
        """Where it comes from, on which terms, and what to do before using it."""
        return [self.origin, terms(), *self.basis]

    @property
    def basis(self) -> list[str]:
        return (
            [_("Norms it rests on:"), *(f"– {norm}" for norm in self.norms)] if self.norms else []
        )


def terms() -> str:
    return _(
        "CC BY 4.0: you may copy and adapt it if you name this source. What stands in"
        " [brackets] must be changed. Have it read by whoever advises your municipality"
        " in law: norms differ from country to country."
    )


# --- Out of the record of a case -------------------------------------------------------


def instrument_of(told: Reading, key: UUID) -> LegalInstrument | None:
    """The one with that key, if its text stands in the record."""
    for row in told.text.legal_instruments.all():
        if row.key == key and row.text.strip():
            found: LegalInstrument = row
            return found
    return None


def of_a_case(told: Reading, row: LegalInstrument, url: str) -> Instrument:
    version = _("version %(number)s") % {"number": told.number or 1}
    origin = _("Taken from “%(title)s”, %(place)s. %(site)s, %(code)s, %(version)s: %(url)s") % {
        "title": told.text.title,
        "place": told.place_with_parents,
        "site": settings.WAGTAIL_SITE_NAME,
        "code": told.case.code,
        "version": version,
        "url": url,
    }
    return Instrument(row.title, kind_and_date(row), row.text, origin, told.case.last_published_at)


def file_name(told: Reading, row: LegalInstrument, suffix: str) -> str:
    return f"{told.case.reference}-{slugify(row.title)[:50] or row.kind}.{suffix}"


def kind_and_date(row: LegalInstrument) -> str:
    day = "-".join(f"{part:02}" for part in (row.year, row.month, row.day) if part)
    return ", ".join(part for part in (capfirst(row.get_kind_display()), day) if part)


# --- Out of a solution -------------------------------------------------------------------


def of_a_solution(solution: SolutionPage, told: LegalText, url: str) -> Instrument:
    at = solution.last_published_at
    day = formats.date_format(timezone.localdate(at), "DATE_FORMAT") if at else ""
    origin = _("Taken from the solution “%(title)s”. %(whose)s, %(day)s: %(url)s") % {
        "title": solution.title,
        "whose": whose(solution),
        "day": day,
        "url": url,
    }
    text = "\n".join(lines_of(str(told.text)))
    return Instrument(told.title, capfirst(told.kind), text, origin, at, told.norms)


def whose(solution: SolutionPage) -> str:
    """Its network and the site, as a source names them."""
    network = [solution.network.title] if solution.network else []
    return ", ".join([*network, settings.WAGTAIL_SITE_NAME])


def lines_of(html: str) -> list[str]:
    """Its paragraphs and items, each on a line."""
    marks = {"p": "", "li": "– "}
    return [
        f"{marks.get(kind, f'{number}. ')}{''.join(run['t'] for run in runs)}"
        for kind, number, runs in blocks_in(BeautifulSoup(html, "html.parser"))
        if runs
    ]


# --- As files ----------------------------------------------------------------------------


def as_docx(told: Instrument) -> bytes:
    document = new_document(told.title, told.made_at)
    for line in told.preface:
        aside(document, line).paragraph_format.space_after = 0
    title = document.add_heading(level=0)
    write(title, told.title)
    aside(document, told.kind)
    for line in told.text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.strip():
            add_line(document, line.strip())
    return content_of(document)


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


def as_text(told: Instrument) -> str:
    lines = [*told.preface, "", told.title, told.kind, ""]
    text = "\n".join(lines) + "\n" + told.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return clean(text).replace("\n", "\r\n") + "\r\n"
