"""What waits for who coordinates a network; shown on "Mi espacio"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.waiting import Matter
from networks.matters.questions import coordinated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import User


def of_broken_links(user: User) -> Iterator[Matter]:
    """The networks one coordinates in which links do not answer."""
    for tie in coordinated(user):
        if not tie.broken or not tie.network.live:
            continue
        said = ngettext(
            "%(number)d link does not answer", "%(number)d links do not answer", tie.broken
        )
        yield Matter(
            badge=_("broken links"),
            title=tie.network.title,
            url=reverse("networks:links", args=[tie.network.slug]),
            act=_("See which"),
            said=said % {"number": tie.broken},
            since=tie.broken_since,
            tone="quiet",
        )
