"""What waits for people in transfers: milestones near their day or past it, visits to answer."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.waiting import Matter, Source
from knowledge.following import SOON, open_milestones
from knowledge.models import PeerVisit, Transfer, TransferMilestone
from knowledge.transfer_kinds import STOPPED, VisitState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import User

# A member's home is no archive: the rest stands on the page of each transfer.
MOST = 10
ADOPTER = F("transfer__adopter")


def of_who_follows(user: User) -> Iterator[Source]:
    """What is theirs to do in transfers; read with what else waits, in one query."""
    yield due_milestones(user)
    yield unanswered_visits(user)
    yield untold_visits(user)


# --- Milestones ----------------------------------------------------------------------------


def due_milestones(user: User) -> Source:
    """Those they hold or whose transfer they keep: late, or due within a week."""
    near = open_milestones() & Q(due_on__lte=timezone.localdate() + SOON)
    kept = Transfer.objects.filter(kept_by=user.pk)
    theirs = Q(person=user.pk) | Q(transfer__in=kept.values("pk"))
    rows = TransferMilestone.objects.filter(near, theirs).exclude(transfer__stage__in=STOPPED)
    seen = rows.filter(transfer__in=Transfer.objects.visible_to(user).values("pk"))
    nearest = seen.order_by("due_on", "pk").values("pk")[:MOST]
    told = {"title": F("title"), "day": F("due_on"), "transfer": F("transfer"), **whose()}
    return Source(TransferMilestone.objects.filter(pk__in=nearest), told, due, "due_on")


def whose() -> dict[str, Any]:
    return {"case": F("transfer__origin_case__title")}


def due(told: dict[str, Any], _since: datetime | None) -> Iterator[Matter]:
    day = date.fromisoformat(str(told["day"])[:10])
    is_late = day < timezone.localdate()
    yield Matter(
        badge=_("late") if is_late else _("due soon"),
        title=told["title"],
        url=reverse("transfers:following", args=[told["transfer"]]),
        act=_("Say how far it is"),
        said=_("Due on %(day)s, in “%(case)s”")
        % {"day": date_format(day, "DATE_FORMAT"), "case": told["case"]},
        since=timezone.make_aware(datetime.combine(day, time.min)) if is_late else None,
        tone="bad" if is_late else "asks",
    )


# --- Visits --------------------------------------------------------------------------------


def of_adopter(user: User) -> Q:
    mine = Transfer.objects.of_the_team_of(user).values("pk")
    return Q(transfer__in=mine)


def of_origin(user: User) -> Q:
    told_with = user.authorships.accepted().filter(may_edit=True).values("case")
    return Q(transfer__origin_case__kept_by=user.pk) | Q(transfer__origin_case__in=told_with)


def of_other_side(user: User) -> Q:
    """Of the visits whose other side is the person's: the origin, or another that repeated it."""
    kept = Transfer.objects.of_the_team_of(user).values("pk")
    return (Q(peer=None) & of_origin(user)) | Q(peer__in=kept)


def unanswered_visits(user: User) -> Source:
    """Those that the other side asked for."""
    offered, requested = Q(state=VisitState.OFFERED), Q(state=VisitState.REQUESTED)
    asked_of_adopter = (offered & Q(guest=ADOPTER)) | (requested & Q(host=ADOPTER))
    asked_of_other = (offered & ~Q(guest=ADOPTER)) | (requested & ~Q(host=ADOPTER))
    theirs = (asked_of_adopter & of_adopter(user)) | (asked_of_other & of_other_side(user))
    return visits_to(user, theirs, to_answer, "created_at")


def untold_visits(user: User) -> Source:
    """Those whose days have passed, and of which nobody told anything."""
    over = Q(state=VisitState.AGREED, last_day__lt=timezone.localdate())
    theirs = of_adopter(user) | of_other_side(user)
    return visits_to(user, over & theirs, to_report, "answered_at")


def visits_to(user: User, which: Q, tell: Any, since: str) -> Source:
    rows = PeerVisit.objects.visible_to(user).alias(last_day=Coalesce("ends_on", "starts_on"))
    newest = rows.filter(which).order_by("-created_at", "-pk").values("pk")[:MOST]
    told = {"topic": F("topic"), "number": F("pk"), "transfer": F("transfer"), **whose()}
    return Source(PeerVisit.objects.filter(pk__in=newest), told, tell, since)


def to_answer(told: dict[str, Any], since: datetime | None) -> Iterator[Matter]:
    yield Matter(
        badge=_("Visit"),
        title=told["topic"],
        url=reverse("transfers:visit", args=[told["transfer"], told["number"]]),
        act=_("Read and answer"),
        said=_("A visit is proposed, in “%(case)s”") % told,
        since=since,
    )


def to_report(told: dict[str, Any], since: datetime | None) -> Iterator[Matter]:
    yield Matter(
        badge=_("Visit"),
        title=told["topic"],
        url=reverse("transfers:visit", args=[told["transfer"], told["number"]]),
        act=_("Tell what came of it"),
        said=_("Its days have passed, and nobody told anything of it"),
        since=since,
        tone="told",
    )
