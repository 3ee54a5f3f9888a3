"""How to name the source: in words (APA) and as BibTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext

from knowledge.kinds import ContributorRole

if TYPE_CHECKING:
    from datetime import date

    from knowledge.reading import Reading

AUTHORS = (ContributorRole.AUTHOR, ContributorRole.CO_AUTHOR)
SPACES = re.compile(r"\s+")
# What TeX would take for a command.
SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def tellers(told: Reading) -> list[str]:
    """Its authors, as far as readers may know them; else the municipality or who registered it.

    It is the municipality that tells what it did or has confirmed.
    """
    roles = {str(role.label) for role in AUTHORS}
    named = [credit.name for credit in told.credits if credit.role in roles]
    if named:
        return list(dict.fromkeys(named))
    if told.case.is_told_by_a_third_party:
        return [told.case.told_by or gettext("Author not named")]
    return [told.place_with_parents]


def published_on(told: Reading) -> date | None:
    at = told.case.last_published_at
    return timezone.localdate(at) if at else None


def numbered(told: Reading) -> str:
    return gettext("version %(number)s") % {"number": told.number or 1}


def apa(told: Reading, url: str) -> str:
    """Who tells it, year, title, place, code, version, day and address, on one line."""
    names, day, place = tellers(told), published_on(told), told.place_with_parents
    teller = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} & {names[-1]}"
    parts = [
        f"{teller} ({day.year})" if day else teller,
        told.text.title,
        place if names != [place] else "",
        f"{settings.WAGTAIL_SITE_NAME}, {told.case.code}, {numbered(told)}",
        formats.date_format(day, "DATE_FORMAT") if day else "",
        url,
    ]
    return SPACES.sub(" ", ". ".join(part for part in parts if part))


def bibtex(told: Reading, url: str) -> str:
    """One entry, in UTF-8, ending with a line break."""
    day = published_on(told)
    fields = {
        "author": " and ".join(f"{{{escaped(name)}}}" for name in tellers(told)),
        "title": f"{{{escaped(told.text.title)}}}",
        "year": str(day.year) if day else "",
        "month": str(day.month) if day else "",
        "publisher": escaped(settings.WAGTAIL_SITE_NAME),
        "number": escaped(told.case.code or ""),
        "edition": escaped(numbered(told)),
        "address": escaped(told.place_with_parents),
        "langid": {"es": "spanish", "pt": "portuguese", "en": "english"}[told.text.language],
        "url": bare(url),
        "note": "CC BY 4.0",
    }
    rows = [f"  {name:<9} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{told.case.reference},\n" + ",\n".join(rows) + "\n}\n"


def escaped(text: str) -> str:
    """On one line, with nothing in it that TeX would obey."""
    return "".join(SIGNS.get(sign, sign) for sign in SPACES.sub(" ", text).strip())


def bare(url: str) -> str:
    return re.sub(r"[{}\\\s]", "", url)
