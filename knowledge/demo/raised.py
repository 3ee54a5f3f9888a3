"""Three experiences of invented towns, from their first draft to systematized or verified.

Each by the acts of the people who do it on the site: told by its author, returned
once, published, taken up, written whole, systematized and, two of them, verified.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.models import User
from knowledge import actions
from knowledge.actions.writing import keep
from knowledge.demo.cases import TEAM, backdate, register
from knowledge.demo.records import read, text_of
from knowledge.levels import asked_for
from knowledge.models import Case, CaseEvent, Interview, SourceRow, Systematization
from knowledge.scales import Level

FOLDER = Path(__file__).with_name("altazara")
UNIT = "unidad@demo.example"
# What an author tells first: what the first level asks, and what is told in few words.
FIRST = {*asked_for(Level.REGISTERED), "validity_status", "validity_note", "language", "results"}
FIRST |= {"start_month", "is_ongoing", "themes", "networks", "time_limited", "municipality"}
FIRST |= {"attachments", "author"}


def load() -> None:
    """Load what is missing, known by its title. One query when nothing is."""
    stories = {told["title"]: told for told in map(read, sorted(FOLDER.glob("*.json")))}
    have = set(Case.objects.filter(title__in=stories).values_list("title", flat=True))
    people = {
        person.email: person for person in User.objects.filter(email__endswith="@demo.example")
    }
    for title, told in stories.items():
        if title not in have and {told["author"], TEAM, UNIT} <= people.keys():
            raise_by_acts(told, people[told["author"]], people[TEAM], people[UNIT])


@transaction.atomic
def raise_by_acts(told: dict[str, Any], author: User, team: User, unit: User) -> None:
    for instrument in told["legal_instruments"]:
        if file := instrument.pop("text_in", ""):
            instrument["text"] = (FOLDER / file).read_text().strip()
    case = register({name: told[name] for name in FIRST & told.keys()}, author)
    if case is None:
        return
    actions.send(case, author)
    if "returned" in told:
        actions.return_to_author(case, team, told["returned"])
        actions.send(case, author)
    actions.publish(case, team)
    actions.assign(case, unit, team)
    actions.take_up(case, team, told["taken_up"])
    write(case, told, author)
    actions.send(case, author)
    work_through(case, told["systematization"])
    actions.systematize(case, team, **told["systematized"])
    if "corrected" in told:
        write(case, told | told["corrected"], team)
    if "verified" in told:
        actions.verify(case, unit, **told["verified"])
    now = timezone.now()
    backdate(case, [now - timedelta(days=days) for days in told["days_ago"]])
    begun = case.events.get(verb=CaseEvent.Verb.TAKEN_UP).at
    Systematization.objects.filter(case=case).update(begun_at=begun)


def write(case: Case, told: dict[str, Any], writer: User) -> None:
    case = Case.objects.select_related("latest_revision").get(pk=case.pk)
    draft, text = case.draft(), text_of(told)
    for name, value in text.items():
        setattr(draft, name, value)
    keep(draft, case, writer, text)


def work_through(case: Case, told: dict[str, Any]) -> None:
    """What the team and the authors agreed on and wrote meanwhile."""
    work = Systematization.objects.get(case=case)
    sources, interviews = told.pop("sources"), told.pop("interviews")
    for name, value in dated(told).items():
        setattr(work, name, value)
    work.save()
    for model, rows in ((SourceRow, sources), (Interview, interviews)):
        for order, row in enumerate(rows):
            model.objects.create(systematization=work, sort_order=order, **dated(row))


def dated(told: dict[str, Any]) -> dict[str, Any]:
    """With days instead of how many days ago they were."""
    today = timezone.localdate()
    return {
        name: today - timedelta(days=value) if name.endswith("_on") else value
        for name, value in told.items()
    }
