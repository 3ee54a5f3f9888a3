"""Reminding of the milestones of transfers: a week before their day, and once it has passed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from community.actions.notices import notify
from community.zones import facilitators_of
from knowledge.actions.peer_visits import may_read
from knowledge.following import SOON, late_milestones, open_milestones
from knowledge.models import Transfer, TransferMilestone
from knowledge.transfer_kinds import STOPPED

if TYPE_CHECKING:
    from datetime import date

    from community.models import User


def remind_today() -> int:
    return remind(timezone.localdate())


def remind(on: date) -> int:
    """Tell of what comes within a week and of what is late, each milestone once of each.

    May run twice, or be cut short: that it was told is noted with the telling.
    Returns how many people were told.
    """
    soon = open_milestones() & Q(due_on__gte=on, due_on__lte=on + SOON, reminded_on=None)
    late = late_milestones(on) & Q(warned_on=None)
    told = 0
    for which, column, kind in (
        (soon, "reminded_on", "transfer_soon"),
        (late, "warned_on", "transfer_late"),
    ):
        rows = TransferMilestone.objects.filter(which).exclude(transfer__stage__in=STOPPED)
        for pk in list(rows.order_by("transfer").values_list("transfer", flat=True).distinct()):
            told += remind_of(pk, which, column, kind, on)
    return told


@transaction.atomic
def remind_of(pk: int, which: Q, column: str, kind: str, on: date) -> int:
    """All that is due in one transfer together: one notice for each person."""
    found = Transfer.objects.select_for_update(of=("self",)).select_related(
        "origin_case", "adopter__territory", "kept_by"
    )
    transfer = found.get(pk=pk)
    rows = list(transfer.milestones.filter(which).select_related("person").order_by("due_on", "pk"))
    if not rows or transfer.is_stopped:
        return 0
    TransferMilestone.objects.filter(pk__in=[row.pk for row in rows]).update(**{column: on})
    people = concerned(transfer, rows)
    for person, theirs in people.items():
        tell(person, transfer, kind, theirs)
    return len(people)


def concerned(
    transfer: Transfer, rows: list[TransferMilestone]
) -> dict[User, list[TransferMilestone]]:
    """Who is told of which: the responsible of theirs, who keeps it and the facilitator of all.

    None who may no longer read the transfer.
    """
    place = transfer.adopter.territory
    of_all = [transfer.kept_by, *(facilitators_of(place) if place else [])]
    told: dict[User, list[TransferMilestone]] = defaultdict(list)
    for row in rows:
        for person in dict.fromkeys([row.person, *of_all]):
            if person is not None and person.is_active:
                told[person].append(row)
    return {person: theirs for person, theirs in told.items() if may_read(person, transfer)}


def tell(person: User, transfer: Transfer, kind: str, rows: list[Any]) -> None:
    with translation.override(person.language):
        lines = [f"{date_format(row.due_on, 'DATE_FORMAT')}: {row.title}" for row in rows]
    notify(
        person,
        kind,
        url=reverse("transfers:following", args=[transfer.pk]),
        thing=transfer,
        title=transfer.title,
        first=rows[0].title,
        more=str(len(rows) - 1) if len(rows) > 1 else "",
        milestones="\n".join(lines),
    )
