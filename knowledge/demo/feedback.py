"""What people of Altazara say of each other's experiences, and the version made of it.

Whoever adopts an older version finds the notice of that one, as of its day.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from community.html import html_of
from community.models import Activity, Notification, User
from community.permissions import organizations_of
from knowledge import actions
from knowledge.actions.feedback import answer_feedback, give_feedback
from knowledge.actions.writing import keep
from knowledge.adopters import tell_next_adopters
from knowledge.feedback_kinds import FEEDBACK_TARGET_DAYS
from knowledge.kinds import ShownAs
from knowledge.models import Case, CaseVersion, Feedback, Usefulness

if TYPE_CHECKING:
    from datetime import datetime

FILE = Path(__file__).with_name("feedback.json")
# Nobody hears today of what was said weeks ago.
TOLD = ("feedback_received", "feedback_answered", "feedback_credited")


@transaction.atomic
def load() -> None:
    """Load it where nobody has spoken yet but by a transfer; else nothing. One query then."""
    if Feedback.objects.filter(transfer=None).exists():
        return
    told = json.loads(FILE.read_text())
    cases = {case.title: case for case in Case.objects.published()}
    people = User.objects.in_bulk(field_name="handle")
    for each in told["feedback"]:
        case, author = cases.get(each["case"]), people.get(each["author"])
        if case is not None and author is not None:
            say(case, author, each, people)
    bring_out(told["version"], cases, people)
    for each in told["usefulness"]:
        if each["case"] in cases:
            find_useful(cases[each["case"]], each)
    Notification.objects.filter(kind__in=TOLD).delete()


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def say(case: Case, author: User, told: dict[str, Any], people: dict[str, User]) -> None:
    theirs = organizations_of(author, timezone.localdate()).first()
    shown_as = told.get("shown_as", ShownAs.PERSON)
    if shown_as == ShownAs.ORGANIZATION and theirs is None:
        shown_as = ShownAs.NOBODY
    made = give_feedback(
        case,
        author,
        kind=told["kind"],
        part=told["part"],
        text=told["text"],
        source=told.get("source", ""),
        organization=theirs if told.get("official") else None,
        shown_as=shown_as,
    )
    answer = told.get("answer")
    by = people.get(answer["by"]) if answer else None
    if answer and by is not None:
        made = answer_feedback(
            made,
            by,
            disposition=answer["disposition"],
            answer=answer["text"],
            in_draft=answer.get("in_draft", False),
        )
    made_at = ago(told["days_ago"])
    Feedback.objects.filter(pk=made.pk).update(
        made_at=made_at,
        answer_by=timezone.localdate(made_at) + timedelta(days=FEEDBACK_TARGET_DAYS),
        answered_at=ago(answer["days_ago"]) if made.answered_at and answer else None,
        version=version_of(case, made_at),
    )


def version_of(case: Case, at: datetime) -> CaseVersion | None:
    """The one that was read that day; of an earlier day, the first."""
    kept = case.versions.defer("record", "names")
    return kept.filter(published_at__lte=at).first() or kept.last()


def bring_out(told: dict[str, Any], cases: dict[str, Case], people: dict[str, User]) -> None:
    """The author writes what was accepted, the team publishes it: a version that credits."""
    case, author, team = (
        cases.get(told["case"]),
        people.get(told["by"]),
        people.get(told["team"]),
    )
    if case is None or author is None or team is None:
        return
    case = Case.objects.select_related("latest_revision").get(pk=case.pk)
    draft = case.draft()
    for name, words in told["adds"].items():
        setattr(draft, name, f"{getattr(draft, name)}{html_of(words)}")
    keep(draft, case, author, told["adds"])
    case = actions.send(Case.objects.get(pk=case.pk), author)
    version = actions.publish(case, team, significance=told["significance"], note=told["note"])
    sent, published = ago(told["days_ago"] + 1), ago(told["days_ago"])
    CaseVersion.objects.filter(pk=version.pk).update(published_at=published)
    last = list(case.events.order_by("-pk")[:2])
    for event, at in zip(last, (published, sent), strict=True):
        case.events.filter(pk=event.pk).update(at=at)
    Case.objects.filter(pk=case.pk).update(sent_at=sent, last_published_at=published)
    kind = ContentType.objects.get_for_model(Case)
    lines = Activity.objects.filter(content_type=kind, object_id=case.pk).order_by("-pk")
    Activity.objects.filter(pk__in=lines.values("pk")[:1]).update(at=published)
    case.revisions.filter(created_at__gt=sent).update(created_at=sent)
    Notification.objects.filter(facts__code=case.code).delete()
    tell_next_adopters(version, team.pk, after=0)
    told_of = Notification.objects.filter(kind="adopted_version", facts__title=case.title)
    told_of.update(created_at=published)


def find_useful(case: Case, told: dict[str, Any]) -> None:
    Usefulness.objects.create(
        case=case,
        was_useful=told["useful"],
        reason=told.get("reason", ""),
        words=told.get("words", ""),
        said_on=timezone.localdate(ago(told["days_ago"])),
    )
