"""Who hears that something was handed in to be read by somebody else, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from community.actions.notices import notify
from community.models import User
from community.permissions import COORDINATING_UNIT
from networks.models.membership import Membership

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


def those_who_may_read(network: Any, besides: User | None) -> list[User]:
    """The other coordinators of the network; where there is none, the coordinating unit."""
    ties = Membership.objects.coordinators().filter(network=network).select_related("user")
    others = [tie.user for tie in ties if besides is None or tie.user_id != besides.pk]
    if others:
        return others
    unit = User.objects.filter(groups__name=COORDINATING_UNIT, is_active=True)
    return [person for person in unit if person != besides]


def tell_of_handing_in(state: WorkflowState) -> None:
    """Whoever may publish it is told that it waits for them."""
    entry = state.content_object.specific.get_latest_revision_as_object()
    author = state.requested_by
    for person in those_who_may_read(entry.network, author):
        notify(
            person,
            "entry_handed_in",
            url=reverse("wagtailadmin_pages:edit", args=[entry.pk]),
            title=entry.title,
            author=str(author or entry.author or ""),
            network=entry.network.title if entry.network else "",
        )


def tell_of_decision(state: WorkflowState, decision: str, by: User, reason: str) -> None:
    """Whoever handed it in is told that it was published, or what to change."""
    author = state.requested_by
    if author is None or author == by:
        return
    page = state.content_object.specific
    is_approved = decision == "approve"
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    notify(
        author,
        "entry_approved" if is_approved else "entry_returned",
        url=(page.url if is_approved and page.live else editor) or editor,
        title=page.title,
        author=str(by),
        reason=reason.strip(),
    )
