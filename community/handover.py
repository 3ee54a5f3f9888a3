"""What somebody who leaves an organization passes on: each app registers its own.

    # knowledge/apps.py
    def ready(self):
        handover.register("cases", "knowledge.actions.keeping.pass_on")

The credit of what was done stays with who did it; what passes on is who goes
on with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from community.models import Organization, User

    # Gives `heir` what `leaver` keeps on behalf of the organization, and what waits there
    # for somebody; with no heir, has it wait. Returns how many things that were.
    PassOn = Callable[[Organization, User, User | None], int]

_registered: dict[str, PassOn | str] = {}


def register(name: str, act: PassOn | str) -> None:
    """Add a function, or the dotted path of one. The same name again replaces it."""
    _registered[name] = act


def pass_on(organization: Organization, leaver: User, heir: User | None) -> int:
    """Have every app pass on its own; returns how many things there were."""
    acts = [import_string(act) if isinstance(act, str) else act for act in _registered.values()]
    return sum(act(organization, leaver, heir) for act in acts)
