"""What the worker does for the search."""

from __future__ import annotations

import logging

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.background import background
from search.draining import drain
from search.folder import IndexUnavailable
from search.rebuilding import rebuild
from search.saved import tell_searches

logger = logging.getLogger("search")


@background(title=_("Tell the search what changed"))
def drain_changes() -> None:
    """Tell the index what changed; build it where there is none that can be told."""
    try:
        drain()
    except IndexUnavailable as reason:
        logger.warning("%s: building it anew", reason)
        rebuild()


@background(title=_("Build the search index anew"))
def rebuild_index() -> None:
    rebuild()


def begin_telling() -> None:
    """What is done once a day."""
    tell_of_searches.enqueue()


@background(title=_("Tell people what is new in their searches"))
def tell_of_searches(after: int = 0) -> None:
    """Tells some, and leaves the next to another task."""
    last = tell_searches(timezone.localdate(), after)
    if last:
        tell_of_searches.enqueue(last)
