"""What experiences and needs say of how a network does, for its desk."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from community.together import number_of
from knowledge.models import CaseEvent, CaseNetwork, Need
from knowledge.need_kinds import UNMET, NeedState
from networks import figures, signs_of_life
from networks.figures import Figure
from networks.models import NetworkPage

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
OF_NEEDS = [
    Figure(
        "necesidades_sin_resolver",
        _("Unmet needs"),
        _("Needs of municipalities about its themes that nobody had solved by then."),
        group="talk",
        is_stock=True,
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


def of_needs(span: Span) -> Counted:
    """Those that everybody reads now, and that were posted and not solved when the month ended.

    A theme counts with all that lie under it, a need about two of them once. One query.
    """
    still = Q(state__in=UNMET) | Q(state=NeedState.SOLVED, state_since__gte=span.end)
    needs: Any = Need.objects.shown().of_network(OuterRef(OuterRef("pk")))  # type: ignore[arg-type]
    unmet = number_of(needs.filter(still, posted_at__lt=span.end))
    networks = NetworkPage.objects.filter(pk__in=span.networks).order_by()
    rows = networks.annotate(unmet=unmet).values_list("pk", "unmet")
    return {pk: {"necesidades_sin_resolver": number} for pk, number in rows}


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
    figures.register(OF_NEEDS, "knowledge.figures.of_needs")
    signs_of_life.register(
        "knowledge.figures.worked_on_cases",
        _("registering an experience shown in it, or working on one"),
    )
