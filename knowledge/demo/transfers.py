"""What the towns of the demonstration repeat of each other: acts of people, each on its day.

Days are told from the day of loading on, those before it below zero.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from wagtail.search.index import insert_or_update_object

from community.actions.affiliations import note_confirmed
from community.actions.members import close_account, municipal_government, welcome_person
from community.models import Activity, Notification, User
from knowledge.actions import transfers as actions
from knowledge.actions.following_transfers import inherit_indicators
from knowledge.actions.standing import renew_standing
from knowledge.demo.transfer_acts import acts_of
from knowledge.models import Case, CaseEvent, Transfer
from knowledge.permissions_of_transfers import can_adopt_for
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Organization

TOLD = Path(__file__).with_name("transfers.json")
COUNTRY = "XA"
UNIT = "unidad@demo.example"
RISES = (CaseEvent.Verb.TRANSFERRED, CaseEvent.Verb.FELL_BACK)


def day(offset: int) -> date:
    return timezone.localdate() + timedelta(days=offset)


def moment(offset: int) -> datetime:
    return timezone.make_aware(datetime.combine(day(offset), time(10)))


@dataclass
class Story:
    """A municipality that repeats an experience, and whoever carries it there."""

    told: dict[str, Any]
    case: Case
    adopter: Organization
    person: User
    people: dict[str, User]
    since: datetime = field(default_factory=timezone.now)
    key: int = 0

    @property
    def transfer(self) -> Transfer:
        """As it is now."""
        return Transfer.objects.get(pk=self.key)


def load() -> None:
    """Load what is missing, known by its case and its municipality. Three queries when nothing is.

    What lacks its case, its town or its official is left out.
    """
    stories = json.loads(TOLD.read_text())
    titles = {told["case"] for told in stories}
    known = set(
        Transfer.objects.filter(
            origin_case__title__in=titles, place__country_code=COUNTRY
        ).values_list("origin_case__title", "place__name")
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
    # The titles of milestones are written once, in the language of the plan.
    with translation.override("es"):
        for told in missing:
            if told["case"] in cases:
                tell(told, cases[told["case"]], people)


@transaction.atomic
def tell(told: dict[str, Any], case: Case, people: dict[str, User]) -> None:
    places = Territory.objects.municipalities().filter(country_code=COUNTRY, name=told["place"])
    place, unit = places.first(), people.get(UNIT)
    if place is None or unit is None:
        return
    adopter = municipal_government(place)
    person = people.get(told.get("by", "")) or official_of(told, adopter, unit)
    if person is None or not can_adopt_for(person, adopter):
        return
    story = Story(told, case, adopter, person, people)
    with as_of(story, moment(told["begun"])):
        begin(story)
    for offset, act in sorted(acts_of(story), key=lambda each: each[0]):
        with as_of(story, moment(offset)):
            act()
    if "official" in told:
        left = told["official"]["left"]
        with as_of(story, moment(left)):
            close_account(person, keep_name=True)
        person.affiliations.update(ended_on=day(left), handed_over_at=moment(left))
    # What the acts counted and indexed had the day of today.
    renew_standing(case)
    insert_or_update_object(Transfer.objects.for_search().get(pk=story.key))
    Notification.objects.filter(recipient__in=people.values(), created_at__gte=story.since).delete()


def official_of(told: dict[str, Any], adopter: Organization, unit: User) -> User | None:
    """Whoever carried it in a town where nobody of the demonstration works: they left since."""
    if "official" not in told:
        return None
    name = told["official"]["name"]
    person = welcome_person(
        f"{slugify(name)}@demo.example", handle=slugify(name), display_name=name
    )
    affiliation = person.affiliations.create(organization=adopter, post=told["official"]["post"])
    note_confirmed(affiliation, "unit", unit)
    return person


def begin(story: Story) -> None:
    """As the newest version of that day tells it."""
    told, case = story.told, story.case
    before = Transfer.objects.filter(
        origin_case=case, place__name=told.get("learned_from", ""), place__country_code=COUNTRY
    )
    transfer = actions.begin(
        case,
        story.person,
        story.adopter,
        relation=told["relation"],
        reason=told["reason"],
        visibility=told.get("visibility", "public"),
        learned_from=before.first(),
    )
    story.key = transfer.pk
    version = case.versions.filter(published_at__lte=moment(told["begun"])).first()
    if version is None or version == transfer.origin_version:
        return
    transfer.origin_version = version
    transfer.save(update_fields=["origin_version"])
    for rows in (transfer.fit_answers, transfer.adaptations, transfer.indicators):
        rows.all().delete()
    actions.bring_along(transfer, version)
    inherit_indicators(transfer)


@contextmanager
def as_of(story: Story, at: datetime) -> Iterator[None]:
    """What is written meanwhile was written at that moment. To be used in the order of days."""
    yield
    transfer = story.transfer
    for name in ("created_at", "stage_since", "origin_answered_at"):
        if (getattr(transfer, name) or at) >= story.since:
            setattr(transfer, name, at)
    if transfer.ended_on and transfer.ended_on >= timezone.localdate(story.since):
        transfer.ended_on = timezone.localdate(at)
    transfer.save()
    kind = ContentType.objects.get_for_model(Transfer)
    lines = Activity.objects.filter(content_type=kind, object_id=transfer.pk)
    rises = CaseEvent.objects.filter(case=story.case, verb__in=RISES)
    for rows, name in (
        (transfer.events, "at"),
        (lines, "at"),
        (rises, "at"),
        (transfer.visits, "created_at"),
        (transfer.visits, "answered_at"),
        (transfer.visits, "reported_at"),
        (transfer.feedback, "made_at"),
        (transfer.feedback, "answered_at"),
    ):
        rows.filter(**{f"{name}__gte": story.since}).update(**{name: at})
