"""The names of the groups that stand for a role, and who has one; `actions.roles` makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User

COORDINATING_UNIT = "Unidad coordinadora"
KNOWLEDGE_TEAM = "Gestión del conocimiento"
FACILITATORS = "Facilitación local"


def has_role(user: User | AnonymousUser, group: str) -> bool:
    """Whether the account is open, not suspended, and has the role. Superusers have every one."""
    if not user.is_authenticated or not user.is_active or user.is_suspended:
        return False
    return user.is_superuser or group in user.roles


def accompanies_a_zone(user: User | AnonymousUser) -> bool:
    """Has the role of a local facilitator. Superusers do not: a zone belongs to a person."""
    return not user.is_superuser and has_role(user, FACILITATORS)
