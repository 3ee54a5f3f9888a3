"""What the worker does for the search."""

from __future__ import annotations

import logging

from django_tasks import task

from search.draining import drain
from search.folder import IndexUnavailable
from search.rebuilding import rebuild

logger = logging.getLogger("search")


@task()
def drain_changes() -> None:
    """Tell the index what changed; build it where there is none that can be told."""
    try:
        drain()
    except IndexUnavailable as reason:
        logger.warning("%s: building it anew", reason)
        rebuild()


@task()
def rebuild_index() -> None:
    rebuild()
