"""Keeping the name of somebody who made a case from readers, and giving it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.search.index import insert_or_update_object

from community.permissions import may_contribute
from knowledge.actions.writing import log
from knowledge.kinds import ShownAs
from knowledge.models import Case, CaseEvent, Protection
from knowledge.protection import can_lift, can_protect, is_oneself, may_see_contributor
from knowledge.sealing import label_for, restore, rewrite
from knowledge.sheets.keeping import forget
from knowledge.traces import replace_everywhere

if TYPE_CHECKING:
    from community.models import User
    from knowledge.models import Contributor


def locked(case: Case) -> Case:
    cases = Case.objects.select_for_update(of=("self",))
    return cases.select_related("latest_revision").get(pk=case.pk)


@transaction.atomic
def protect(case: Case, by: User, person: User, shown_as: str) -> Protection:
    """Keep the name of somebody with an account from readers: who registered it, or contributed.

    It holds at once and for everything kept before: versions, drafts, history,
    streams and notices. Twice changes at most what stands for them.

    Raises:
        PermissionDenied: this person may not, or there is nothing to protect from.

    """
    case = locked(case)
    if not can_protect(by, case, person) or shown_as == ShownAs.PERSON:
        raise PermissionDenied
    held = Protection.objects.filter(case=case, person=person).first()
    if held is not None and held.shown_as == shown_as:
        return held
    held = held or Protection(case=case, person=person)
    theirs = rows_of(case, lambda row: row.person_id == person.pk)
    return keep_from_readers(case, by, held, theirs, shown_as)


@transaction.atomic
def protect_named(case: Case, by: User, key: str, shown_as: str) -> Protection | None:
    """The same for a row of the contributors; None when it is no longer there.

    Raises:
        PermissionDenied: as `protect`.

    """
    case = locked(case)
    row = next(iter(rows_of(case, lambda row: str(row.key) == key)), None)
    if row is None or row.is_protected:
        return None
    if row.person is not None:
        return protect(case, by, row.person, shown_as)
    if not can_protect(by, case) or shown_as == ShownAs.PERSON:
        raise PermissionDenied
    return keep_from_readers(case, by, Protection(case=case), [row], shown_as)


def rows_of(case: Case, is_meant: Any) -> list[Contributor]:
    """Rows of the newest text and of the one that readers see, the newest first."""
    texts = [*case.draft().contributors.all(), *case.contributors.all()]
    return [row for row in texts if is_meant(row)]


def keep_from_readers(
    case: Case, by: User, held: Protection, rows: list[Contributor], shown_as: str
) -> Protection:
    for row in rows:
        held.name = held.name or row.name
        held.post = held.post or row.post
        held.organization_id = held.organization_id or row.organization_id
        held.organization_name = held.organization_name or row.organization_name
        held.keys = [*held.keys, *({str(row.key)} - set(held.keys))]
    held.shown_as = shown_as
    place = held.organization_name or str(held.organization or "")
    held.label = label_for(case, shown_as, held.person, place)
    held.save()
    # Not by them: the line would say who.
    rewrite(case, held)
    held.save()
    log(case, CaseEvent.Verb.PROTECTED, by)
    insert_or_update_object(Case.objects.get(pk=case.pk))
    return held


@transaction.atomic
def lift(held: Protection, by: User) -> None:
    """Show them by name again, in every version. Who did what in the past stays untold.

    Raises:
        PermissionDenied: only they themselves may, or the unit.

    """
    if not can_lift(by, held):
        raise PermissionDenied
    case = locked(held.case)
    restore(case, held)
    held.delete()
    protects = case.protections.exists()
    Case.objects.filter(pk=case.pk).update(protects=protects)
    log(case, CaseEvent.Verb.UNPROTECTED, by)
    insert_or_update_object(Case.objects.get(pk=case.pk))


@transaction.atomic
def replace_name(held: Protection, by: User, words: str) -> int:
    """Put `words` wherever the name is written in a text of the case; in how many places.

    Raises:
        PermissionDenied: this person may not know the name.

    """
    case = locked(held.case)
    if not (is_oneself(by, held) or may_see_contributor(by, case)) or not may_contribute(by):
        raise PermissionDenied
    number = replace_everywhere(case, held.known_as, words)
    if number:
        forget(case)
        insert_or_update_object(Case.objects.get(pk=case.pk))
    return number


def forget_protected(person: User) -> None:
    """Of an account that closes nothing is left here but what stands for it."""
    Protection.objects.filter(person=person).update(person=None, name="", post="")
