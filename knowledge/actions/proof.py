"""Keeping solutions honest: who made one of a case hears when the case is not what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from community.actions.notices import notify
from community.models import User, visible_pages
from knowledge.models import ProofChange, SolutionPage
from knowledge.permissions import can_revise
from networks.moderables import coordinators_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.models import Case


@transaction.atomic
def doubt_solutions(case: Case, kind: str, actor: User | None, value: str = "") -> None:
    """Ask those who made published solutions of this case to look whether they still hold.

    What is asked already is brought up to date and told to nobody twice. Three
    queries where no solution names the case, two of them of the transaction.
    """
    for solution in solutions_made_of(case):
        change, is_new = ProofChange.objects.update_or_create(
            solution=solution,
            case=case,
            kind=kind,
            looked_at=None,
            defaults={"value": value, "happened_at": timezone.now()},
        )
        if is_new:
            tell_keepers(solution, change, actor)


def solutions_made_of(case: Case) -> Any:
    """Published solutions that name it."""
    made = SolutionPage.objects.live().filter(case_links__case=case)
    return made.select_related("author", "owner", "network").order_by("pk")


def tell_keepers(solution: SolutionPage, change: ProofChange, actor: User | None) -> None:
    for person in keepers_of(solution):
        if actor is not None and person.pk == actor.pk:
            continue
        with override(person.language):
            what, url = change.sentence, f"{solution.url}#revisar"
        notify(
            person,
            "solution_doubted",
            url=url,
            thing=solution,
            title=solution.title,
            case=change.case.title,
            code=change.case.reference,
            what=what,
        )


def keepers_of(solution: SolutionPage) -> Iterable[User]:
    """Whoever signs or owns it, as long as they may open it, and the coordinators of its network.

    Each once.
    """
    people = {person.pk: person for person in coordinators_of(solution.network_id)}
    for person in (solution.author, solution.owner):
        if person is None or person.pk in people:
            continue
        if visible_pages(person).filter(pk=solution.pk).exists():
            people[person.pk] = person
    return people.values()


@transaction.atomic
def look_at(solution: SolutionPage, user: User, until: int) -> int:
    """Note that somebody has seen whether the solution still holds; how many changes that ends.

    Those that happened after the one with the number `until`, the newest they
    were shown, stay open.

    Raises:
        PermissionDenied: not of those who answer for it.

    """
    if not can_revise(user, solution):
        raise PermissionDenied
    seen = ProofChange.objects.filter(solution=solution, looked_at=None, pk__lte=until)
    return seen.update(looked_at=timezone.now(), looked_at_by=user)
