"""What waits for the knowledge team, in parts, the longest wait first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Case as If
from django.db.models import Count, DateTimeField, F, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.models import Case, CaseEvent, CaseVersion, CorrectionRequest
from knowledge.scales import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django_stubs_ext import StrOrPromise

    from community.models import User

OPEN = CorrectionRequest.Disposition.OPEN
WITH_AUTHOR = Q(state=Case.State.RETURNED)
SENT = Q(state=Case.State.SENT, publish_at=None)
# SQLite looks into an index for "later than", not for "is not null".
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
IN_SYSTEMATIZATION = Q(systematizing_since__gt=LONG_AGO)
SCHEDULED = Q(publish_at__gt=LONG_AGO)
# Whatever has a next step; each of the three is found by an index.
ON_DESK = SENT | WITH_AUTHOR | IN_SYSTEMATIZATION
# Of that, what waits for somebody of the team.
WITH_US = SENT | (IN_SYSTEMATIZATION & ~WITH_AUTHOR)
# Who has closed the account has nothing any more.
UNASSIGNED = WITH_US & (Q(assignee=None) | Q(assignee__is_active=False))
TO_VERIFY = Q(live=True, level=Level.SYSTEMATIZED)


@dataclass(frozen=True)
class Part:
    """One tab of the queue: its word in the address, its name, its rows in their order."""

    name: str
    title: StrOrPromise
    rows: Callable[[User], Any]
    is_empty: StrOrPromise
    is_of_cases: bool = True


def late_at(now: datetime) -> Q:
    """What has taken longer than the settings aim at. Asked of rows with `returned_at`."""
    days = {name: now - timedelta(days=days) for name, days in settings.CASE_TARGET_DAYS.items()}
    return (
        (SENT & Q(sent_at__lt=days["review"]))
        | (WITH_AUTHOR & Q(returned_at__lt=days["author"]))
        | (IN_SYSTEMATIZATION & Q(systematizing_since__lt=days["systematization"]))
    )


def returned_at() -> Subquery:
    last = CaseEvent.objects.filter(case=OuterRef("pk"), verb=CaseEvent.Verb.RETURNED)
    return Subquery(last.values("at")[:1])


def cases() -> Any:
    """What rows show; `reason` and `returned_at` of the last return, `turn_since` of the wait.

    `turn_since` is when it came to whom it is with now, None where nobody has to do anything.
    """
    last = CaseEvent.objects.filter(case=OuterRef("pk"), verb=CaseEvent.Verb.RETURNED)
    found = Case.objects.select_related("lead_municipality", "latest_revision", "assignee")
    found = found.annotate(returned_at=returned_at(), reason=Subquery(last.values("note")[:1]))
    found = found.annotate(
        turn_since=If(
            When(WITH_AUTHOR, then=F("returned_at")),
            When(SENT, then=F("sent_at")),
            default=F("systematizing_since"),
            output_field=DateTimeField(),
        )
    )
    return found.select_related("registered_by", "on_behalf_of")


def longest_wait(which: Q) -> Any:
    return cases().filter(which).order_by("turn_since", "pk")


def waiting(user: User) -> Any:
    """Without those that have their day already."""
    return longest_wait(SENT)


def unassigned(user: User) -> Any:
    return longest_wait(UNASSIGNED)


def mine(user: User) -> Any:
    return longest_wait(ON_DESK & Q(assignee=user))


def returned(user: User) -> Any:
    """With the reason and the day, as `reason` and `returned_at`."""
    return longest_wait(WITH_AUTHOR)


def overdue(user: User) -> Any:
    return longest_wait(late_at(timezone.now()))


def in_systematization(user: User) -> Any:
    return cases().filter(IN_SYSTEMATIZATION).order_by("systematizing_since", "pk")


def to_verify(user: User) -> Any:
    return cases().filter(TO_VERIFY).order_by("last_published_at", "pk")


def scheduled(user: User) -> Any:
    return cases().filter(SCHEDULED).order_by("publish_at", "pk")


def asked(user: User) -> Any:
    return CorrectionRequest.objects.open().select_related("case__lead_municipality")


def published(user: User) -> Any:
    versions = CaseVersion.objects.filter(case__live=True).defer("record", "names")
    return versions.select_related("case__lead_municipality", "published_by").order_by(
        "-published_at", "-pk"
    )


PARTS = (
    Part("espera", _("Waiting"), waiting, _("Nothing waits: everything sent has been decided.")),
    Part(
        "sin-asignar",
        _("Unassigned"),
        unassigned,
        _("Somebody has each of the experiences that wait for the team."),
    ),
    Part("mias", _("Mine"), mine, _("You have none. Take one of those that nobody has.")),
    Part(
        "devueltas",
        _("With their author"),
        returned,
        _("Nothing is with its author: all that was returned came back."),
    ),
    Part("vencidas", _("Overdue"), overdue, _("Nothing has waited longer than it should.")),
    Part(
        "en-sistematizacion",
        _("In systematization"),
        in_systematization,
        _("Nothing is being systematized now."),
    ),
    Part(
        "por-verificar",
        _("To be verified"),
        to_verify,
        _("Nothing that is systematized waits to be verified."),
    ),
    Part("programadas", _("Scheduled"), scheduled, _("Nothing has a day of publication.")),
    Part(
        "solicitudes",
        _("Requests"),
        asked,
        _("Nobody asks for a correction, a withdrawal or a confirmation."),
        is_of_cases=False,
    ),
    Part(
        "publicadas",
        _("Last published"),
        published,
        _("Nothing has been published yet."),
        is_of_cases=False,
    ),
)


def mark_late(rows: Iterable[Any], now: datetime) -> None:
    """Tell each row, as `is_late`, whether it stands among the overdue. No query."""
    states = Case.State
    for row in rows:
        waits = {
            "review": row.sent_at if row.state == states.SENT and not row.publish_at else None,
            "author": row.returned_at if row.state == states.RETURNED else None,
            "systematization": row.systematizing_since,
        }
        row.is_late = any(
            since is not None and since < now - timedelta(days=settings.CASE_TARGET_DAYS[name])
            for name, since in waits.items()
        )


def part_called(name: str) -> Part:
    """The part of that name, the first one where there is none."""
    return next((part for part in PARTS if part.name == name), PARTS[0])


def counts_of(user: User, now: datetime) -> dict[str, int]:
    """How many are in each part, and how many requests are "overdue". Four queries."""
    on_desk = Case.objects.filter(ON_DESK | SCHEDULED).alias(returned_at=returned_at())
    of_cases = on_desk.aggregate(
        **{
            "espera": Count("pk", filter=SENT),
            "sin-asignar": Count("pk", filter=UNASSIGNED),
            "mias": Count("pk", filter=ON_DESK & Q(assignee=user)),
            "devueltas": Count("pk", filter=WITH_AUTHOR),
            "vencidas": Count("pk", filter=late_at(now)),
            "en-sistematizacion": Count("pk", filter=IN_SYSTEMATIZATION),
            "programadas": Count("pk", filter=SCHEDULED),
        }
    )
    still_open = Q(disposition=OPEN)
    of_requests = CorrectionRequest.objects.aggregate(
        solicitudes=Count("pk", filter=still_open),
        overdue=Count("pk", filter=still_open & Q(answer_by__lt=timezone.localdate(now))),
    )
    return {
        **of_cases,
        **of_requests,
        "por-verificar": Case.objects.filter(TO_VERIFY).count(),
        "publicadas": CaseVersion.objects.filter(case__live=True).count(),
    }
