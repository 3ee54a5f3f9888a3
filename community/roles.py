"""The names of the groups that stand for a role, and who has one; `actions.roles` makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User

COORDINATING_UNIT = "Unidad coordinadora"
KNOWLEDGE_TEAM = "Gestión del conocimiento"
FACILITATORS = "Facilitación local"
ROLES = (COORDINATING_UNIT, KNOWLEDGE_TEAM, FACILITATORS)


def has_role(user: User | AnonymousUser, group: str) -> bool:
    """Whether the account is open, not suspended, and has the role. Superusers have every one."""
    if not user.is_authenticated or not user.is_active or user.is_suspended:
        return False
    return user.is_superuser or (may_have_a_role(user) and group in user.roles)


def may_have_a_role(user: User) -> bool:
    """False of whoever signed in and has none, which came with the account. No query."""
    return bool(getattr(user, "has_a_role", True))


def accompanies_a_zone(user: User | AnonymousUser) -> bool:
    """Has the role of a local facilitator. Superusers do not: a zone belongs to a person."""
    return not user.is_superuser and has_role(user, FACILITATORS)
