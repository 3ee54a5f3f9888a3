"""What the towns of the demonstration repeat of each other, told by acts as people do it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone, translation

from community.actions.members import municipal_government
from community.models import Activity, Notification, User
from knowledge.actions import transfer_plans as plans
from knowledge.actions import transfers as actions
from knowledge.actions.transfer_stages import move
from knowledge.models import Adaptation, Case, Transfer, TransferEvent
from knowledge.permissions_of_transfers import can_adopt_for
from territories.models import Territory

if TYPE_CHECKING:
    from community.models import Organization
    from knowledge.models import TransferMilestone

TOLD = Path(__file__).with_name("transfers.json")
COUNTRY = "XA"


def load() -> None:
    """Load what is missing, known by its case and its municipality. Three queries when nothing is.

    What lacks its case, its town or its official is left out.
    """
    stories = json.loads(TOLD.read_text())
    titles = {told["case"] for told in stories}
    known = set(
        Transfer.objects.filter(origin_case__title__in=titles).values_list(
            "origin_case__title", "place__name"
        )
    )
    missing = [told for told in stories if (told["case"], told["place"]) not in known]
    if not missing:
        return
    people = {
        person.email: person for person in User.objects.filter(email__endswith="@demo.example")
    }
    cases = {
        case.title: case
        for case in Case.objects.published().filter(
            title__in=titles, lead_municipality__country_code=COUNTRY
        )
    }
    for told in missing:
        places = Territory.objects.municipalities().filter(country_code=COUNTRY)
        place = places.filter(name=told["place"]).first()
        person, case = people.get(told["by"]), cases.get(told["case"])
        adopter = municipal_government(place) if place and person and case else None
        if adopter and person and case and can_adopt_for(person, adopter):
            # The titles of milestones are written once, in the language of the plan.
            with translation.override("es"):
                tell(told, case, person, adopter, people)


@transaction.atomic
def tell(
    told: dict[str, Any], case: Case, person: User, adopter: Organization, people: dict[str, User]
) -> None:
    learned_from = Transfer.objects.filter(
        origin_case=case, place__name=told.get("learned_from", "")
    ).first()
    transfer = actions.begin(
        case,
        person,
        adopter,
        relation=told["relation"],
        reason=told["reason"],
        visibility=told["visibility"],
        learned_from=learned_from,
    )
    if "answer" in told and case.kept_by is not None:
        actions.answer_as_origin(transfer, case.kept_by, **told["answer"])
    plans.keep_team(
        transfer, person, [(None, post, people.get(email)) for post, email in told["team"]]
    )
    answer_whether_it_fits(transfer, told["fit"])
    say_what_changes(transfer, told)
    if "starts_days_ago" in told:
        starts_on = timezone.localdate() - timedelta(days=told["starts_days_ago"])
        plans.make_calendar(Transfer.objects.get(pk=transfer.pk), person, starts_on)
    finish_first(transfer, told["done"])
    measure(transfer, told["indicators"])
    go_through(transfer, person, told)
    grow_old(Transfer.objects.get(pk=transfer.pk), told)


def answer_whether_it_fits(transfer: Transfer, fit: dict[str, Any]) -> None:
    names = ("competence", "competence_how", "in_plan", "in_plan_how")
    Transfer.objects.filter(pk=transfer.pk).update(**{name: fit[name] for name in names})
    for row, (answer, how) in zip(transfer.fit_answers.all(), fit["conditions"], strict=False):
        row.answer, row.how = answer, how
        row.save()


def say_what_changes(transfer: Transfer, told: dict[str, Any]) -> None:
    rows = list(transfer.adaptations.all())
    for row, (change, reason) in zip(rows, told["changes"], strict=False):
        row.change, row.reason = change, reason
        row.save()
    for order, (component, reason) in enumerate(told["added"], start=len(rows)):
        Adaptation.objects.create(
            transfer=transfer, sort_order=order, component=component, change="add", reason=reason
        )


def finish_first(transfer: Transfer, number: int) -> None:
    """The first milestones are done, each on its day; the next one is in work."""
    rows: list[TransferMilestone] = list(transfer.milestones.all())
    for row in rows[:number]:
        row.state, row.percent, row.done_on = "done", 100, row.due_on
    for row in rows[number : number + 1] if number else []:
        row.state, row.percent = "in_progress", 40
    for row in rows[: number + 1]:
        row.save()


def measure(transfer: Transfer, told: list[dict[str, Any]]) -> None:
    """The indicators of the origin, measured again; years are told from this one."""
    rows, this_year = list(transfer.indicators.all()), timezone.localdate().year
    for figures in told:
        row = rows[figures["of"]]
        row.baseline, row.result = Decimal(figures["baseline"]), Decimal(figures["result"])
        row.baseline_year = this_year + figures["baseline_year"]
        row.result_year = this_year + figures["result_year"]
        row.source, row.method = figures["source"], figures["method"]
        row.save()


def go_through(transfer: Transfer, person: User, told: dict[str, Any]) -> None:
    for stage, _days, reason in told["stages"]:
        is_last = [stage, _days, reason] == told["stages"][-1]
        move(
            transfer,
            person,
            stage,
            reason=reason,
            note=told.get("note", "") if is_last else "",
            lessons=told.get("lessons") if is_last else None,
        )


def grow_old(transfer: Transfer, told: dict[str, Any]) -> None:
    """Tell all of it as of the days it names: nobody hears of it today."""
    now = timezone.now()

    def ago(days: int) -> datetime:
        return now - timedelta(days=days)

    begun = ago(told["days_ago"])
    stages = {stage: ago(days) for stage, days, _reason in told["stages"]}
    last = told["stages"][-1]
    moments = {TransferEvent.Verb.SUSPENDED: "suspended", TransferEvent.Verb.ABANDONED: "abandoned"}
    for event in transfer.events.all():
        stage = moments.get(TransferEvent.Verb(event.verb), event.value)
        is_last = event.verb == TransferEvent.Verb.LESSONS
        event.at = ago(last[1]) if is_last else stages.get(stage, begun + timedelta(days=2))
        if event.verb == TransferEvent.Verb.STARTED:
            event.at = begun
        event.save(update_fields=["at"])
    Transfer.objects.filter(pk=transfer.pk).update(
        created_at=begun,
        stage_since=stages[last[0]],
        origin_answered_at=begun + timedelta(days=2) if "answer" in told else None,
        ended_on=timezone.localdate(ago(last[1])) if transfer.ended_on else None,
    )
    kind = ContentType.objects.get_for_model(Transfer)
    Activity.objects.filter(content_type=kind, object_id=transfer.pk).update(at=begun)
    Notification.objects.filter(kind__startswith="transfer_", facts__title=transfer.title).delete()
