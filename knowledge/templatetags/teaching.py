"""What pages about transfers need of what they teach: `{% load teaching %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from knowledge.replication import Branch
    from knowledge.teaching import Changes

register = template.Library()


@register.simple_tag
def changes_in(changes: dict[int, Changes], branch: Branch) -> Changes | None:
    """What a transfer made of the components; None when it kept them all. No query."""
    return changes.get(branch.pk)
