"""Three experiences of invented towns, from their first draft to systematized or verified.

Each by the acts of the people who do it on the site: told by its author with its
documents, returned once, published, taken up, written whole, worked through in the
five moments, carried into the record, systematized and, two of them, verified.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from community.html import html_of
from community.models import User
from knowledge import actions
from knowledge.actions import systematization as working
from knowledge.actions.documents import receive
from knowledge.actions.writing import keep, next_code
from knowledge.demo.cases import TEAM, backdate, register
from knowledge.demo.records import key_of, read, text_of
from knowledge.levels import asked_for
from knowledge.models import (
    Carrying,
    Case,
    CaseEvent,
    DrawnLesson,
    Interview,
    LivedMoment,
    SourceRow,
    Systematization,
)
from knowledge.moments import screen_called
from knowledge.scales import Level

if TYPE_CHECKING:
    from collections.abc import Container

    from knowledge.moments import Screen

FOLDER = Path(__file__).with_name("altazara")
FILES = FOLDER / "files"
UNIT = "unidad@demo.example"
# What an author tells first: what the first level asks, and what is told in few words.
FIRST = {*asked_for(Level.REGISTERED), "validity_status", "validity_note", "language", "results"}
FIRST |= {"start_month", "is_ongoing", "themes", "networks", "time_limited", "municipality"}
FIRST |= {"attachments", "author"}
# Of a systematization, what is plain text; the rest is told in light Markdown.
PLAIN = ("team", "products")
TABLES = {"moments": "linea-de-tiempo", "lessons": "lecciones"}


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
    first = {name: told[name] for name in FIRST & told.keys()}
    case = register(first | {"attachments": []}, author)
    if case is None:
        return
    hand_in_files(case, told, author)
    write(case, first, author)
    sent_on = timezone.localdate() - timedelta(days=told["days_ago"][0])
    code = next_code(told["municipality"]["country"], sent_on.year)
    Case.objects.filter(pk=case.pk).update(code=code)
    actions.send(case, author)
    if "returned" in told:
        actions.return_to_author(case, team, told["returned"])
        actions.send(case, author)
    actions.publish(case, team)
    actions.assign(case, unit, team)
    actions.take_up(case, team, told["taken_up"])
    write(case, told, author)
    work_through(case, told, author, team)
    actions.send(case, author)
    actions.systematize(case, team, **told["systematized"])
    if "corrected" in told:
        write(case, told | told["corrected"], team, only=told["corrected"])
    if "verified" in told:
        actions.verify(case, unit, **told["verified"])
    case = Case.objects.get(pk=case.pk)
    actions.answer_validity(case, author, case.validity_status, note=case.validity_note)
    grow_old(case, told["days_ago"])


def hand_in_files(case: Case, told: dict[str, Any], author: User) -> None:
    """Upload what the rows name as people do; the rows say then where it is kept."""
    kept: dict[str, dict[str, Any]] = {}
    for row in [*told["attachments"], *told.get("corrected", {}).get("attachments", ())]:
        if name := row.pop("file_in", ""):
            kept[name] = kept.get(name) or handed_in(case, name, author)
            row |= kept[name]


def handed_in(case: Case, name: str, author: User) -> dict[str, Any]:
    received = receive(case, author, [ContentFile((FILES / name).read_bytes(), name)])
    if received.refused:
        raise ValidationError(received.refused)
    (row,) = received.rows
    return {"file": row.file.name, "size": row.size, "width": row.width, "height": row.height}


def write(
    case: Case, told: dict[str, Any], writer: User, only: Container[str] | None = None
) -> None:
    case = Case.objects.select_related("latest_revision").get(pk=case.pk)
    draft, text = case.draft(), text_of(told)
    written = {name: text[name] for name in text if only is None or name in only}
    for name, value in written.items():
        setattr(draft, name, value)
    keep(draft, case, writer, written)


def work_through(case: Case, told: dict[str, Any], author: User, team: User) -> None:
    """What the team and the authors worked out meanwhile, and what of it they carry over."""
    work = Systematization.objects.get(case=case)
    told_of_work = dict(told["systematization"])
    rows = {name: told_of_work.pop(name) for name in ("sources", "interviews", *TABLES)}
    ways = told_of_work.pop("carried")
    work.facilitator = User.objects.filter(email=told_of_work.pop("facilitator")).first()
    for name, value in dated(told_of_work).items():
        is_plain = name in PLAIN or name.endswith("_on")
        setattr(work, name, value if is_plain else html_of(value))
    work.save()
    for order, row in enumerate(rows["sources"]):
        SourceRow.objects.create(systematization=work, sort_order=order, **dated(row))
    for order, row in enumerate(rows["interviews"]):
        Interview.objects.create(
            systematization=work, sort_order=order, recorded_by=team, **dated(row)
        )
    for name in TABLES.values():
        working.take_up(case, called(name), author)
    tell_moments(work, told, rows["moments"])
    for order, row in enumerate(rows["lessons"], start=len(told["lessons"])):
        key = key_of(told, "lessons", order)
        DrawnLesson.objects.create(systematization=work, key=key, sort_order=order, **row)
    working.carry(case, ways, author)
    noon = datetime.combine(work.arrival_on or timezone.localdate(), time(12))
    Carrying.objects.filter(systematization=work).update(carried_at=timezone.make_aware(noon))


def tell_moments(work: Systematization, told: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Of those the record has, how they are known; the others are new."""
    fresh = len(told["milestones"])
    for row in rows:
        known = work.moments.filter(title=row["title"])
        if known.update(**row):
            continue
        key = key_of(told, "milestones", fresh)
        LivedMoment.objects.create(systematization=work, key=key, sort_order=fresh, **row)
        fresh += 1
    working.put_in_order(work, called(TABLES["moments"]))


def called(slug: str) -> Screen:
    screen = screen_called(slug)
    if screen is None:
        raise LookupError(slug)
    return screen


def grow_old(case: Case, days_ago: list[int]) -> None:
    """Tell all of it as of that many days ago, one for each line of its history."""
    now = timezone.now()
    moments = [now - timedelta(days=days) for days in days_ago]
    backdate(case, moments)
    begun = case.events.get(verb=CaseEvent.Verb.TAKEN_UP).at
    carried = Carrying.objects.filter(systematization__case=case).values_list(
        "carried_at", flat=True
    )
    Systematization.objects.filter(case=case).update(begun_at=begun, changed_at=max(carried))
    asked = case.events.get(verb=CaseEvent.Verb.VALIDITY).at
    Case.objects.filter(pk=case.pk).update(validity_checked_on=timezone.localdate(asked))


def dated(told: dict[str, Any]) -> dict[str, Any]:
    """With days instead of how many days ago they were."""
    today = timezone.localdate()
    return {
        name: today - timedelta(days=value) if name.endswith("_on") else value
        for name, value in told.items()
    }
