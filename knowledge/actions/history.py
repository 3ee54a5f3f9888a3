"""The history of a case, and who hears of what happens to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.actions.notices import notify
from community.models import User
from community.permissions import KNOWLEDGE_TEAM
from knowledge.models import Case, CaseEvent
from knowledge.models.sealed import signs, unnamed
from knowledge.permissions import can_review, works_in

if TYPE_CHECKING:
    from collections.abc import Iterable


def log(case: Case, verb: str, actor: User | None, note: str = "") -> CaseEvent:
    """A line in its history; signed by nobody where the person is protected, nor named in it."""
    return CaseEvent.objects.create(
        case=case, verb=verb, actor=signs(case, actor), note=unnamed(case, note)
    )


def knowledge_team() -> Any:
    """Active people of the knowledge team."""
    return User.objects.filter(is_active=True, groups__name=KNOWLEDGE_TEAM).distinct()


def those_on(case: Case) -> list[User]:
    """Who of the team hears of it: the one who has it or, where nobody has, all."""
    person = case.assignee
    return [person] if person is not None and can_review(person) else list(knowledge_team())


def works_for(user: User, case: Case) -> bool:
    """Whether the person works today for the government of its municipality, and it is sure."""
    return works_in(user, case.lead_municipality_id)


def tell(
    people: Iterable[User | None],
    case: Case,
    kind: str,
    actor: User | None,
    *,
    url: str = "",
    **facts: str,
) -> None:
    """A notice to each of them, once, but to whoever did it."""
    title, told = case.draft().title, {actor.pk} if actor else set()
    for person in people:
        if person is None or person.pk in told:
            continue
        told.add(person.pk)
        notify(
            person,
            kind,
            url=url or case.get_absolute_url(),
            thing=case,
            title=title,
            code=case.reference,
            **facts,
        )
