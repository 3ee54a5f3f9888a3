"""Where one writes: from a section on the site to the form of something new in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from networks.models import Membership
from networks.sections import all_sections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wagtail.models import Page

    from community.models import User


@dataclass(frozen=True)
class Way:
    """What the button says and where it leads."""

    label: str
    url: str


def way_to_write(section: Page) -> Way | None:
    """The form of a new entry in `section`; None for a page that is no section. No query."""
    kind = section.specific_class
    for each in all_sections():
        if each.page_class() is kind:
            app, model = kind.entry_model.lower().split(".")
            return Way(
                str(each.call), reverse("wagtailadmin_pages:add", args=[app, model, section.pk])
            )
    return None


def ways_of(user: User) -> list[tuple[Page, list[Way]]]:
    """Each network this person coordinates that takes something new, with what can be written."""
    mine = Membership.objects.coordinators().filter(user=user.pk, network__archived_at=None)
    ties = mine.select_related("network")
    return [
        (tie.network, [way for page in tie.network.get_children() if (way := way_to_write(page))])
        for tie in ties.order_by("network__title")
    ]


class WritePanel(Component):
    """The first thing a coordinator finds in the admin: what to write, one click away."""

    name = "write"
    order = 50
    template_name = "networks/_write_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"networks": ways_of(parent_context["request"].user)}
