"""Three municipalities of Altazara that repeat what another one did, each at another stage.

What they began is known by the experience and the municipality: where it is there
already, only what is missing is added.
"""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from community.actions.members import municipal_government
from community.models import User
from knowledge.actions.following_transfers import inherit_indicators
from knowledge.actions.peer_visits import origin_of
from knowledge.models import (
    Case,
    PeerVisit,
    Transfer,
    TransferCost,
    TransferIndicator,
    TransferMilestone,
    TransferProof,
)
from knowledge.transfer_kinds import VisitState
from territories.models import Territory

if TYPE_CHECKING:
    from datetime import date

FOLLOWED = Path(__file__).with_name("following.json")
ALTAZARA = "XA"


@transaction.atomic
def load() -> None:
    """Load what is missing; of a transfer that has milestones nothing is touched."""
    people = {each.email: each for each in User.objects.filter(email__endswith="@demo.example")}
    for told in json.loads(FOLLOWED.read_text()):
        transfer = transfer_of(told, people)
        if transfer is not None and not transfer.milestones.exists():
            follow(transfer, told, people)


def day(offset: int | None) -> date | None:
    """So many days from today."""
    return None if offset is None else timezone.localdate() + timedelta(days=offset)


def moment(offset: int) -> datetime:
    on = timezone.localdate() + timedelta(days=offset)
    return timezone.make_aware(datetime.combine(on, time(10)))


def transfer_of(told: dict[str, Any], people: dict[str, User]) -> Transfer | None:
    """The one that is there, or a new one; None where case or municipality are not on this site."""
    case = Case.objects.published().filter(title=told["case"]).first()
    places = Territory.objects.filter(level="municipality", country_code=ALTAZARA)
    place = places.filter(name=told["adopter"]).first()
    keeper = people.get(told["keeper"])
    version = case.versions.first() if case else None
    if case is None or version is None or place is None or keeper is None:
        return None
    adopter = municipal_government(place)
    known = Transfer.objects.filter(origin_case=case, adopter=adopter).first()
    return known or Transfer.objects.create(
        origin_case=case,
        origin_version=version,
        adopter=adopter,
        place=place,
        started_by=keeper,
        kept_by=keeper,
        relation=told["relation"],
        stage=told["stage"],
        stage_since=moment(told["since"]),
        reason=told["reason"],
        support=told["support"],
        origin_answer="confirmed",
        origin_answered_at=moment(told["begun"] + 4),
        starts_on=day(told["begun"]),
        created_at=moment(told["begun"]),
    )


def follow(transfer: Transfer, told: dict[str, Any], people: dict[str, User]) -> None:
    for order, row in enumerate(told["milestones"]):
        reach(transfer, row, order, people)
    measure(transfer, told["indicators"])
    for order, row in enumerate(told["costs"]):
        amount = Decimal(row["amount"])
        TransferCost.objects.create(
            transfer=transfer, sort_order=order, **{**row, "amount": amount}
        )
    for row in told["documents"]:
        TransferProof.objects.create(transfer=transfer, added_by=transfer.kept_by, **row)
    for row in told["visits"]:
        visit(transfer, row)


def reach(transfer: Transfer, row: dict[str, Any], order: int, people: dict[str, User]) -> None:
    percent = 100 if "done" in row else row.get("percent", 0)
    state = "done" if "done" in row else "in_progress" if percent else "pending"
    milestone = TransferMilestone.objects.create(
        transfer=transfer,
        sort_order=order,
        kind=row.get("kind", "step"),
        title=row["title"],
        output=row.get("output", ""),
        post=row.get("post", ""),
        person=people.get(row.get("person", "")),
        starts_on=day(row["from"]),
        due_on=day(row["to"]),
        done_on=day(row.get("done")),
        state=state,
        percent=percent,
        budget=row.get("budget"),
        note=row.get("note", ""),
    )
    for document in row.get("documents", ()):
        TransferProof.objects.create(
            transfer=transfer, milestone=milestone, added_by=transfer.kept_by, **document
        )


def measure(transfer: Transfer, rows: list[dict[str, Any]]) -> None:
    """Those of the origin by their name, and the adopter's own."""
    inherit_indicators(transfer)
    known = {row.name: row for row in transfer.indicators.all()}
    for told in rows:
        row = known.get(told["name"]) or TransferIndicator(transfer=transfer, sort_order=len(known))
        for name, value in told.items():
            is_figure = name in ("baseline", "result", "target")
            setattr(row, name, Decimal(value) if is_figure else value)
        row.save()


def visit(transfer: Transfer, told: dict[str, Any]) -> None:
    origin, adopter = origin_of(transfer), transfer.adopter
    is_of_origin = told["host"] == "origin"
    asked = moment(told["asked"])
    made = PeerVisit(
        transfer=transfer,
        host=origin if is_of_origin else adopter,
        guest=adopter if is_of_origin else origin,
        topic=told["topic"],
        mode=told["mode"],
        state=told["state"],
        starts_on=day(told.get("from")),
        ends_on=day(told.get("to")),
        people=told.get("people"),
        payer=told.get("payer", ""),
        agenda=told.get("agenda", ""),
        asked_by=transfer.kept_by,
        created_at=asked,
    )
    if made.state in (VisitState.AGREED, VisitState.HELD):
        made.answered_at = asked + timedelta(days=2)
    if "report" in told:
        made.report, made.reported_by = told["report"], transfer.kept_by
        made.reported_at = moment(told.get("to", told["from"]) + 3)
    made.save()
