"""The cases of the demonstration: real ones, told by a third party, and three in the making.

The real ones are of well-known municipalities, with their sources; a
municipality that the site does not have is skipped. Those in the making are of
towns that do not exist, one for each state an author meets.
"""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from community.html import html_of
from community.models import Activity, User
from community.permissions import organizations_of
from knowledge import actions
from knowledge.models import (
    NARRATIVE,
    Attachment,
    Case,
    CaseEvent,
    CaseNetwork,
    CaseTheme,
    CaseVersion,
    TargetGroup,
)
from networks.demo.entries import themes_called
from networks.models import NetworkPage
from territories.models import Territory
from territories.names import fold

HERE = Path(__file__).parent
TEAM = "conocimiento@demo.example"
logger = logging.getLogger(__name__)

PLAIN = (
    "title",
    "summary",
    "record_kind",
    "stage",
    "validity_status",
    "interruption_reason",
    "validity_note",
    "start_year",
    "start_month",
    "end_year",
    "is_ongoing",
    "scope",
    "cost_band",
)
# How long the author wrote and the team read; then one was published every four days.
WRITING, READING, BETWEEN = timedelta(days=3), timedelta(days=2), timedelta(days=4)


def load() -> None:
    """Load what is missing, known by its title. Two queries when nothing is.

    The day of each publication lies in the past two months, those in the order of
    the file; the rest of its history before it.
    """
    real, making = (
        json.loads((HERE / name).read_text()) for name in ("cases.json", "cases_in_the_making.json")
    )
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
    sent = actions.send(case, team)
    actions.publish(case, team, note="")
    # It is told as long past: nobody hears today that it is in review.
    team.notifications.filter(facts__code=sent.code).delete()
    Case.objects.filter(pk=case.pk).update(
        sent_at=day - READING, first_published_at=day, last_published_at=day, level=told["level"]
    )
    kind = ContentType.objects.get_for_model(Case)
    Activity.objects.filter(content_type=kind, object_id=case.pk).update(at=day)
    CaseVersion.objects.filter(case=case).update(published_at=day, level=told["level"])
    verbs = CaseEvent.Verb
    for verb, before in (
        (verbs.REGISTERED, READING + WRITING),
        (verbs.SENT, READING),
        (verbs.PUBLISHED, timedelta(0)),
    ):
        CaseEvent.objects.filter(case=case, verb=verb).update(at=day - before)


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
    case = actions.register(
        author,
        lead_municipality=place,
        on_behalf_of=theirs.first() if theirs else None,
        recurrence=told.get("time_limited") or "",
        language=told.get("language") or "es",
        **{name: plain(told, name) for name in PLAIN},
        **{name: html_of(told.get(name) or "") for name in NARRATIVE},
    )
    for order, theme in enumerate(themes_called(told["themes"])[:3]):
        case.case_themes.add(CaseTheme(theme=theme, sort_order=order))
    for network in NetworkPage.objects.filter(slug__in=told["networks"]):
        case.case_networks.add(CaseNetwork(network=network))
    for order, row in enumerate(told["attachments"]):
        case.attachments.add(
            Attachment(
                sort_order=order,
                **{k: v or "" for k, v in row.items() if k != "year"},
                year=row["year"],
            )
        )
    case.target_groups.set(TargetGroup.objects.filter(slug__in=told["target_groups"]))
    case.save()
    case.save_revision(user=author, clean=False)
    return case


def plain(told: dict[str, Any], name: str) -> Any:
    """The value; text that is not there is empty, numbers stay unknown."""
    value = told.get(name)
    may_be_unknown = Case._meta.get_field(name).null
    return value if value is not None or may_be_unknown else ""


def place_of(told: dict[str, str | None]) -> Territory | None:
    """By its official code or, where the site has another, by name and state."""
    of_country = Territory.objects.municipalities().filter(country_code=told["country"])
    coded = of_country.filter(code=told["code"]).first() if told.get("code") else None
    if coded is not None:
        return coded
    state = fold(told.get("state") or "")
    named = of_country.filter(search_name=fold(told["name"] or ""))
    return next((place for place in named if state in fold(place.parent_names)), None)
