"""The figures of every network: its people, what they ask, publish and fetch."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from community.models import Activity, Comment, SearchMiss
from networks.figures import Figure
from networks.models import Membership, NetworkMonth, ResourcePage, Topic
from networks.sections import all_sections
from networks.signs_of_life import alive

if TYPE_CHECKING:
    from datetime import date

    from networks.figures import Counted, Span, Value

SHORT, LONG = timedelta(days=30), timedelta(days=90)
Member = Membership.State

PEOPLE = [
    Figure(
        "miembros",
        _("Members"),
        _("People who belong to the network at the end of the month, coordinators too."),
        group="people",
        unit="people",
        is_stock=True,
        is_main=True,
    ),
    Figure(
        "nuevos",
        _("New members"),
        _("People who came in during the month; who comes back counts again."),
        group="people",
        unit="people",
        is_main=True,
    ),
    Figure(
        "salidas",
        _("Members who left"),
        _("People who left, or were removed, during the month."),
        group="people",
        unit="people",
    ),
    Figure(
        "activos_30",
        _("Active in 30 days"),
        _("Members who took part at least once in the 30 days before the end of the month."),
        group="people",
        unit="people",
        is_stock=True,
        is_main=True,
    ),
    Figure(
        "activos_90",
        _("Active in 90 days"),
        _("Members who took part at least once in the 90 days before the end of the month."),
        group="people",
        unit="people",
        is_stock=True,
    ),
    Figure(
        "silenciosos",
        _("Silent members"),
        _(
            "Members for more than 90 days who took part in nothing during the last 90."
            " They may read: reading is not counted."
        ),
        group="people",
        unit="people",
        is_stock=True,
        is_main=True,
    ),
]
TALK = [
    Figure(
        "conversaciones",
        _("Conversations"),
        _("Conversations opened in the month, questions too, that can be read."),
        group="talk",
    ),
    Figure("comentarios", _("Comments"), _("Comments written in the network."), group="talk"),
    Figure("preguntas", _("Questions"), _("Questions asked in the month."), group="talk"),
    Figure(
        "respondidas",
        _("Answered questions"),
        _("Of the questions asked in the month, those somebody else has answered by now."),
        group="talk",
    ),
    Figure(
        "horas_hasta_respuesta",
        _("Hours to the first answer"),
        _(
            "Half of the answered questions of the month had their first answer by somebody else"
            " in fewer hours, half in more. Empty where none was answered."
        ),
        group="talk",
        unit="hours",
        is_main=True,
    ),
]
USE = [
    Figure(
        "descargas",
        _("Downloads"),
        _(
            "How often resources of the network were fetched in the month."
            " Empty for months before it was counted."
        ),
        group="use",
    ),
    Figure(
        "descargas_en_total",
        _("Downloads in all"),
        _("How often the resources that are there were fetched since they are there."),
        group="use",
        is_stock=True,
    ),
    Figure(
        "busquedas_sin_resultado",
        _("Searches without result"),
        _("Searches within the network that found nothing. It is not kept who searched."),
        group="use",
    ),
]


def of_people(span: Span) -> Counted:
    """One query."""
    at_the_end = Q(pk__in=Membership.objects.in_force_at(span.end).values("pk"))
    in_the_month = Q(joined_at__gte=span.start, joined_at__lt=span.end)
    has_been_in = Q(state=Member.ACTIVE) | Q(ended_at__isnull=False)
    lately = alive(span.end - LONG, span.end)
    settled = at_the_end & Q(joined_at__lt=span.end - LONG)
    ties = Membership.objects.filter(network__in=span.networks).values("network")
    rows: Any = ties.order_by().annotate(
        miembros=Count("pk", filter=at_the_end),
        nuevos=Count("pk", filter=in_the_month & has_been_in),
        salidas=Count("pk", filter=Q(ended_at__gte=span.start, ended_at__lt=span.end)),
        activos_30=Count("pk", filter=at_the_end & alive(span.end - SHORT, span.end)),
        activos_90=Count("pk", filter=at_the_end & lately),
        silenciosos=Count("pk", filter=settled & ~lately),
    )
    return {
        row["network"]: {name: value for name, value in row.items() if name != "network"}
        for row in rows
    }


def of_talk(span: Span) -> Counted:
    """Three queries."""
    told: dict[int, dict[str, Value]] = defaultdict(dict)
    asked_in = {"opened_at__gte": span.start, "opened_at__lt": span.end}
    topics = Topic.objects.filter(network__in=span.networks, hidden_at=None, is_waiting=False)
    opened = topics.filter(**asked_in).values("network").order_by()
    for row in opened.annotate(number=Count("pk")):
        told[row["network"]]["conversaciones"] = row["number"]
    said = Activity.objects.standing().filter(
        network__in=span.networks,
        verb=Activity.Verb.COMMENTED,
        at__gte=span.start,
        at__lt=span.end,
    )
    for row in said.values("network").order_by().annotate(number=Count("pk")):
        told[row["network"]]["comentarios"] = row["number"]
    waits: dict[int, list[float | None]] = defaultdict(list)
    for network, opened_at, answered_at in answers(topics.filter(**asked_in)):
        hours = (answered_at - opened_at).total_seconds() / 3600 if answered_at else None
        waits[network].append(hours)
    for network, hours_of_each in waits.items():
        known = [hours for hours in hours_of_each if hours is not None]
        told[network]["preguntas"] = len(hours_of_each)
        told[network]["respondidas"] = len(known)
        told[network]["horas_hasta_respuesta"] = round(median(known), 1) if known else None
    for network in span.networks:
        told[network].setdefault("horas_hasta_respuesta", None)
    return told


def answers(topics: Any) -> Any:
    """Network, moment of the question and of the first word of somebody else, or None."""
    others = Comment.objects.present().filter(
        ~Q(author=OuterRef("opened_by")),
        content_type=ContentType.objects.get_for_model(Topic),
        object_id=OuterRef("pk"),
    )
    first = Subquery(others.order_by("posted_at").values("posted_at")[:1])
    questions = topics.filter(kind=Topic.Kind.QUESTION).annotate(answered_at=first)
    return questions.order_by().values_list("network", "opened_at", "answered_at").iterator()


def of_sections(span: Span) -> Counted:
    """A query for each section."""
    told: dict[int, dict[str, Value]] = defaultdict(dict)
    for section in all_sections():
        entries: Any = apps.get_model(section.page_class().entry_model)._default_manager
        published = entries.live().filter(
            network__in=span.networks,
            first_published_at__gte=span.start,
            first_published_at__lt=span.end,
        )
        for row in published.values("network").order_by().annotate(number=Count("pk")):
            told[row["network"]][section.slug] = row["number"]
    return told


def of_use(span: Span) -> Counted:
    """Three queries. What was fetched before this month is known from the month before alone."""
    told: dict[int, dict[str, Value]] = {
        pk: {"descargas": None, "descargas_en_total": None} for pk in span.networks
    }
    if span.is_running:
        before = totals_before(span.month, span.networks)
        sums = ResourcePage.objects.live().filter(network__in=span.networks)
        totals = {
            row["network"]: row["total"] or 0
            for row in sums.values("network").order_by().annotate(total=Sum("downloads__count"))
        }
        for pk in span.networks:
            total = totals.get(pk, 0)
            then = before.get(pk)
            told[pk]["descargas_en_total"] = total
            told[pk]["descargas"] = None if then is None else max(0, total - then)
    missed = SearchMiss.objects.filter(network__in=span.networks, month=span.month)
    for row in missed.values("network").order_by().annotate(number=Sum("times")):
        told[row["network"]]["busquedas_sin_resultado"] = row["number"]
    return told


def totals_before(month: date, networks: Any) -> dict[int, int]:
    """What had been fetched at the end of the month before, where it was written down."""
    last = (month - timedelta(days=1)).replace(day=1)
    rows = NetworkMonth.objects.filter(network__in=networks, month=last)
    known = rows.values_list("network", "figures__descargas_en_total")
    return {pk: int(total) for pk, total in known if total is not None}
