"""What a coordinator does first in a new network, and what of it is done.

Nothing is written down: each step is done when the network shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from networks.birth import welcome_texts
from networks.writing import way_to_write

if TYPE_CHECKING:
    from networks.models import NetworkPage

ENOUGH_PEOPLE = 5


@dataclass(frozen=True)
class Step:
    """One thing to do: what, where, and whether it is done."""

    title: str
    url: str
    is_done: bool


def first_steps(network: NetworkPage) -> list[Step]:
    """In the order in which they help. No query once the network has its outline."""
    editor = reverse("wagtailadmin_pages:edit", args=[network.pk])
    outline = network.outline
    steps = [
        Step(_("Choose a cover and say what it shows"), editor, network.cover_id is not None),
        Step(_("Welcome people in your own words"), editor, has_own_welcome(network)),
    ]
    if network.joining == network.Joining.REQUEST:
        asked = bool(network.joining_question)
        steps.append(Step(_("Say what to ask those who want to join"), editor, asked))
    for part in outline.parts if outline else []:
        way = way_to_write(part.page)
        if way is not None:
            steps.append(Step(way.label, way.url, part.count > 0))
    begin = reverse("networks:new_topic", args=[network.slug])
    shelves = outline.shelves if outline else []
    talked = any(each.shelf.slug == "conversaciones" and each.count for each in shelves)
    people = outline.members if outline else 0
    return [
        *steps,
        Step(_("Open the first conversation"), begin, talked),
        Step(
            _("Invite people, until you are %(number)d") % {"number": ENOUGH_PEOPLE},
            reverse("networks:invite", args=[network.slug]),
            people >= ENOUGH_PEOPLE,
        ),
    ]


def has_own_welcome(network: NetworkPage) -> bool:
    """Whether it says something else than what networks are born with."""
    words = " ".join(strip_tags(network.welcome).split())
    return bool(words) and words not in welcome_texts()
