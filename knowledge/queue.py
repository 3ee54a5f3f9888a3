"""What waits for the knowledge team, in parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from knowledge.models import Case, CaseEvent, CaseVersion, CorrectionRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django_stubs_ext import StrOrPromise

OPEN = CorrectionRequest.Disposition.OPEN


@dataclass(frozen=True)
class Part:
    """One tab of the queue: its word in the address, its name, its rows in their order."""

    name: str
    title: StrOrPromise
    rows: Callable[[], Any]
    is_empty: StrOrPromise


def cases() -> Any:
    found = Case.objects.select_related("lead_municipality", "latest_revision")
    return found.select_related("registered_by", "on_behalf_of")


def waiting() -> Any:
    """Without those that have their day already."""
    return cases().waiting().filter(publish_at=None)


def returned() -> Any:
    """With the reason and the day, as `reason` and `returned_at`."""
    last = CaseEvent.objects.filter(case=OuterRef("pk"), verb=CaseEvent.Verb.RETURNED)
    return (
        cases()
        .filter(state=Case.State.RETURNED)
        .annotate(
            reason=Subquery(last.values("note")[:1]), returned_at=Subquery(last.values("at")[:1])
        )
        .order_by("changed_at", "pk")
    )


def scheduled() -> Any:
    return cases().filter(publish_at__isnull=False).order_by("publish_at", "pk")


def asked() -> Any:
    return CorrectionRequest.objects.open().select_related("case__lead_municipality")


def published() -> Any:
    versions = CaseVersion.objects.filter(case__live=True).defer("record", "names")
    return versions.select_related("case__lead_municipality", "published_by").order_by(
        "-published_at", "-pk"
    )


PARTS = (
    Part("espera", _("Waiting"), waiting, _("Nothing waits: everything sent has been decided.")),
    Part(
        "solicitudes",
        _("Requests"),
        asked,
        _("Nobody asks for a correction, a withdrawal or a confirmation."),
    ),
    Part("programadas", _("Scheduled"), scheduled, _("Nothing has a day of publication.")),
    Part(
        "devueltas",
        _("Returned"),
        returned,
        _("Nothing is with its author: all that was returned came back."),
    ),
    Part("publicadas", _("Last published"), published, _("Nothing has been published yet.")),
)


def part_called(name: str) -> Part:
    """The part of that name, the first one where there is none."""
    return next((part for part in PARTS if part.name == name), PARTS[0])


def counts_of(on: date) -> dict[str, int]:
    """How many are in each part, and how many requests are "overdue". Three queries."""
    sent = Q(state=Case.State.SENT, publish_at__isnull=True)
    of_cases = Case.objects.aggregate(
        espera=Count("pk", filter=sent),
        devueltas=Count("pk", filter=Q(state=Case.State.RETURNED)),
        programadas=Count("pk", filter=Q(publish_at__isnull=False)),
    )
    still_open = Q(disposition=OPEN)
    of_requests = CorrectionRequest.objects.aggregate(
        solicitudes=Count("pk", filter=still_open),
        overdue=Count("pk", filter=still_open & Q(answer_by__lt=on)),
    )
    return {
        **of_cases,
        **of_requests,
        "publicadas": CaseVersion.objects.filter(case__live=True).count(),
    }
