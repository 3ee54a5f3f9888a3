"""Cases, solutions and people, as somebody names one in an address or searches one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.search.backends import get_search_backend

from community.models import User
from knowledge.models import Case, SolutionPage
from territories.names import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

CODE = re.compile(r"[A-Za-z]{2}-\d{4}-\d{4,}")
OF_A_CASE = re.compile(r"(?:^|/)([A-Za-z]{2}-\d{4}-\d{4,})(?:[/?#]|$)")
BY_NUMBER = re.compile(r"/soluciones/(\d{1,18})/")
PATH = re.compile(r"(?:https?://[^/]+)?(/[^?#]*)")
LANGUAGE = re.compile(r"^/(?:pt|en)(?=/)")
# How many of each kind are offered.
OFFERED = 8
LONGEST_ASKED = 100


@dataclass(frozen=True)
class Thing:
    """What may be named: `mark` stands for it in addresses of ours."""

    mark: str
    thing: Any

    @property
    def kind(self) -> str:
        return self.mark.partition("-")[0]


def thing_marked(mark: str, reader: User | AnonymousUser) -> Any:
    """What "caso-XA-2026-0001", "solucion-12" or "persona-ana-perez" means to this reader, or None.

    A person only if they stand in the directory or are the reader.
    """
    kind, _hyphen, name = mark.partition("-")
    if kind == "caso" and CODE.fullmatch(name):
        return Case.objects.visible_to(reader).filter(code=name.upper()).first()
    if kind == "solucion" and name.isascii() and name.isdecimal() and len(name) < 19:
        return solutions_for(reader).filter(pk=int(name)).first()
    if kind == "persona":
        if reader.is_authenticated and name == reader.handle:
            return reader
        return User.objects.visible_to(reader).listed().filter(handle=name).first()
    return None


def mark_of(thing: Any) -> str:
    if isinstance(thing, Case):
        return f"caso-{thing.code}"
    if isinstance(thing, User):
        return f"persona-{thing.handle}"
    return f"solucion-{thing.pk}"


def thing_at(address: str, reader: User | AnonymousUser) -> Any:
    """The case or solution at an address of this site, or with this code; None otherwise."""
    address = address.strip()
    coded = OF_A_CASE.search(address)
    if coded:
        return Case.objects.visible_to(reader).filter(code=coded[1].upper()).first()
    numbered = BY_NUMBER.search(address)
    if numbered:
        return solutions_for(reader).filter(pk=int(numbered[1])).first()
    path = PATH.fullmatch(address.partition("?")[0].partition("#")[0])
    if path is None:
        return None
    tail = LANGUAGE.sub("", path[1]).rstrip("/")
    return solutions_for(reader).filter(url_path__endswith=f"{tail}/").first() if tail else None


def solutions_for(reader: User | AnonymousUser) -> Any:
    pages: Any = SolutionPage.objects.live()
    return pages.visible_to(reader)


def things_called(words: str, reader: User | AnonymousUser) -> list[Thing]:
    """Cases, solutions and people that the words find, of each kind the best first."""
    words = words.replace("\x00", "").strip()[:LONGEST_ASKED]
    if not fold(words):
        return []
    search = get_search_backend().search
    exact = thing_at(words, reader)
    cases: Any = Case.objects.visible_to(reader).select_related("lead_municipality")
    found = [*([exact] if exact else []), *search(words, cases)[:OFFERED]]
    found += search(words, solutions_for(reader))[:OFFERED]
    people: Any = User.objects.visible_to(reader).listed()
    for word in fold(words).split():
        people = people.filter(search_text__contains=f" {word}")
    found += people.order_by("search_name", "pk")[:OFFERED]
    return list({mark_of(each): Thing(mark_of(each), each) for each in found}.values())
