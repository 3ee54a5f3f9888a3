"""Documents for a word processor, with the look of the house and nobody's name inside."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from datetime import datetime

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GREEN, MUTED = RGBColor(0x0B, 0x5D, 0x4E), RGBColor(0x55, 0x60, 0x5C)
# No letters at all: XML refuses them too.
NO_SIGNS = "\ufffe\uffff"
# What others must change: [name of the town].
BLANK = re.compile(r"(\[[^\[\]\n]{1,120}\])")


def new_document(title: str, made_at: datetime | None) -> Any:
    """An empty A4 document in the active language; its file says no author but the site."""
    document = Document()
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)
        section.top_margin = section.bottom_margin = Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(7)
    language = normal.element.get_or_add_rPr().makeelement(
        qn("w:lang"), {qn("w:val"): get_language() or settings.LANGUAGE_CODE}
    )
    normal.element.get_or_add_rPr().append(language)
    for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size = "Cambria", Pt(size)
        style.font.color.rgb = GREEN
        # The theme's letters would win over the name.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    told = document.core_properties
    told.author = told.last_modified_by = settings.WAGTAIL_SITE_NAME
    told.title, told.comments = clean(title)[:250], ""
    told.created = told.modified = (made_at or timezone.now()).replace(tzinfo=None)
    return document


def content_of(document: Any) -> bytes:
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(
        sign
        for sign in text
        if sign in "\n\t"
        or (sign not in NO_SIGNS and unicodedata.category(sign) not in {"Cc", "Cs"})
    )


def write(paragraph: Any, text: str, *, bold: bool = False) -> Any:
    """Add the text; every blank to fill in, [in brackets], is marked."""
    for part in BLANK.split(clean(text)):
        if part:
            run = paragraph.add_run(part)
            run.bold = bold or None
            if BLANK.fullmatch(part):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paragraph


def aside(document: Any, text: str) -> Any:
    """A line in small grey letters."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(clean(text))
    run.font.size, run.font.color.rgb = Pt(9), MUTED
    return paragraph
