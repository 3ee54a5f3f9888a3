"""The cases of the demonstration: real ones, told by a third party, and three in the making.

The real ones are of well-known municipalities, with their sources; a
municipality that the site does not have is skipped. Those in the making are of
towns that do not exist, one for each state an author meets.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from community.models import Activity, Notification, User
from community.permissions import organizations_of
from knowledge import actions
from knowledge.demo.records import read, text_of
from knowledge.models import Case, CaseEvent
from territories.models import Territory
from territories.names import fold

HERE = Path(__file__).parent
TEAM = "conocimiento@demo.example"
logger = logging.getLogger(__name__)

# How long the author wrote and the team read; then one was published every four days.
WRITING, READING, BETWEEN = timedelta(days=3), timedelta(days=2), timedelta(days=4)


def load() -> None:
    """Load what is missing, known by its title. Two queries when nothing is.

    The day of each publication lies in the past two months, those in the order of
    the file; the rest of its history before it.
    """
    real, making = (read(HERE / name) for name in ("cases.json", "cases_in_the_making.json"))
    titles = [told["title"] for told in (*real, *making)]
    have = set(Case.objects.filter(title__in=titles).values_list("title", flat=True))
    people = {
        person.email: person for person in User.objects.filter(email__endswith="@demo.example")
    }
    team = people.get(TEAM)
    if team is None:
        return
    missing = [told for told in real if told["title"] not in have]
    for order, told in enumerate(missing):
        bring_out(told, team, timezone.now() - BETWEEN * (len(missing) - order))
    for told in making:
        author = people.get(told["author"])
        if author is not None and told["title"] not in have:
            leave_half_way(told, author, team)


@transaction.atomic
def bring_out(told: dict[str, Any], team: User, day: Any) -> None:
    """Register, send and publish it, as of `day`."""
    case = register(told, team)
    if case is None:
        return
    actions.send(case, team)
    actions.publish(case, team, note="")
    backdate(case, [day - READING - WRITING, day - READING, day])


def backdate(case: Case, moments: list[datetime]) -> None:
    """Tell its history as long past, one moment for each event: nobody hears of it today."""
    events = list(case.events.order_by("pk"))
    for event, at in zip(events, moments, strict=True):
        event.at = at
    CaseEvent.objects.bulk_update(events, ["at"])
    published = [each.at for each in events if each.verb == CaseEvent.Verb.PUBLISHED]
    sent = [each.at for each in events if each.verb == CaseEvent.Verb.SENT]
    for version, at in zip(case.versions.order_by("number"), published, strict=True):
        case.versions.filter(pk=version.pk).update(published_at=at)
    kind = ContentType.objects.get_for_model(Case)
    lines = Activity.objects.filter(content_type=kind, object_id=case.pk).order_by("pk")
    for line, at in zip(lines, published, strict=True):
        Activity.objects.filter(pk=line.pk).update(at=at)
    case.revisions.update(created_at=sent[-1])
    case = Case.objects.get(pk=case.pk)
    case.sent_at, case.confirmed_at = sent[-1], case.confirmed_at and sent[0]
    case.first_published_at, case.last_published_at = published[0], published[-1]
    Case.objects.bulk_update(
        [case], ["sent_at", "confirmed_at", "first_published_at", "last_published_at"]
    )
    Notification.objects.filter(facts__code=case.code).delete()


@transaction.atomic
def leave_half_way(told: dict[str, Any], author: User, team: User) -> None:
    """A case in the state that `told` names: a draft, sent, or returned with a reason."""
    case = register(told, author)
    if case is None or told["state"] == Case.State.DRAFT:
        return
    actions.send(case, author)
    if told["state"] == Case.State.RETURNED:
        actions.return_to_author(case, team, told["reason"])
    else:
        Case.objects.filter(pk=case.pk).update(sent_at=F("sent_at") - READING)


def register(told: dict[str, Any], author: User) -> Case | None:
    """The complete draft; None, with a warning, when its municipality is not here."""
    place = place_of(told["municipality"])
    if place is None:
        wanted = ", ".join(
            filter(None, (told["municipality"][k] for k in ("name", "state", "country")))
        )
        logger.warning("Skipped “%s”: there is no municipality %s.", told["title"], wanted)
        return None
    # What a person of the demonstration tells, they tell in the name of where they work.
    theirs = organizations_of(author, timezone.localdate()) if "author" in told else None
    return actions.register(
        author,
        lead_municipality=place,
        on_behalf_of=theirs.first() if theirs else None,
        **text_of(told),
    )


def place_of(told: dict[str, str | None]) -> Territory | None:
    """By its official code or, where the site has another, by name and state."""
    of_country = Territory.objects.municipalities().filter(country_code=told["country"])
    coded = of_country.filter(code=told["code"]).first() if told.get("code") else None
    if coded is not None:
        return coded
    state = fold(told.get("state") or "")
    named = of_country.filter(search_name=fold(told["name"] or ""))
    return next((place for place in named if state in fold(place.parent_names)), None)
