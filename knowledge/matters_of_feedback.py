"""Feedback that waits for who writes a case and for the team; shown on "Mi espacio"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Min, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from community.waiting import Matter, Source
from knowledge.models import Case, Feedback, Usefulness
from knowledge.models.feedback import OPEN
from knowledge.permissions import can_review

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from community.models import User

# A member's home is no archive.
MOST_CASES = 20


def of_feedback(user: User) -> Iterator[Source]:
    """One matter for each case with feedback to answer, one for what waits for a version.

    No query but the one that all sources share.
    """
    today = timezone.localdate()
    mine = Feedback.objects.visible_to(user).filter(case__in=mine_of(user))
    waiting = mine.published().filter(disposition=OPEN).order_by()
    first = waiting.values("case").annotate(first=Min("made_at")).order_by("first")
    rows = waiting.filter(case__in=first.values("case")[:MOST_CASES]).values("case")
    counted = rows.annotate(
        number=Count("pk"), late=Count("pk", filter=Q(answer_by__lt=today)), first=Min("made_at")
    )
    told = {
        "title": F("case__title"),
        "code": F("case__code"),
        "number": F("number"),
        "late": F("late"),
    }
    yield Source(counted, told, to_answer, "first")
    yield of_useless(user)
    if can_review(user):
        yield of_the_team(today)


def mine_of(user: User) -> Any:
    """The keys of the cases they may write."""
    return Case.objects.writable_by(user).values("pk")


def of_useless(user: User) -> Source:
    """What readers found of no use, of what they write, coordinate or answer for."""
    said = Usefulness.objects.for_person(user).unseen().useless().order_by()
    counted = said.annotate(all=Value(1)).values("all").annotate(number=Count("pk", distinct=True))
    # Of an answer only the day is known: how long it waits is nobody's business.
    counted = counted.annotate(first=Max("case__first_published_at"))
    return Source(counted, {"number": F("number")}, to_improve, "first")


def of_the_team(today: Any) -> Source:
    """For the desk of the team: how many wait in all, how many are late."""
    rows = Feedback.objects.published().filter(disposition=OPEN).order_by()
    counted = (
        rows.annotate(all=Value(1))
        .values("all")
        .annotate(
            number=Count("pk"),
            late=Count("pk", filter=Q(answer_by__lt=today)),
            first=Min("made_at"),
        )
        .filter(number__gt=0)
    )
    return Source(counted, {"number": F("number"), "late": F("late")}, at_the_desk, "first")


def to_answer(told: dict[str, Any], since: datetime | None) -> Iterator[Matter]:
    said = ngettext(
        "%(number)d item of feedback without an answer",
        "%(number)d items of feedback without an answer",
        told["number"],
    )
    yield Matter(
        badge=pgettext("feedback", "Overdue") if told["late"] else pgettext("badge", "Feedback"),
        title=told["title"],
        url=f"{reverse('cases:feedback', args=[told['code']])}?estado=esperan",
        act=_("Read and answer"),
        said=said % {"number": told["number"]},
        since=since,
        tone="bad" if told["late"] else "asks",
    )


def to_improve(told: dict[str, Any], _since: datetime | None) -> Iterator[Matter]:
    if not told["number"]:
        return
    said = ngettext(
        "%(number)d reader found of no use what they read",
        "%(number)d readers found of no use what they read",
        told["number"],
    )
    yield Matter(
        badge=_("To improve"),
        title=said % {"number": told["number"]},
        url=reverse("cases:to_improve"),
        act=_("See why"),
        tone="told",
    )


def at_the_desk(told: dict[str, Any], since: datetime | None) -> Iterator[Matter]:
    if not told["number"]:
        return
    said = ngettext(
        "%(number)d item of feedback on experiences waits for an answer",
        "%(number)d items of feedback on experiences wait for an answer",
        told["number"],
    )
    late = ngettext("%(late)d is late", "%(late)d are late", told["late"])
    yield Matter(
        badge=pgettext("badge", "Feedback"),
        title=said % {"number": told["number"]},
        url=reverse("cases:feedback_queue"),
        act=_("Open the queue"),
        said=late % {"late": told["late"]} if told["late"] else "",
        since=since,
        tone="bad" if told["late"] else "told",
    )
