"""Who may change what is known about places."""

from __future__ import annotations

from typing import Any


def can_edit_facts(user: Any) -> bool:
    """Figures, names, tags and further codes of territories; never the tree itself.

    `user` is a member or an anonymous visitor.
    """
    return bool(user.is_active and user.has_perm("territories.change_territory"))
