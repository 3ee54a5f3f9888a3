"""Filters of lists that an app above adds when it starts; `networks.listing` applies them.

filters.register("evidencia", OwnFilter(_("Evidence"), _("Any evidence"), CHOICES, narrow))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class OwnFilter:
    """Its name, what it says when nothing is chosen, what it offers, how it narrows entries."""

    label: StrOrPromise
    any: StrOrPromise
    choices: list[tuple[str, StrOrPromise]]
    narrow: Callable[[Any, str], Any]


_own: dict[str, OwnFilter] = {}


def register(name: str, own: OwnFilter) -> None:
    """Have a filter that sections may name in `filtered_by`. The last word counts."""
    _own[name] = own


def own_filter(name: str) -> OwnFilter | None:
    return _own.get(name)
