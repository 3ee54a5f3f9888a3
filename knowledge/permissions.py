"""Who may do what to a case. Lists of cases are asked of `visible_to` instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.permissions import is_coordinating_unit, is_knowledge_team, may_contribute

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from knowledge.models import Case


def can_register(user: User | AnonymousUser) -> bool:
    """Tell a case: everybody with an account that is not suspended."""
    return may_contribute(user)


def can_review(user: User | AnonymousUser) -> bool:
    """Work on cases: see the queue, return, publish, withdraw, answer requests."""
    return is_knowledge_team(user) or is_coordinating_unit(user)


def is_keeper(user: User | AnonymousUser, case: Case) -> bool:
    """Goes on with it: whoever registered it, or who took it over in the organization."""
    return user.is_authenticated and user.is_active and case.kept_by_id == user.pk


def can_read_draft(user: User | AnonymousUser, case: Case) -> bool:
    """See what is not published: whoever keeps it or works on cases."""
    return is_keeper(user, case) or can_review(user)


def can_edit(user: User | AnonymousUser, case: Case) -> bool:
    """Write in it: who keeps it, unless it is in review; whoever works on cases, always."""
    if may_contribute(user) and is_keeper(user, case) and case.state != case.State.SENT:
        return True
    return can_review(user)


def can_send(user: User | AnonymousUser, case: Case) -> bool:
    """Hand it in: who keeps it, with something to hand in."""
    if case.state in (case.State.SENT, case.State.PUBLISHED):
        return False
    return may_contribute(user) and is_keeper(user, case)


def can_discard(user: User | AnonymousUser, case: Case) -> bool:
    """Delete it: who keeps it, as long as nobody was ever shown it."""
    was_sent = case.code is not None or case.live or case.state != case.State.DRAFT
    return may_contribute(user) and is_keeper(user, case) and not was_sent


def can_return(user: User | AnonymousUser, case: Case) -> bool:
    """Give it back to its author, with a reason."""
    return case.state == case.State.SENT and can_review(user)


def can_publish(user: User | AnonymousUser, case: Case) -> bool:
    """Show it to everybody: it was sent before, and rights in all of it were granted."""
    return can_review(user) and is_granted(case)


def is_granted(case: Case) -> bool:
    """Whether its authors have handed in all they wrote: the licence is granted on sending.

    What the team itself has written needs no sending. No query while it is in review.
    """
    keeper = case.kept_by or case.registered_by
    if case.code is None or keeper is None or case.state == case.State.SENT:
        return case.code is not None
    authors = {keeper.pk, case.registered_by_id}
    written_since = case.revisions.filter(user__in=authors, created_at__gt=case.sent_at)
    return not written_since.exists() or can_review(keeper)


def can_unpublish(user: User | AnonymousUser, case: Case) -> bool:
    return case.live and can_review(user)


def can_moderate_comments(user: User | AnonymousUser, case: Case) -> bool:
    """Hide comments on it: whoever works on cases, and coordinators of the networks it is in."""
    return user.is_authenticated and (
        type(case).objects.moderated_by(user).filter(pk=case.pk).exists()
    )


def can_import(user: User | AnonymousUser) -> bool:
    """Bring cases in from a file, publish them at once: whoever works on cases."""
    return may_contribute(user) and can_review(user)
