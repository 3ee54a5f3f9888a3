"""The acts that make up one story of a transfer, each with its day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from knowledge.actions import following_transfers as following
from knowledge.actions import peer_visits as visits
from knowledge.actions import transfer_plans as plans
from knowledge.actions.feedback import answer_feedback
from knowledge.actions.transfer_history import note_event
from knowledge.actions.transfer_stages import move
from knowledge.actions.transfers import answer_as_origin
from knowledge.models import (
    Adaptation,
    PeerVisit,
    TransferCost,
    TransferEvent,
    TransferIndicator,
    TransferMilestone,
)
from knowledge.transfer_kinds import Change, VisitState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from knowledge.demo.transfers import Story

    Act = tuple[int, Callable[[], None]]


def day(offset: int | None) -> date | None:
    return None if offset is None else timezone.localdate() + timedelta(days=offset)


def acts_of(story: Story) -> Iterator[Act]:
    """With the day of each; of two on one day the first comes first."""
    told, answer = story.told, dict(story.told["answer"])
    yield answer.pop("day"), partial(answer_for_origin, story, answer)
    yield told["planned"], partial(plan, story)
    stages = {stage: offset for stage, offset, *_why in told["stages"]}
    yield from finishing(story, stages)
    if "measured" in told:
        yield told["measured"], partial(measure, story)
    for stage, offset, *why in told["stages"]:
        is_last = stage == told["stages"][-1][0]
        yield offset, partial(go, story, stage, *why, is_last=is_last)
    if "lessons_answer" in told:
        said = dict(told["lessons_answer"])
        yield said.pop("day"), partial(answer_lessons, story, said)
    for row in told.get("costs", ()):
        yield row["paid_on"], partial(pay, story, row)
    for row in told.get("documents", ()):
        yield told["measured"], partial(show, story, row)
    for row in told.get("visits", ()):
        yield from visiting(story, row)


def answer_for_origin(story: Story, told: dict[str, Any]) -> None:
    origin = story.case.kept_by
    if origin is not None:
        answer_as_origin(story.transfer, origin, **told)


# --- The plan -------------------------------------------------------------------


def plan(story: Story) -> None:
    """Team, the three steps and, where the story names a day for it, the calendar."""
    told, transfer = story.told, story.transfer
    people = {**story.people, "official": story.person}
    posts = [(None, post, people.get(email)) for post, email in told["team"]]
    plans.keep_team(transfer, story.person, posts)
    fit = dict(told["fit"])
    answers = list(transfer.fit_answers.all())
    for row, (answer, how) in zip(answers, fit.pop("conditions"), strict=True):
        row.answer, row.how = answer, how
    keep(story, answers, fit)
    keep(story, adaptations_of(story))
    if "calendar" in told:
        begins = day(told["calendar"]) or timezone.localdate()
        plans.make_calendar(story.transfer, story.person, begins)
        return
    rows = [milestone_of(row, order, story) for order, row in enumerate(told["milestones"])]
    keep(story, rows, {"starts_on": rows[0].starts_on})


def keep(story: Story, rows: list[Any], fields: dict[str, Any] | None = None) -> None:
    transfer = story.transfer
    seen = transfer.plan_number
    plans.keep_plan(transfer, story.person, seen=seen, fields=fields or {}, rows=rows)


def adaptations_of(story: Story) -> list[Adaptation]:
    told, rows = story.told, list(story.transfer.adaptations.all())
    for row, (change, reason) in zip(rows, told["changes"], strict=True):
        row.change, row.reason = change, reason
    added = [
        Adaptation(component=component, change=Change.ADD, reason=reason, sort_order=order)
        for order, (component, reason) in enumerate(told["added"], start=len(rows))
    ]
    return [*rows, *added]


def milestone_of(row: dict[str, Any], order: int, story: Story) -> TransferMilestone:
    people = {**story.people, "official": story.person}
    return TransferMilestone(
        sort_order=order,
        kind=row.get("kind", "step"),
        title=row["title"],
        output=row.get("output", ""),
        post=row.get("post", ""),
        person=people.get(row.get("person", "")),
        starts_on=day(row["from"]),
        due_on=day(row["to"]),
        state="in_progress" if row.get("percent") else "pending",
        percent=row.get("percent", 0),
        budget=row.get("budget"),
        note=row.get("note", ""),
    )


# --- What follows ----------------------------------------------------------------


def finishing(story: Story, stages: dict[str, int]) -> Iterator[Act]:
    """Of a calendar the first `done`, on the day they were due; the plan when it was approved."""
    told = story.told
    for order, row in enumerate(told.get("milestones", ())):
        if "done" in row:
            yield row["done"], partial(finish, story, order, row)
    if "calendar" in told:
        yield stages["planned"], partial(finish, story, 0, {"done": stages["planned"]})
        last = told["stages"][-1][1] if told["stages"][-1][0] in ("suspended", "abandoned") else 0
        yield last - 1, partial(finish_those_due, story, told["done"])


def finish(story: Story, order: int, told: dict[str, Any]) -> None:
    row = story.transfer.milestones.all()[order]
    following.finish_milestone(story.transfer, row.key, story.person)
    TransferMilestone.objects.filter(pk=row.pk).update(done_on=day(told["done"]))
    for document in told.get("documents", ()):
        following.add_proof(story.transfer, story.person, milestone=row, **document)


def finish_those_due(story: Story, number: int) -> None:
    """The first of a calendar, each noted on its day; the step after them is in work."""
    transfer = story.transfer
    rows = list(transfer.milestones.all()[: number + 1])
    for row in rows[1:number]:
        following.finish_milestone(transfer, row.key, story.person)
        line = transfer.events.filter(verb=TransferEvent.Verb.MILESTONE, note=row.title).first()
        TransferMilestone.objects.filter(pk=row.pk).update(done_on=row.due_on)
        if line is not None and row.due_on is not None:
            line.at = timezone.make_aware(datetime.combine(row.due_on, time(10)))
            line.save(update_fields=["at"])
    if number > 1 and rows[number].kind == TransferMilestone.Kind.STEP:
        TransferMilestone.objects.filter(pk=rows[number].pk).update(state="in_progress", percent=40)


def measure(story: Story) -> None:
    """Those of the origin by their place, and the adopter's own; years are those of the days."""
    transfer = story.transfer
    known = list(transfer.indicators.all())
    for told in story.told["indicators"]:
        told = dict(told)
        row = (
            known[told.pop("of")]
            if "of" in told
            else TransferIndicator(transfer=transfer, sort_order=len(known))
        )
        for name in ("baseline", "result"):
            measured_on = day(told.pop(f"{name}_on", None))
            setattr(row, f"{name}_year", measured_on and measured_on.year)
        for name, value in told.items():
            setattr(row, name, value)
        row.save()
        if row.result is not None:
            note_event(transfer, TransferEvent.Verb.MEASURED, story.person, note=row.name)


