"""From registered (N1) to systematized (N2) and verified (N3), and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.search.index import insert_or_update_object

from knowledge.actions.history import log, tell
from knowledge.actions.proof import doubt_solutions
from knowledge.actions.publishing import bring_out, has_news, locked
from knowledge.actions.standing import renew_standing
from knowledge.models import Case, CaseEvent, ProofChange, Systematization
from knowledge.models.sealed import signature
from knowledge.permissions import (
    can_assign,
    can_lower,
    can_put_down,
    can_review,
    can_systematize,
    can_take_up,
    can_verify,
    is_news_to_its_author,
)
from knowledge.scales import Level, Significance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import User
    from knowledge.models import CaseVersion


@transaction.atomic
def assign(case: Case, user: User, to: User | None) -> Case:
    """Give it to somebody of the team; with None, to nobody: it waits for somebody to take it.

    Whoever gets it is told; whoever had it too. Giving it again changes nothing.

    Raises:
        PermissionDenied: not of the team, or it was never sent.
        ValidationError: `to` does not work on cases.

    """
    case = locked(case)
    if not can_assign(user, case):
        raise PermissionDenied
    if to is not None and not can_review(to):
        raise ValidationError({"assignee": _("Choose somebody of the knowledge team.")})
    before = case.assignee
    if to == before:
        return case
    Case.objects.filter(pk=case.pk).update(assignee=to)
    case.assignee = to
    log(case, CaseEvent.Verb.ASSIGNED, user, to.display_name if to else _("nobody yet"))
    tell([to], case, "case_assigned", user, name=signature(case, user))
    name = signature(case, to) if to else ""
    tell([before], case, "case_unassigned", user, name=name)
    return case


@transaction.atomic
def take(case: Case, user: User) -> bool:
    """Have it from now on, unless somebody else of the team has it; whether it is theirs.

    Raises:
        PermissionDenied: not of the team, or it was never sent.

    """
    holder = locked(case).assignee
    if holder is not None and holder != user and can_review(holder):
        return False
    assign(case, user, user)
    return True


@transaction.atomic
def take_up(case: Case, user: User, note: str = "") -> Case:
    """Begin to systematize it with its authors, who are told. Nobody's yet, it becomes theirs.

    Who has it facilitates the systematization, unless somebody does already.

    Raises:
        PermissionDenied: not of the team, not registered (N1), or begun before.

    """
    case = locked(case)
    if not can_take_up(user, case):
        raise PermissionDenied
    case.systematizing_since = timezone.now()
    case.assignee = case.assignee or user
    Case.objects.filter(pk=case.pk).update(
        systematizing_since=case.systematizing_since, assignee=case.assignee
    )
    work, _is_new = Systematization.objects.get_or_create(case=case)
    if work.facilitator is None:
        work.facilitator = case.assignee
        work.save(update_fields=["facilitator"])
    log(case, CaseEvent.Verb.TAKEN_UP, user, note.strip())
    facts = {"name": signature(case, case.assignee), "reason": note.strip()}
    tell(case.authors(), case, "case_taken_up", user, **facts)
    tell([case.assignee], case, "case_assigned", user, name=signature(case, user))
    return case


@transaction.atomic
def put_down(case: Case, user: User, reason: str) -> Case:
    """Stop systematizing it: it stays registered. What was written stays a draft.

    Raises:
        PermissionDenied: not of the team, or it is not being systematized.
        ValidationError: there is no reason.

    """
    case = locked(case)
    if not can_put_down(user, case):
        raise PermissionDenied
    reason = needed(reason)
    case.systematizing_since = None
    # Nothing is left to decide where no word of it is new.
    state = case.state if has_news(case) else Case.State.PUBLISHED
    Case.objects.filter(pk=case.pk).update(systematizing_since=None, state=state)
    log(case, CaseEvent.Verb.PUT_DOWN, user, reason)
    tell([*case.authors(), case.assignee], case, "case_put_down", user, reason=reason)
    return case


@transaction.atomic
def systematize(
    case: Case,
    user: User,
    *,
    significance: str = Significance.MEDIUM,
    note: str = "",
    resolves: Iterable[int] | None = None,
) -> CaseVersion:
    """Publish the newest text as systematized (N2): its work with the authors is done.

    Raises:
        PermissionDenied: not of the team, not in systematization, or its author
            has not sent all they wrote.
        ValidationError: something N2 asks for is missing; one error for each, its
            code the field's name.

    """
    case = locked(case)
    if not can_systematize(user, case):
        raise PermissionDenied
    Case.objects.filter(pk=case.pk).update(systematizing_since=None)
    return raised(case, user, Level.SYSTEMATIZED, significance, note, resolves)


@transaction.atomic
def verify(
    case: Case,
    user: User,
    *,
    significance: str = Significance.MINOR,
    note: str = "",
    resolves: Iterable[int] | None = None,
) -> CaseVersion:
    """Publish the newest text as verified (N3): the team has checked a figure and its source.

    Raises:
        PermissionDenied: not of the team, one's own, not systematized, or its author
            has not sent all they wrote.
        ValidationError: something N3 asks for is missing, as `systematize` says it.

    """
    case = locked(case)
    if not can_verify(user, case):
        raise PermissionDenied
    version = raised(case, user, Level.VERIFIED, significance, note, resolves)
    # Others may have repeated it before it was verified.
    renew_standing(case)
    return version


# What each level is called in the history and in the notice to its author.
RAISED = {
    Level.SYSTEMATIZED: (CaseEvent.Verb.SYSTEMATIZED, "case_systematized"),
    Level.VERIFIED: (CaseEvent.Verb.VERIFIED, "case_verified"),
}


def raised(
    case: Case,
    user: User,
    level: Level,
    significance: str,
    note: str,
    resolves: Iterable[int] | None,
) -> CaseVersion:
    verb, kind = RAISED[level]
    is_news = is_news_to_its_author(case)
    before = case.versions.first()
    version = bring_out(case, user, significance, note, level=level, told=kind, resolves=resolves)
    log(case, verb, user)
    if is_news and before is not None:
        tell_what_changed(case, user, before, version)
    return version


def tell_what_changed(case: Case, user: User, before: CaseVersion, after: CaseVersion) -> None:
    """What the team changed since its authors sent it: the way to both texts side by side."""
    address = reverse("cases:changes", args=[case.reference])
    url = f"{address}?de={before.number}&a={after.number}"
    tell(case.authors(), case, "case_changed_by_team", user, url=url, version=str(after.number))


@transaction.atomic
def lower(case: Case, user: User, reason: str) -> Case:
    """Take its level back: from N3 to N2, from N2 to systematization. Its versions keep theirs.

    Raises:
        PermissionDenied: not of the team, or there is no level to take back.
        ValidationError: there is no reason.

    """
    case = locked(case)
    if not can_lower(user, case):
        raise PermissionDenied
    reason = needed(reason)
    case.level -= 1
    if case.level == Level.REGISTERED and case.live:
        case.systematizing_since = timezone.now()
    Case.objects.filter(pk=case.pk).update(
        level=case.level, systematizing_since=case.systematizing_since
    )
    log(case, CaseEvent.Verb.LOWERED, user, reason)
    doubt_solutions(case, ProofChange.Kind.LEVEL, user, str(case.level))
    level = f"N{case.level}"
    tell([*case.authors(), case.assignee], case, "case_lowered", user, reason=reason, level=level)
    insert_or_update_object(Case.objects.get(pk=case.pk))
    return case


def needed(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why: its author reads it.")})
    return reason
