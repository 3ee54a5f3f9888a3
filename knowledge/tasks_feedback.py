"""What is told in the background of a new version of a case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.background import background
from knowledge.adopters import tell_next_adopters
from knowledge.models import CaseVersion


@background(title=_("Tell who adopts an experience of its new version"))
def tell_some_adopters(version: int, actor: int | None, after: int = 0) -> None:
    """Tells some, and leaves the next to another task."""
    made = CaseVersion.objects.select_related("case").defer("record", "names").get(pk=version)
    last = tell_next_adopters(made, actor, after)
    if last:
        tell_some_adopters.enqueue(version, actor, last)
