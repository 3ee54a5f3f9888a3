"""The sections a network is born with. Apps above add theirs when they start.

# blog/apps.py
def ready(self):
sections.register(Section("blog", _("Blog"), "blog.BlogIndexPage", order=10))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrOrPromise

    from networks.models import SectionPage


@dataclass(frozen=True)
class Section:
    """One tab of a network that is a Wagtail page with children.

    `slug` is the last part of its address, `title` its (lazily translated)
    name, `model` the label of its page type; lower `order` stands first.
    `summary` is what the page that lists it across networks says at first,
    `call` what the button that leads to a new entry says. `glance` makes, of an
    expression for the network, a query of one column of JSON: what its front
    shows of the section, where that is not what was published last. `from_elsewhere`
    makes of it one for how much it lists that lies in other networks; None where it
    lists its own alone.
    """

    slug: str
    title: StrOrPromise
    model: str
    order: int
    summary: StrOrPromise = ""
    call: StrOrPromise = ""
    glance: Callable[[Any], Any] | None = None
    from_elsewhere: Callable[[Any], Any] | None = None

    def page_class(self) -> type[SectionPage]:
        return apps.get_model(self.model)


@dataclass(frozen=True)
class Shelf:
    """One tab of a network that is no page, but an address of an app above.

    `url_name` takes the slug of the network; `count` makes, of an expression
    for the network, one for how much lies there, part of a query of pages;
    `newest` a query of one column of JSON, what lies there, the newest first.
    """

    slug: str
    title: StrOrPromise
    url_name: str
    count: Callable[[Any], Any]
    newest: Callable[[Any], Any]


_sections: dict[str, Section] = {}
_shelves: dict[str, Shelf] = {}


def register(section: Section) -> None:
    """Add a section. Registering the same slug again replaces it."""
    _sections[section.slug] = section


def register_shelf(shelf: Shelf) -> None:
    """Add a tab after the sections. Registering the same slug again replaces it."""
    _shelves[shelf.slug] = shelf


def all_shelves() -> list[Shelf]:
    return list(_shelves.values())


def all_sections() -> list[Section]:
    return sorted(_sections.values(), key=lambda section: section.order)
