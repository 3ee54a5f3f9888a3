"""Who articles come from, each declared in a file beside this one.

A source gives its name, what its terms ask, how its files are known and which
of its addresses are certain; another source needs no Python.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = Path(__file__).parent
SCHEMES = {"http", "https"}
PICTURES = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|bmp)$", re.IGNORECASE)
# Stands for a folder of the source that we do not know.
UNKNOWN = "?unknown?"


@dataclass(frozen=True)
class Source:
    """`key` tells its articles from all others'; `name` and `terms` stand on each of them."""

    key: str
    name: str
    terms: str = ""
    nobody: tuple[str, ...] = ()
    no_summary: tuple[str, ...] = ()
    images_are_gone: bool = False
    marks: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    page: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)

    def is_marked(self, cells: Mapping[str, object]) -> bool:
        return bool(self.marks) and all(
            re.search(mark, str(cells.get(column) or "")) for column, mark in self.marks.items()
        )

    def address_of(self, section: str, slug: str) -> str:
        """Where the article stands at the source; empty unless that is certain."""
        if not self.address or not slug or section not in self.sections:
            return ""
        return self.address + self.sections[section] + self.page.format(slug=slug)

    def link(self, section: str, given: str) -> str:
        """The whole address of a link in an article of that section; empty when unknown."""
        given = mended(given)
        parts = split(given)
        if parts is None:
            return ""
        scheme, host = parts
        if scheme:
            is_whole = scheme == "mailto" or (scheme in SCHEMES and bool(host))
            return given if is_whole else ""
        if not self.address or given.startswith("#") or PICTURES.search(given):
            return ""
        folder = self.sections.get(section, f"{UNKNOWN}/").replace("?", "%3F")
        whole = urljoin(self.address + folder, given)
        return "" if UNKNOWN.replace("?", "%3F") in whole else whole


def split(address: str) -> tuple[str, str] | None:
    """Scheme and host; None when it is no address at all."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.scheme.lower(), parts.hostname or ""


def mended(address: str) -> str:
    """What the writer of the link meant: "www.ft.com", "http:/coneval.gob.mx"."""
    address = re.sub(r"[\s\x00-\x1f]", "", address)
    address = re.sub(r"^(https?):/+(?=[^/])", r"\1://", address, flags=re.IGNORECASE)
    if address.startswith("//"):
        return f"https:{address}"
    return f"http://{address}" if address.lower().startswith("www.") else address


@cache
def declared_sources() -> dict[str, Source]:
    return {file.stem: read(file) for file in sorted(FOLDER.glob("*.toml"))}


def read(file: Path) -> Source:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    site = told.pop("site", {})
    for name in ("nobody", "no_summary"):
        told[name] = tuple(told.get(name, ()))
    return Source(key=file.stem, **told, **site)


def recognized(rows: Iterable[Mapping[str, object]]) -> Source | None:
    """The source most of whose marks the rows bear; None when it is nobody's we know."""
    rows = list(rows)
    for source in declared_sources().values():
        if rows and sum(source.is_marked(row) for row in rows) * 2 > len(rows):
            return source
    return None
