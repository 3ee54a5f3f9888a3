"""The record as a form to print and fill in by hand, and as a document to write offline."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from docx.shared import Cm, Pt

from knowledge.exports import office
from knowledge.exports.office import MUTED, aside, content_of, new_document, write
from knowledge.sheets.keeping import digest_of, kept
from knowledge.sheets.pictures import code_for, frieze_of, hue_of
from knowledge.sheets.questions import SECTIONS, Question, questions_of
from knowledge.sheets.typesetting import Leaf, digest, typeset

if TYPE_CHECKING:
    from knowledge.sheets.questions import Outline

# Of which day what is asked here is: to be changed when the record changes.
EDITION = datetime(2026, 11, 21, 12, tzinfo=UTC)
MARKS = {1: "●", 2: "○", 3: "◇"}
WORDS_IN_A_LINE = 15
FEWEST_LINES, MOST_LINES = 1, 11
ROWS_OF_A_TABLE = 4
LONG_CHOICE = 38
# How the document looks is told by these; what is made otherwise is kept anew.
LOOK_OF_IT = tuple(Path(each).read_bytes() for each in (__file__, office.__file__))
# Columns in which a sentence is written.
WIDE = 14


def form_pdf(url: str) -> bytes:
    """In the language of the reader. Kept on disk."""
    leaf = form(url)
    return kept("blank", f"formulario-{get_language()}", digest(leaf), lambda: typeset(leaf)[1])


def form(url: str) -> Leaf:
    words = {
        "lang": get_language() or settings.LANGUAGE_CODE,
        "hue": hue_of("gestion"),
        "publisher": settings.WAGTAIL_SITE_NAME,
        "title": title(),
        "edition": edition(),
        "marks": [{"mark": MARKS[level], "words": words} for level, words in meanings().items()],
        "sections": [drawn(section) for section in SECTIONS],
        "last": last_words(url),
        "foot": f"{settings.WAGTAIL_SITE_NAME} · {title()} · {edition()}",
        "words": {
            "kicker": _("Blank form"),
            "lead": lead(),
            "qr": _("Code that leads to the form on the site"),
            "scan": _("Or write it on the site"),
        },
    }
    pictures = {"qr.svg": code_for(url), "frieze.svg": frieze_of("gestion", "formulario")}
    return Leaf("formulario.typ", words, EDITION, pictures)


def title() -> str:
    return _("Record of a municipal experience")


def edition() -> str:
    return _("edition of %(day)s") % {"day": formats.date_format(EDITION, "DATE_FORMAT")}


def lead() -> str:
    return _(
        "For meetings and for places without a connection. Begin with what is marked ●: with"
        " that it can be registered, and the rest may come later, with help."
    )


def meanings() -> dict[int, str]:
    return {
        1: _("asked for to register it (N1)"),
        2: _("asked for when it is systematized (N2)"),
        3: _("asked for when it is verified (N3)"),
    }


def last_words(url: str) -> str:
    return _(
        "When it is filled in, copy it at %(url)s or give it to whoever accompanies your"
        " municipality. What you register is published under CC BY 4.0 after somebody has read it."
    ) % {"url": url}


def drawn(section: Outline) -> dict[str, Any]:
    return {
        "title": str(section.title),
        "lead": str(section.lead),
        "questions": [on_paper(each) for each in questions_of(section)],
    }


def on_paper(each: Question) -> dict[str, Any]:
    lines = min(max(round(each.words / WORDS_IN_A_LINE), FEWEST_LINES), MOST_LINES)
    longest = max((len(choice) for choice in each.choices), default=0)
    return {
        "mark": MARKS.get(each.level, ""),
        "label": each.label,
        "help": help_of(each),
        "guide": guide(each),
        "choices": list(each.choices),
        "across": 2 if longest > LONG_CHOICE else 3,
        "columns": list(each.columns),
        "widths": [2 if len(column) >= WIDE else 1 for column in each.columns],
        "lines": ROWS_OF_A_TABLE if each.columns else lines,
    }


def help_of(each: Question) -> str:
    several = _("Mark all that apply.") if each.several else ""
    return " ".join(part for part in (each.help, several) if part)


def guide(each: Question) -> str:
    if not each.words:
        return ""
    sentence = ngettext("about %(number)d word", "about %(number)d words", each.words)
    return sentence % {"number": each.words}


def offline_document(url: str) -> bytes:
    """The same questions, to be written in a word processor. Kept on disk as the other."""
    asked = [(str(each.title), str(each.lead), questions_of(each)) for each in SECTIONS]
    said = (settings.WAGTAIL_SITE_NAME, title(), edition(), lead(), meanings(), last_words(url))
    digest_of_it = digest_of([version("python-docx"), *LOOK_OF_IT, said, asked])
    name = f"formulario-{get_language()}"
    return kept("blank", name, digest_of_it, lambda: written(asked, url), "docx")


def written(asked: list[tuple[str, str, list[Question]]], url: str) -> bytes:
    """Each section with its questions, their help and their examples."""
    document = new_document(title(), EDITION)
    document.add_heading(title(), level=0)
    aside(document, f"{settings.WAGTAIL_SITE_NAME} · {edition()}")
    document.add_paragraph(lead())
    for level, words in meanings().items():
        aside(document, f"{MARKS[level]} {words}").paragraph_format.space_after = 0
    for heading, words, questions in asked:
        document.add_heading(heading, level=1)
        aside(document, words)
        for each in questions:
            ask(document, each)
    document.add_paragraph()
    aside(document, last_words(url))
    return content_of(document)


def ask(document: Any, each: Question) -> None:
    mark = MARKS.get(each.level, "")
    document.add_heading(f"{mark} {each.label}".strip(), level=2)
    notes = ". ".join(part.rstrip(".") for part in (help_of(each), guide(each)) if part)
    if notes:
        aside(document, f"{notes[:1].upper()}{notes[1:]}.")
    if each.example:
        run = aside(document, _("Example: %(text)s") % {"text": each.example}).runs[0]
        run.italic = True
    if each.choices:
        for choice in each.choices:
            document.add_paragraph(f"☐ {choice}").paragraph_format.space_after = Pt(1)
    elif each.columns:
        grid(document, each.columns)
    else:
        write(document.add_paragraph(), _("[Write here]"))


def grid(document: Any, columns: tuple[str, ...]) -> None:
    table = document.add_table(rows=1 + ROWS_OF_A_TABLE, cols=len(columns))
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, columns, strict=True):
        run = cell.paragraphs[0].add_run(words)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(9), MUTED
    for row in table.rows[1:]:
        row.height = Cm(0.9)
