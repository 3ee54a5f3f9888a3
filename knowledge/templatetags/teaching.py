"""What pages about transfers need of what they teach: `{% load teaching %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from knowledge.funnel import FUNNEL, totals

if TYPE_CHECKING:
    from knowledge.funnel import Step
    from knowledge.replication import Branch
    from knowledge.teaching import Changes

register = template.Library()


@register.simple_tag
def changes_in(changes: dict[int, Changes], branch: Branch) -> Changes | None:
    """What a transfer made of the components; None when it kept them all. No query."""
    return changes.get(branch.pk)


@register.simple_tag
def funnel_totals() -> list[tuple[Step, int]]:
    """Each step of the funnel with all that was counted of it; none before anything was.

    One query.
    """
    counted = totals()
    told = [(step, counted[step.name]) for step in FUNNEL]
    return told if any(number for _step, number in told) else []
