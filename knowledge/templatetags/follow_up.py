"""What pages of transfers need to show how far one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.db.models import Count, Q
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.following import FollowUp
from knowledge.models import Transfer
from knowledge.transfer_kinds import TransferMilestoneState, VisitState

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from knowledge.following import Mark
    from knowledge.models import PeerVisit

register = template.Library()

TONES: dict[str, str] = {
    "late": "bad",
    TransferMilestoneState.DONE: "good",
    TransferMilestoneState.IN_PROGRESS: "told",
}
VISIT_TONES: dict[str, str] = {
    VisitState.OFFERED: "asks",
    VisitState.REQUESTED: "asks",
    VisitState.AGREED: "told",
    VisitState.HELD: "good",
}


class Glance(FollowUp):
    """How far a transfer is, and in words what else there is of it. Two queries."""

    @cached_property
    def facts(self) -> list[str]:
        held, measured = self.counted_beside()
        told = []
        if measured:
            said = ngettext(
                "%(count)d indicator with results", "%(count)d indicators with results", measured
            )
            told.append(said % {"count": measured})
        if held:
            said = ngettext("%(count)d visit held", "%(count)d visits held", held)
            told.append(said % {"count": held})
        return told

    def counted_beside(self) -> tuple[int, int]:
        held = Q(visits__state=VisitState.HELD)
        measured = Q(indicators__result__isnull=False, indicators__baseline__isnull=False)
        found = Transfer.objects.filter(pk=self.transfer.pk).aggregate(
            held=Count("visits", filter=held, distinct=True),
            measured=Count("indicators", filter=measured, distinct=True),
        )
        return found["held"], found["measured"]


@register.simple_tag
def follow_up(transfer: Transfer) -> Glance:
    """How far it is: `{% follow_up transfer as told %}`, for `_following.html`. Two queries."""
    return Glance(transfer)


@register.simple_tag
def milestone_badge(mark: Mark) -> SafeString:
    words = _("late") if mark.state == "late" else mark.row.get_state_display()
    return format_html('<span class="badge {}">{}</span>', TONES.get(mark.state, "quiet"), words)


@register.simple_tag
def visit_badge(visit: PeerVisit) -> SafeString:
    tone = VISIT_TONES.get(visit.state, "quiet")
    return format_html('<span class="badge {}">{}</span>', tone, visit.get_state_display())


@register.filter
def of_milestone(proofs: dict[int | None, list[Any]], key: int) -> list[Any]:
    return proofs.get(key, [])


@register.filter
def kept_in(stored: dict[str, str], name: str) -> str:
    return stored.get(name, "")