def go(story: Story, stage: str, reason: str = "", *, is_last: bool) -> None:
    """The lessons are told with the first results, or with the end."""
    told = story.told
    tells = is_last or stage == "with_results"
    move(
        story.transfer,
        story.person,
        stage,
        reason=reason,
        note=told.get("note", "") if is_last else "",
        lessons=told.get("lessons") if tells else None,
    )


def answer_lessons(story: Story, told: dict[str, Any]) -> None:
    origin, said = story.case.kept_by, story.transfer.feedback.first()
    if origin is not None and said is not None:
        answer = told["text"]
        answer_feedback(said, origin, disposition=told["disposition"], answer=answer)


def pay(story: Story, told: dict[str, Any]) -> None:
    paid_on = day(told["paid_on"]) or timezone.localdate()
    transfer = story.transfer
    TransferCost.objects.create(
        transfer=transfer,
        sort_order=transfer.costs.count(),
        concept=told["concept"],
        kind=told["kind"],
        amount=Decimal(told["amount"]),
        currency="USD",
        year=paid_on.year,
    )


def show(story: Story, told: dict[str, Any]) -> None:
    following.add_proof(story.transfer, story.person, **told)


# --- Visits ------------------------------------------------------------------------


def visiting(story: Story, told: dict[str, Any]) -> Iterator[Act]:
    yield told["asked"], partial(ask, story, told)
    if told["state"] in (VisitState.AGREED, VisitState.HELD):
        yield told["asked"] + 2, partial(agree, story, told)
    if "report" in told:
        yield told["to"] + 3, partial(report, story, told)


def ask(story: Story, told: dict[str, Any]) -> None:
    visits.ask_for_visit(
        story.transfer,
        story.person,
        is_host=told["host"] == "adopter",
        peer=story.case.transfers.filter(place__name=told.get("peer", "")).first(),
        topic=told["topic"],
        mode=told["mode"],
        starts_on=day(told.get("from")),
        ends_on=day(told.get("to")),
        people=told.get("people"),
        payer=told.get("payer", ""),
        agenda=told.get("agenda", ""),
    )


def called(story: Story, told: dict[str, Any]) -> PeerVisit:
    return story.transfer.visits.get(topic=told["topic"])


def agree(story: Story, told: dict[str, Any]) -> None:
    """For the peer that was asked, or else for the origin."""
    visit = called(story, told)
    other = visit.peer.kept_by if visit.peer else story.case.kept_by
    if other is not None:
        visits.answer_visit(visit, other, is_agreed=True)


def report(story: Story, told: dict[str, Any]) -> None:
    visits.report_visit(called(story, told), story.person, told["report"])
