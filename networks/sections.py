"""The sections a network is born with. Apps above add theirs when they start.

# blog/apps.py
def ready(self):
sections.register(Section("blog", _("Blog"), "blog.BlogIndexPage", order=10))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from networks.models import SectionPage


@dataclass(frozen=True)
class Section:
    """One tab of a network that is a Wagtail page with children.

    `slug` is the last part of its address, `title` its (lazily translated)
    name, `model` the label of its page type; lower `order` stands first.
    `summary` is what the page that lists it across networks says at first,
    `call` what the button that leads to a new entry says.
    """

    slug: str
    title: StrOrPromise
    model: str
    order: int
    summary: StrOrPromise = ""
    call: StrOrPromise = ""

    def page_class(self) -> type[SectionPage]:
        return apps.get_model(self.model)


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section. Registering the same slug again replaces it."""
    _sections[section.slug] = section


def all_sections() -> list[Section]:
    return sorted(_sections.values(), key=lambda section: section.order)
