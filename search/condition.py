"""Whether the search is well: what `/readyz` asks, and what puts it right by itself."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from search.changes import ask_for_draining, ask_for_rebuilding
from search.folder import IndexUnavailable, here
from search.models import IndexChange
from search.snapshot import latest

logger = logging.getLogger("search")

LONGEST_WAIT = timedelta(minutes=10)


def what_is_wrong() -> str:
    """A sentence where the index cannot be read or is far behind; else nothing."""
    try:
        generation = latest().generation.name
    except IndexUnavailable:
        return _("The search index is missing: the database answers with titles alone.")
    since = timezone.now() - LONGEST_WAIT
    if IndexChange.objects.pending(generation).filter(recorded_at__lt=since).exists():
        return _("The search index is more than ten minutes behind.")
    return ""


def tend() -> None:
    """Have built what is missing and told what was left over; say what nobody could tell it."""
    try:
        latest()
    except IndexUnavailable:
        ask_for_rebuilding()
        return
    if IndexChange.objects.pending(here().current().name).exists():
        ask_for_draining()
    for change in IndexChange.objects.stuck().select_related("content_type")[:20]:
        logger.error(
            "%s %s cannot be found by searching: %s",
            change.content_type,
            change.object_key,
            change.problem,
        )
