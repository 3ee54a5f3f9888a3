"""What the towns of the demonstration need, and what others answered."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from community.models import Activity, Notification, Organization, Theme, User
from knowledge.actions import needs as actions
from knowledge.actions.need_answers import answer_need
from knowledge.models import Case, Need, NeedAnswer, NeedStep, SolutionPage
from knowledge.permissions_of_needs import can_post_need_for
from territories.models import Territory

if TYPE_CHECKING:
    from datetime import datetime

NEEDS = Path(__file__).with_name("needs.json")


def load() -> None:
    """Load what is missing, known by its title. Four queries when nothing is.

    Who or what this site does not have is left out. Days are told from today on.
    """
    stories = json.loads(NEEDS.read_text())
    titles = [told["title"] for told in stories]
    have = set(Need.objects.filter(title__in=titles).values_list("title", flat=True))
    people = {each.handle: each for each in User.objects.filter(email__endswith="@demo.example")}
    places = {
        each.code: each
        for each in Territory.objects.filter(code__in=[told["place"] for told in stories])
    }
    themes = Theme.objects.in_bulk([told["theme"] for told in stories], field_name="slug")
    for told in stories:
        known = told["by"] in people and told["place"] in places and told["theme"] in themes
        if known and told["title"] not in have:
            load_need(told, people, places[told["place"]], themes[told["theme"]])


@transaction.atomic
def load_need(
    told: dict[str, Any], people: dict[str, User], place: Territory, theme: Theme
) -> None:
    author, posted_at = people[told["by"]], days_before(told["days_ago"])
    if not can_post_need_for(author, place):
        return
    wanted = told["wanted_in_days"]
    text = {name: told[name] for name in ("title", "problem", "tried", "means_band", "means")}
    day = timezone.localdate() + timedelta(days=wanted) if wanted is not None else None
    need = actions.post_need(author, place, at=posted_at, theme=theme, wanted_by=day, **text)
    for each in told["answers"]:
        if each["by"] in people:
            load_answer(need, each, people, author)
    if "solved_days_ago" in told:
        settle(need, told, author)


def load_answer(need: Need, told: dict[str, Any], people: dict[str, User], keeper: User) -> None:
    thing = named(told, people)
    if thing is None and {"case", "solution", "person"} & told.keys():
        return
    author, at = people[told["by"]], days_before(told["days_ago"])
    voice = government_of(author) if told.get("for_organization") else None
    answer = answer_need(need, author, thing=thing, words=told["words"], on_behalf_of=voice, at=at)
    if "reply" in told:
        replied_at = at + timedelta(days=1)
        actions.reply_to(answer, keeper, told["reply"])
        NeedAnswer.objects.filter(pk=answer.pk).update(replied_at=replied_at)
        backdate(need, NeedStep.Verb.IN_CONTACT, replied_at)


def settle(need: Need, told: dict[str, Any], keeper: User) -> None:
    """Solved by what one of its answers names; of what is settled nobody hears today."""
    need = Need.objects.get(pk=need.pk)
    (solving,) = (each for each in told["answers"] if "solved" in each)
    answer = need.answers.filter(author__handle=solving["by"]).first()
    actions.solve(need, keeper, answer=answer, words=solving["solved"])
    backdate(need, NeedStep.Verb.SOLVED, days_before(told["solved_days_ago"]))
    Notification.objects.filter(url__startswith=need.get_absolute_url()).delete()


def named(told: dict[str, Any], people: dict[str, User]) -> Any:
    """What the answer names; None where it names nothing, or this site does not have it."""
    if "case" in told:
        return Case.objects.published().filter(title=told["case"]).first()
    if "solution" in told:
        return SolutionPage.objects.live().filter(slug=told["solution"]).first()
    return people.get(told.get("person", ""))


def government_of(person: User) -> Organization | None:
    return Organization.objects.open_to_act(person, timezone.localdate()).first()


def backdate(need: Need, verb: NeedStep.Verb, at: datetime) -> None:
    """Tell a step as of that moment; the state has stood since the last of them."""
    if need.steps.filter(verb=verb).update(at=at):
        Need.objects.filter(pk=need.pk, state=verb.value).update(state_since=at)
    kind = ContentType.objects.get_for_model(Need)
    Activity.objects.filter(content_type=kind, object_id=need.pk, at__gt=at).update(at=at)


def days_before(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
