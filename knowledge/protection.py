"""Who may know a protected person, and who may protect somebody or give the name back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from community.permissions import is_coordinating_unit, is_knowledge_team, may_contribute
from knowledge.permissions import can_see_interviewed, is_keeper

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from knowledge.models import Case, Contributor, Feedback, Interview, Protection


def may_see_contributor(user: User | AnonymousUser, case: Case) -> bool:
    """Know who the protected people of a case are: the unit, and whoever of the team works on it.

    The people themselves are asked about with `is_oneself`.
    """
    return is_coordinating_unit(user) or (is_knowledge_team(user) and works_on(user, case))


def may_know_giver(user: User | AnonymousUser, feedback: Feedback) -> bool:
    """Know who gave feedback under another name: themselves, and who knows the protected."""
    is_own = user.is_authenticated and feedback.author_id == user.pk
    return not feedback.is_protected or is_own or may_see_contributor(user, feedback.case)


def works_on(user: User | AnonymousUser, case: Case) -> bool:
    """Whether the case was given to this person of the team."""
    return user.is_authenticated and case.assignee_id == user.pk


def may_know_interviewed(user: User | AnonymousUser, case: Case, interview: Interview) -> bool:
    """Who was interviewed; of somebody protected in the case, only whoever may know them there."""
    if not can_see_interviewed(user, interview):
        return False
    if not case.protects or may_see_contributor(user, case):
        return True
    known = {name.casefold() for held in held_in(case) for name in held.known_as}
    is_protected = interview.person.strip().casefold() in known
    return not is_protected or (user.is_authenticated and interview.is_recorded_by(user))


def held_in(case: Case) -> list[Protection]:
    return list(case.protections.select_related("person", "organization"))


def is_oneself(user: User | AnonymousUser, held: Protection) -> bool:
    return user.is_authenticated and held.person_id == user.pk


def can_protect(user: User | AnonymousUser, case: Case, person: User | None = None) -> bool:
    """Protect somebody of a case: oneself, or whom one writes it with or works on it with.

    `person` is the account of whoever is to be protected, None when they have none.
    """
    if not may_contribute(user):
        return False
    is_self = person is not None and person.pk == user.pk
    return is_self or is_keeper(user, case) or may_see_contributor(user, case)


def can_lift(user: User | AnonymousUser, held: Protection) -> bool:
    """Give the name back: whoever it is, or the unit; of who has no account, the team too."""
    if not may_contribute(user):
        return False
    if held.person_id is None:
        return may_see_contributor(user, held.case)
    return is_oneself(user, held) or is_coordinating_unit(user)


def name_for(user: User | AnonymousUser, held: Protection) -> str:
    """The name of a protected person for who may know it, what stands for them for others."""
    if is_oneself(user, held) or may_see_contributor(user, held.case):
        return (held.known_as or [str(held)])[0]
    return str(held)


class NamesShown:
    """The people of a case as one reader is told of them. One query where it protects somebody."""

    def __init__(self, case: Case, reader: User | AnonymousUser) -> None:
        self.told: dict[int, str] = {}
        self.told_of_rows: dict[str, str] = {}
        self.hidden: set[int] = set()
        if not case.protects:
            return
        for held in held_in(case):
            held.case = case
            name = name_for(reader, held)
            self.told_of_rows |= dict.fromkeys(held.keys, name)
            if held.person_id:
                self.told[held.person_id] = name
                if name not in held.known_as:
                    self.hidden.add(held.person_id)

    def of(self, person: User | None) -> str:
        return self.of_account(person.pk, person.display_name) if person else ""

    def of_account(self, pk: int, name: str) -> str:
        return self.told.get(pk, name)

    def of_row(self, row: Contributor, name: str) -> str:
        """`name`, unless the row is protected."""
        return self.told_of_rows.get(str(row.key), "") if row.is_protected else name

    def face_of(self, person: User | None) -> User | None:
        """The account, where the reader may be shown a face and a link."""
        return None if person is None or person.pk in self.hidden else person


@dataclass(frozen=True)
class Maker:
    """Somebody who made a case, as one person finds them on the page of protection.

    `word` stands for them in its forms: "a" is whoever registered it, "r-<key>" a
    row of the contributors, "p-<number>" somebody who is protected already.
    """

    word: str
    name: str
    role: str
    is_oneself: bool = False
    held: Protection | None = None
    may_change: bool = False


def makers_of(case: Case, draft: Case, user: User) -> list[Maker]:
    """Everybody who made it: those protected and those who might be. Three queries."""
    held = held_in(case)
    for each in held:
        each.case = case
    makers = [of_protected(each, user) for each in held]
    hidden = {each.person_id for each in held if each.person_id}
    author: User | None = case.registered_by
    if author is not None and author.pk not in hidden:
        may = can_protect(user, case, author)
        makers.append(Maker("a", str(author), "", author.pk == user.pk, None, may))
        hidden.add(author.pk)
    rows = [row for row in draft.contributors.all() if not row.is_protected]
    return makers + [of_row(case, row, user) for row in rows if row.person_id not in hidden]


def of_protected(held: Protection, user: User) -> Maker:
    is_self = is_oneself(user, held)
    return Maker(f"p-{held.pk}", name_for(user, held), "", is_self, held, can_lift(user, held))


def of_row(case: Case, row: Contributor, user: User) -> Maker:
    person: Any = row.person
    may = can_protect(user, case, person)
    name = str(person or row.name)
    return Maker(f"r-{row.key}", name, str(row.get_role_display()), person == user, None, may)
