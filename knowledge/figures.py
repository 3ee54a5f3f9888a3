"""What experiences say of how a network does, for its desk."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from knowledge.models import CaseEvent, CaseNetwork
from networks import figures, signs_of_life
from networks.figures import Figure

if TYPE_CHECKING:
    from datetime import datetime

    from networks.figures import Counted, Span, Value

OF_CASES = [
    Figure(
        "experiencias",
        _("Experiences"),
        _("Experiences shown in the network that were first published in the month."),
        group="content",
    )
]


def of_cases(span: Span) -> Counted:
    """One query."""
    published = CaseNetwork.objects.filter(
        network__in=span.networks,
        case__live=True,
        case__first_published_at__gte=span.start,
        case__first_published_at__lt=span.end,
    )
    told: dict[int, dict[str, Value]] = defaultdict(dict)
    for row in published.values("network").order_by().annotate(number=Count("case", distinct=True)):
        told[row["network"]]["experiencias"] = row["number"]
    return told


def worked_on_cases(since: datetime, until: datetime) -> Q:
    """Took a step in an experience that is shown in the network: began, sent or corrected it."""
    steps = CaseEvent.objects.filter(
        actor=OuterRef("user"),
        case__case_networks__network=OuterRef("network"),
        at__gte=since,
        at__lt=until,
    )
    return Q(Exists(steps.order_by()))


def register_all() -> None:
    """Called once, when the app starts."""
    figures.register(OF_CASES, "knowledge.figures.of_cases")
    signs_of_life.register(
        "knowledge.figures.worked_on_cases",
        _("registering an experience shown in it, or working on one"),
    )
