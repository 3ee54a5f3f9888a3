"""From a row of a file to an article that can be published, or to the reason why not."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from blog.importing.bodies import Body, read_body, shortened, words_of
from blog.importing.reading import Raw, list_of, text_of
from blog.importing.sources import SCHEMES, Source, split

THEMES = Path(__file__).with_name("themes.csv")
SUMMARY, AUTHOR, TITLE, NAME, TAG = 280, 160, 255, 200, 100
MOST_THEMES = 3
LONGEST_BODY = 1_000_000
FIRST_YEAR = 1900
# At what time of the day things happened that only have a date.
NOON = time(12, 0)
LATIN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
TAGS = re.compile(r"</?(?:p|div|br|h[1-6]|ul|ol|table|img|strong|em|a)\b[^>]*>", re.IGNORECASE)
SENTENCE = re.compile(r"[.!?…][”\"»)]?\s")
FORMATS = {"md": True, "markdown": True, "html": False, "htm": False}
BLOCK_NAMES = uuid.UUID("b8a7b1f4-4f3a-4c53-9d5d-0d6a6a0a7c11")


class RowError(Exception):
    """A row that cannot become an article; its text says why."""


@dataclass(frozen=True)
class Article:
    """One row, ready to be published. `themes` are slugs, `body` and `sources` raw streams."""

    number: int
    source: Source
    key: str
    slug: str
    title: str
    summary: str
    body: list[dict[str, Any]]
    published_at: datetime
    author: str
    written_with: str
    themes: tuple[str, ...]
    tags: tuple[str, ...]
    sources: list[dict[str, Any]]
    address: str
    omitted: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        """The same as long as the page it makes would be the same."""
        who = (self.source.key, self.source.name, self.source.terms, self.source.images_are_gone)
        told = {**vars(self), "source": who, "number": 0}
        told["published_at"] = self.published_at.isoformat()
        text = json.dumps(told, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def read_article(raw: Raw, of_file: Source) -> Article:
    """The article of a row. `of_file` is the source of rows that name none.

    Raises:
        RowError: it cannot become one; its text says why.

    """
    if raw.problem:
        raise RowError(raw.problem)
    try:
        return build(raw, raw.cells, source_of(raw.cells, of_file))
    except ValueError as error:
        raise RowError(str(error)) from None


def build(raw: Raw, cells: dict[str, Any], source: Source) -> Article:
    section = text_of(cells, "seccion").strip()
    title = title_of(cells)
    name = text_of(cells, "slug").strip() or Path(text_of(cells, "archivo").strip()).stem or title
    slug = slugify(name)[:TITLE].strip("-") or "articulo"
    at = moment_of(text_of(cells, "fecha").strip())
    body = body_of(cells, source, section)
    summary, rest = summary_of(text_of(cells, "descripcion"), body, source)
    blocks = [*([("paragraph", f"<p>{rest}</p>")] if rest else []), *blocks_of(body, summary)]
    author = words_of(text_of(cells, "autor"))
    author = "" if author in source.nobody else author
    themes, others = themes_of(list_of(cells, "categorias"))
    tags = [*others, *list_of(cells, "regiones"), *list_of(cells, "etiquetas")]
    key = f"{section}/{slug}"[:TITLE]
    address = address_of(cells, source, section, slug)
    return Article(
        number=raw.number,
        source=source,
        key=key,
        slug=slug,
        title=title,
        summary=summary,
        body=named(blocks, f"{source.key}/{key}"),
        published_at=at,
        author=author,
        written_with=shortened(author or source.name, AUTHOR),
        themes=tuple(themes),
        tags=tuple(dict.fromkeys(shortened(words_of(tag), TAG) for tag in tags)),
        sources=sources_of(title, source, at, address, list_of(cells, "fuentes")),
        address=address,
        omitted=body.omitted.as_json(),
    )


def source_of(cells: dict[str, Any], of_file: Source) -> Source:
    """The one the row names itself, with its terms; else that of the whole file."""
    name = words_of(text_of(cells, "fuente"))
    if not name or name == of_file.name:
        return of_file
    return Source(
        key=slugify(name)[:80],
        name=shortened(name, AUTHOR),
        terms=words_of(text_of(cells, "terminos")),
    )


def title_of(cells: dict[str, Any]) -> str:
    title = words_of(text_of(cells, "titulo"))
    if not title:
        raise RowError(_("has no title"))
    if len(title) > TITLE:
        raise RowError(_("its title is longer than %(limit)s letters") % {"limit": TITLE})
    return title


def moment_of(text: str) -> datetime:
    """When it was published, in the time of the site unless it says another."""
    if not text:
        raise RowError(_("has no date"))
    latin = LATIN_DAY.fullmatch(text)
    try:
        if latin:
            day, month, year = map(int, latin.groups())
            at = datetime.combine(date(year, month, day), NOON)
        elif len(text) <= len("2015-06-16"):
            at = datetime.combine(date.fromisoformat(text), NOON)
        else:
            at = datetime.fromisoformat(text)
        at = at if timezone.is_aware(at) else timezone.make_aware(at)
    except (ValueError, OverflowError):
        raise RowError(
            _("“%(date)s” is not a date: write 2015-06-16 or 2015-06-16T15:00")
            % {"date": shortened(text, 40)}
        ) from None
    if at.year < FIRST_YEAR or at > timezone.now():
        raise RowError(_("its date, %(date)s, cannot be") % {"date": at.date().isoformat()})
    return at


def body_of(cells: dict[str, Any], source: Source, section: str) -> Body:
    text, written_as = text_of(cells, "cuerpo"), text_of(cells, "formato").strip().lower()
    if not text.strip():
        raise RowError(_("has no text"))
    if len(text) > LONGEST_BODY:
        raise RowError(_("its text is longer than %(limit)s letters") % {"limit": LONGEST_BODY})
    if written_as and written_as not in FORMATS:
        raise RowError(
            _("“%(format)s” is no format of text: md or html") % {"format": written_as[:40]}
        )
    is_markdown = FORMATS[written_as] if written_as else not TAGS.search(text)
    return read_body(text, is_markdown, lambda given: source.link(section, given))


def summary_of(given: str, body: Body, source: Source) -> tuple[str, str]:
    """The summary, and what of it is too long for one and goes to the head of the text."""
    given = words_of(given)
    if not given or given in source.no_summary:
        return first_sentences(body.text), ""
    if len(given) <= SUMMARY:
        return given, ""
    return shortened(given, SUMMARY), escape_text(given)


def escape_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def first_sentences(text: str) -> str:
    """Whole sentences from the beginning, as many as a summary holds."""
    if len(text) <= SUMMARY:
        return text
    ends = [match.end() for match in SENTENCE.finditer(text[:SUMMARY])]
    return text[: ends[-1]].strip() if ends else shortened(text, SUMMARY)


def blocks_of(body: Body, summary: str) -> list[tuple[str, Any]]:
    """The blocks of the body. One of which nothing is left says at least what it was about."""
    if body.blocks:
        return body.blocks
    shown = [text for text in body.omitted.images if text]
    if shown:
        with override(settings.LANGUAGE_CODE):
            told = _("This article consisted of pictures: %(pictures)s.")
        return [("paragraph", f"<p>{escape_text(told % {'pictures': '; '.join(shown)})}</p>")]
    if summary:
        return [("paragraph", f"<p>{escape_text(summary)}</p>")]
    raise RowError(_("nothing of its text can be shown"))


def named(blocks: list[tuple[str, Any]], name: str) -> list[dict[str, Any]]:
    """A raw stream; the same text gets the same names of blocks, so that revisions compare."""
    return [
        {"type": kind, "value": value, "id": str(uuid.uuid5(BLOCK_NAMES, f"{name}/{nth}"))}
        for nth, (kind, value) in enumerate(blocks)
    ]


@cache
def theme_table() -> dict[str, str]:
    with THEMES.open(encoding="utf-8", newline="") as file:
        return {row["categoria"].casefold(): row["tema"] for row in csv.DictReader(file)}


def themes_of(categories: list[str]) -> tuple[list[str], list[str]]:
    """Slugs of themes, as many as a page may have, and the categories that become tags."""
    themes: list[str] = []
    others: list[str] = []
    for category in categories:
        theme = theme_table().get(category.casefold(), "")
        if theme and (theme in themes or len(themes) < MOST_THEMES):
            themes += [theme] if theme not in themes else []
        else:
            others.append(category)
    return themes, others


def address_of(cells: dict[str, Any], source: Source, section: str, slug: str) -> str:
    """Where it stands at the source, if the row says so or the source's own rule is certain."""
    given = text_of(cells, "direccion").strip()
    if not given:
        return source.address_of(section, text_of(cells, "slug").strip())
    parts = split(given)
    if parts is None or parts[0] not in SCHEMES or not parts[1] or len(given) > 500:
        raise RowError(_("“%(address)s” is not a web address") % {"address": shortened(given, 60)})
    return given


def sources_of(
    title: str, source: Source, at: datetime, address: str, others: list[str]
) -> list[dict[str, Any]]:
    """The article itself at its source, then what it says it drew on."""
    first = {"title": shortened(title, NAME), "publisher": source.name, "year": at.year}
    told = [{**first, "url": address}] if source.name else []
    told += [
        {"title": shortened(words_of(name), NAME), "publisher": "", "year": None, "url": ""}
        for name in others
    ]
    return named([("source", value) for value in told], f"{source.key}/{title}")
