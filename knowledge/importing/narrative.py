"""Texts of a case in a file: clean HTML going in, plain text where it is plain coming out."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from community.html import clean_html, html_of, typed_of_html

# More than twenty thousand words; what is longer is no section of a case.
LONGEST = 200_000
# Nothing that Markdown, HTML or an address could be made of: letters, figures, spaces and
# the signs of ordinary sentences, a full stop only at the end of one or within a number.
PLAIN = re.compile(
    r"(?:[^\W_]++|[ ,;:¿?¡!%$«»–—“”º°()/€]++|\.(?=[\s\d”»)]|$)|(?<=[^\W_])-(?=[^\W_]))*+"
)
# Beginnings that Markdown would make a list of.
LISTED = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
HTML = re.compile(r"<(?:p|br|ul|ol|li|b|strong|i|em|a|div|span|h[1-6]|table|blockquote)\b", re.I)
PARAGRAPH = re.compile(r"<p>([^<>&]*)</p>")


def narrative_of(text: str) -> str:
    """Clean HTML of a cell: plain text, light Markdown, or HTML pasted from somewhere.

    Raises:
        ValueError: it is longer than any text of a case.

    """
    if not text:
        return ""
    if len(text) > LONGEST:
        told = {"length": len(text), "limit": LONGEST}
        raise ValueError(_("has %(length)d characters and no more than %(limit)d fit") % told)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if HTML.search(text):
        return from_html(text)
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text)]
    if not LISTED.search(text) and all(PLAIN.fullmatch(part) for part in paragraphs):
        # The same as `html_of` gives, a hundred times faster.
        return "\n".join(f"<p>{part}</p>" for part in paragraphs if part)
    return str(html_of(text))


def from_html(text: str) -> str:
    # What is clean already comes back as it went out.
    return text if clean_html(text) == text else str(html_of(typed_of_html(text)))


def shown(html: str) -> str:
    """As it stands in a file: words alone where it is only paragraphs of plain words."""
    paragraphs = PARAGRAPH.findall(html)
    text = "\n\n".join(paragraphs)
    if text and narrative_of(text) == html:
        return text
    return html
