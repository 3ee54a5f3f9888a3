"""Reminding of what transfers agreed on: milestones near their day or past it, visits to come."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from community.actions.notices import notify
from community.zones import facilitators_of
from knowledge.actions.peer_visits import lock, may_be_told, may_read, people_on
from knowledge.following import SOON, late_milestones, open_milestones
from knowledge.models import PeerVisit, Transfer, TransferMilestone
from knowledge.transfer_kinds import STOPPED, VisitState

if TYPE_CHECKING:
    from datetime import date

    from community.models import User


# How long before an agreed visit both sides are reminded of it.
VISIT_SOON = timedelta(days=2)


def remind_today() -> int:
    on = timezone.localdate()
    return remind(on) + remind_of_visits(on)


def remind(on: date) -> int:
    """Tell of the milestones that come within a week and of those that are late, each once.

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


def remind_of_visits(on: date) -> int:
    """Tell both sides of the visits that begin within two days, each once.

    May run twice, or be cut short. Returns how many people were told.
    """
    coming = PeerVisit.objects.filter(state=VisitState.AGREED, reminded_on=None)
    near = coming.filter(starts_on__gte=on, starts_on__lte=on + VISIT_SOON)
    keys = list(near.order_by("starts_on", "pk").values_list("pk", flat=True))
    return sum(remind_of_visit(pk, on) for pk in keys)


@transaction.atomic
def remind_of_visit(pk: int, on: date) -> int:
    visit = lock(PeerVisit(pk=pk))
    if visit.state != VisitState.AGREED or visit.reminded_on or visit.starts_on is None:
        return 0
    PeerVisit.objects.filter(pk=pk).update(reminded_on=on)
    both = dict.fromkeys([*people_on(visit, visit.host), *people_on(visit, visit.guest)])
    people = [each for each in both if each.is_active and may_be_told(each, visit)]
    for person in people:
        with translation.override(person.language):
            day, mode = date_format(visit.starts_on, "DATE_FORMAT"), visit.get_mode_display()
            title = visit.transfer.title
        notify(
            person,
            "visit_soon",
            url=visit.get_absolute_url(),
            thing=visit.transfer,
            title=title,
            topic=visit.topic,
            guest=visit.guest.name,
            host=visit.host.name,
            day=day,
            mode=mode,
            agenda=visit.agenda,
        )
    return len(people)


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
