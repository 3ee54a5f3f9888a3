"""What follows when the name of a territory changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Iterable

WRITTEN = ["parent_names", "search_name", "search_text"]


@transaction.atomic
def renew_names(territory: Territory) -> int:
    """Make everything below the territory say its name as it is now.

    Gives how many had to change; a second time it is none.
    """
    changed = renamed([territory, *territory.get_descendants()])
    now = timezone.now()
    for each in changed:
        each.changed_at = now
    Territory.objects.bulk_update(changed, [*WRITTEN, "changed_at"], batch_size=500)
    return len(changed)


def renamed(family: Iterable[Territory]) -> list[Territory]:
    """Those whose chain of names was no longer true, made true, not saved.

    `family` in the order of the tree; what lies above its first is taken as
    that first one has it.
    """
    names: dict[str, str] = {}
    changed = []
    for member in family:
        above = names.get(member.path[: -Territory.steplen], member.parent_names)
        before = [getattr(member, field) for field in WRITTEN]
        member.parent_names = above
        member.renew_search()
        names[member.path] = member.names_for_children
        if before != [getattr(member, field) for field in WRITTEN]:
            changed.append(member)
    return changed
