"""Saying that a comment was useful, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.models import Reaction
from community.permissions import can_react

if TYPE_CHECKING:
    from community.models import Comment, User


@transaction.atomic
def find_useful(comment: Comment, by: User) -> None:
    """Note that the comment was useful to the person. Twice is as once.

    Raises:
        PermissionDenied: it is their own, or not everybody can read it.

    """
    if not can_react(by, comment):
        raise PermissionDenied(f"{by} may not react to {comment}")
    Reaction.objects.get_or_create(comment=comment, user=by)


@transaction.atomic
def take_back_useful(comment: Comment, by: User) -> None:
    """Take it back. Twice is as once."""
    Reaction.objects.filter(comment=comment, user=by).delete()
