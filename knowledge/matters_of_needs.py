"""Needs that wait for somebody: on "Mi espacio", and at the desks of networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case as Choose
from django.db.models import Count, DateTimeField, F, IntegerField, Min, Q, Sum, When, Window
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from community.waiting import Matter, Source
from knowledge.models import Need
from knowledge.models.needs import unanswered
from networks.desk import Piece, Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from community.models import User
    from networks.models import NetworkPage

NAMED = 5


def of_needs(user: User) -> Iterator[Source]:
    """Answers nobody has replied to, and days that have passed, of the needs the person keeps.

    No query here: they are read together with what waits elsewhere.
    """
    mine: Any = Need.objects.kept_by(user).unmet().order_by()
    told = {"pk": F("pk"), "title": F("title")}
    waits = Q(answers__reply="", answers__hidden_at=None, answers__is_waiting=False)
    waits &= Q(answers__author__isnull=True) | ~Q(answers__author=user.pk)
    answered = mine.annotate(
        number=Count("answers", filter=waits, distinct=True),
        first=Min("answers__posted_at", filter=waits),
    )
    yield Source(
        answered.filter(number__gt=0), {**told, "number": F("number")}, with_answers, "first"
    )
    since = Cast("wanted_by", DateTimeField())
    late = mine.filter(wanted_by__lt=timezone.localdate()).annotate(passed=since)
    yield Source(late, told, past_its_day, "passed")


def with_answers(told: dict[str, Any], since: datetime | None) -> Iterator[Matter]:
    said = ngettext(
        "%(number)d answer waits for a word of yours",
        "%(number)d answers wait for a word of yours",
        told["number"],
    )
    yield Matter(
        badge=pgettext("of a municipality", "Need"),
        title=told["title"],
        url=f"{reverse('needs:need', args=[told['pk']])}#respuestas",
        act=_("Read and reply"),
        said=said % {"number": told["number"]},
        since=since,
    )


def past_its_day(told: dict[str, Any], since: datetime | None) -> Iterator[Matter]:
    yield Matter(
        badge=pgettext("of a municipality", "Need"),
        title=told["title"],
        url=reverse("needs:state", args=[told["pk"]]),
        act=_("Say how it stands"),
        said=_("The day you wanted it by has passed"),
        since=since,
        tone="told",
    )


def at_the_desk(network: NetworkPage, user: User) -> Iterator[Row]:
    """How many unmet needs are about the themes of the network, and nobody answered. One query."""
    needs: Any = Need.objects.unmet().of_network(network.pk).order_by("posted_at", "pk")
    is_silent = Choose(When(unanswered(), then=1), default=0, output_field=IntegerField())
    counted = needs.annotate(number=Window(Count("pk")), silent=Window(Sum(is_silent)))
    rows = list(counted.values("pk", "title", "posted_at", "number", "silent")[:NAMED])
    if not rows:
        return
    number, silent = rows[0]["number"], rows[0]["silent"]
    said = ngettext(
        "%(silent)d has not had a single answer", "%(silent)d have not had a single answer", silent
    )
    yield Row(
        badge=pgettext("of municipalities", "Needs"),
        title=ngettext("unmet need about its themes", "unmet needs about its themes", number),
        url=f"{reverse('needs:unmet')}?red={network.slug}",
        act=_("See which"),
        number=number,
        since=rows[0]["posted_at"],
        tone="asks" if silent else "told",
        said=said % {"silent": silent} if silent else "",
        pieces=tuple(
            Piece(row["title"], reverse("needs:need", args=[row["pk"]]), row["posted_at"])
            for row in rows
        ),
    )
