"""What came of two verified experiences in other invented towns: results, a chain, two stops.

Rows as the acts of people leave them, told as long past: nobody hears of them today.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.search.index import insert_or_update_object

from community.actions.members import municipal_government
from community.models import Notification
from knowledge.actions.standing import renew_standing
from knowledge.models import Adaptation, Case, Transfer, TransferEvent, TransferIndicator
from knowledge.transfer_kinds import PROVING, STOPPED, Change, OriginAnswer, TransferStage
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Iterator

TOLD = Path(__file__).with_name("repeated.json")
COUNTRY = "XA"
MONTH = timedelta(days=30)


@transaction.atomic
def load() -> None:
    """Load what is missing, known by the experience and the municipality."""
    stories = json.loads(TOLD.read_text())
    cases = {
        case.title: case
        for case in Case.objects.published().filter(
            title__in={told["case"] for told in stories}, lead_municipality__country_code=COUNTRY
        )
    }
    places = {
        place.code: place
        for place in Territory.objects.municipalities().filter(
            code__in={told["place"] for told in stories}
        )
    }
    touched = set()
    for told in stories:
        case, place = cases.get(told["case"]), places.get(told["place"])
        if case is None or place is None:
            continue
        if not Transfer.objects.filter(origin_case=case, place=place).exists():
            tell(told, case, place)
            touched.add(case)
    for case in touched:
        renew_standing(case)
        grow_old(case)


def tell(told: dict[str, Any], case: Case, place: Territory) -> None:
    begun = ago(told["months_ago"])
    since = ago(told.get("results_months_ago") or told["stopped_months_ago"])
    version = case.versions.first()
    if version is None:
        return
    transfer = Transfer.objects.create(
        origin_case=case,
        origin_version=version,
        learned_from=Transfer.objects.filter(
            origin_case=case, place__code=told.get("learned_from", "")
        ).first(),
        adopter=municipal_government(place),
        place=place,
        created_at=begun,
        stage_since=since,
        ended_on=timezone.localdate(since) if told["stage"] in STOPPED else None,
        origin_answer=OriginAnswer.CONFIRMED,
        origin_answered_at=begun + timedelta(days=4),
        **{
            name: told.get(name, "")
            for name in ("relation", "stage", "stop_reason", "stop_note", "reason", "lessons")
        },
    )
    Adaptation.objects.bulk_create(adaptations_of(transfer, told))
    TransferIndicator.objects.bulk_create(indicators_of(transfer, told))
    tell_its_history(transfer, told["stage"], begun, since)
    insert_or_update_object(transfer)


def adaptations_of(transfer: Transfer, told: dict[str, Any]) -> Iterator[Adaptation]:
    rows = zip(transfer.origin_case.core_components.all(), told["changes"], strict=False)
    order = 0
    for order, (row, change) in enumerate(rows):
        yield Adaptation(
            transfer=transfer,
            origin_key=row.key,
            sort_order=order,
            component=row.name,
            adaptability=row.adaptability,
            change=change,
            reason=told["why"].get(str(order), ""),
        )
    for place, component in enumerate(told["added"], order + 1):
        yield Adaptation(
            transfer=transfer, sort_order=place, component=component, change=Change.ADD
        )


def indicators_of(transfer: Transfer, told: dict[str, Any]) -> Iterator[TransferIndicator]:
    """Those of the origin, measured again; the years are those in which it was done."""
    rows = list(transfer.origin_case.indicators.all())
    for order, figures in enumerate(told["indicators"]):
        origin = rows[figures["of"]]
        result = figures.get("result")
        yield TransferIndicator(
            transfer=transfer,
            origin_key=origin.key,
            sort_order=order,
            name=origin.name,
            unit=origin.unit,
            direction=origin.direction,
            baseline=Decimal(figures["baseline"]),
            baseline_year=transfer.created_at.year,
            result=None if result is None else Decimal(result),
            result_year=None if result is None else transfer.stage_since.year,
            source=figures["source"],
        )


def tell_its_history(transfer: Transfer, stage: str, begun: datetime, since: datetime) -> None:
    acts = [(TransferEvent.Verb.STARTED, "", begun)]
    acts.append((TransferEvent.Verb.CONFIRMED, "", begun + timedelta(days=4)))
    acts.append((TransferEvent.Verb.STAGE, TransferStage.UNDER_WAY, begun + 3 * MONTH))
    if stage in PROVING:
        acts.append((TransferEvent.Verb.STAGE, TransferStage.WITH_RESULTS, since))
    if stage == TransferStage.CONSOLIDATED:
        acts.append((TransferEvent.Verb.STAGE, stage, since + 3 * MONTH))
    if stage in STOPPED:
        acts.append((TransferEvent.Verb(stage), "", since))
    TransferEvent.objects.bulk_create(
        TransferEvent(transfer=transfer, verb=verb, value=value, at=at) for verb, value, at in acts
    )


def grow_old(case: Case) -> None:
    """It rose when the last figure of its record was there: nobody is told of it today."""
    published = case.last_published_at or timezone.now()
    case.events.filter(verb="transferred").update(at=published + timedelta(hours=1))
    Notification.objects.filter(kind="case_transferred", facts__code=case.code).delete()


def ago(months: int) -> datetime:
    return timezone.now() - months * MONTH
