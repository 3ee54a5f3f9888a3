"""What transfers add to the calendar of a person: milestones by their day, visits agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from knowledge.following import open_milestones
from knowledge.matters_of_following import of_adopter, of_other_side
from knowledge.models import PeerVisit, Transfer, TransferMilestone
from knowledge.transfer_kinds import STOPPED, VisitState
from networks.calendars import BACK, Day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import User

MOST = 200


def of_transfers(person: User) -> Iterator[Day]:
    """Two queries."""
    yield from milestones_of(person)
    yield from visits_of(person)


def milestones_of(person: User) -> Iterator[Day]:
    """Those to be done that they hold, or of transfers they keep and that go on."""
    theirs = Q(person=person) | Q(transfer__kept_by=person)
    since = timezone.localdate() - BACK
    rows: Any = TransferMilestone.objects.filter(open_milestones(), theirs, due_on__gte=since)
    seen = Transfer.objects.visible_to(person).exclude(stage__in=STOPPED)
    rows = rows.filter(transfer__in=seen.values("pk"))
    rows = rows.select_related("transfer__adopter", "transfer__origin_case")
    for row in rows.order_by("due_on", "pk")[:MOST]:
        yield Day(
            f"hito-{row.key}",
            row.title,
            row.due_on,
            row.due_on,
            reverse("transfers:following", args=[row.transfer_id]),
            row.transfer.title,
            row.transfer.changed_at,
        )


def visits_of(person: User) -> Iterator[Day]:
    """Those agreed, of their side, as far as their days are known."""
    since = timezone.localdate() - BACK
    rows = PeerVisit.objects.visible_to(person).filter(
        of_adopter(person) | of_other_side(person),
        state__in=(VisitState.AGREED, VisitState.HELD),
        starts_on__gte=since,
    )
    rows = rows.select_related("host", "guest").order_by("starts_on", "pk")
    for row in rows[:MOST]:
        if row.starts_on is not None:
            yield Day(
                f"visita-{row.pk}",
                row.topic,
                row.starts_on,
                row.ends_on or row.starts_on,
                row.get_absolute_url(),
                row.agenda,
                row.answered_at or row.created_at,
            )
