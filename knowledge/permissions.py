"""Who may do what to a case. Lists of cases are asked of `visible_to` instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from community.models.places import zones_of
from community.permissions import is_coordinating_unit, is_knowledge_team, may_contribute
from community.roles import accompanies_a_zone
from knowledge.scales import Level
from networks.models import Membership
from networks.permissions import can_coordinate

if TYPE_CHECKING:
    from community.models import User
    from knowledge.models import AssistedRegistration, Case, Feedback, Interview, SolutionPage
    from networks.models import NetworkPage
    from territories.models import Territory


def can_register(user: User | AnonymousUser) -> bool:
    """Tell a case: everybody with an account that is not suspended."""
    return may_contribute(user)


def can_review(user: User | AnonymousUser) -> bool:
    """Work on cases: see the queue, return, publish, withdraw, answer requests."""
    return is_knowledge_team(user) or is_coordinating_unit(user)


def is_keeper(user: User | AnonymousUser, case: Case) -> bool:
    """Goes on with it: whoever registered it, or who took it over in the organization."""
    return user.is_authenticated and user.is_active and case.kept_by_id == user.pk


def takes_part(user: User | AnonymousUser, case: Case) -> bool:
    """Was invited, has accepted and has not left. One query for each case, however often asked."""
    return user.is_authenticated and user.is_active and user.pk in case.taking_part


def may_write(user: User | AnonymousUser, case: Case) -> bool:
    """Is one of its authors: whoever keeps it, and those who were invited to write in it."""
    if not may_contribute(user):
        return False
    return is_keeper(user, case) or (
        takes_part(user, case) and case.taking_part.get(user.pk or 0, False)
    )


def can_invite_authors(user: User | AnonymousUser, case: Case) -> bool:
    """Invite, remove, say who may write: who keeps it, and whoever works on cases."""
    return (may_contribute(user) and is_keeper(user, case)) or can_review(user)


def can_read_draft(user: User | AnonymousUser, case: Case) -> bool:
    """See what is not published: whoever keeps it, takes part in it or works on cases."""
    return is_keeper(user, case) or can_review(user) or takes_part(user, case)


def can_edit(user: User | AnonymousUser, case: Case) -> bool:
    """Write in it: its authors, unless it is in review; whoever works on cases, always."""
    is_open = case.state != case.State.SENT
    if is_open and may_contribute(user) and is_keeper(user, case):
        return True
    return can_review(user) or (is_open and may_write(user, case))


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
    """Give it back to its author, with a reason.

    What was sent and, while it is systematized with them, whatever is not with them yet.
    """
    is_with_us = case.state == case.State.SENT or (
        case.systematizing_since is not None
        and case.kept_by_id is not None
        and case.state != case.State.RETURNED
    )
    return is_with_us and can_review(user)


def can_publish(user: User | AnonymousUser, case: Case) -> bool:
    """Show it to everybody: it was sent before, and rights in all of it were granted."""
    return can_review(user) and is_granted(case)


def is_granted(case: Case) -> bool:
    """Whether its authors have handed in all they wrote: the licence is granted on sending.

    What the team itself has written needs no sending. No query while it is in review;
    otherwise three at most, however often the same text is asked about.
    """
    text = (case.latest_revision_id, case.state, case.sent_at, case.kept_by_id)
    asked, answer = vars(case).get("_granted", (None, False))
    if asked != text:
        answer = is_handed_in(case)
        case.__dict__["_granted"] = (text, answer)
    return answer


def is_handed_in(case: Case) -> bool:
    keeper = case.kept_by or case.registered_by
    if case.code is None or keeper is None or case.state == case.State.SENT:
        return case.code is not None
    theirs = Q(user__in={keeper.pk, case.registered_by_id})
    theirs |= Q(user__in=case.authorships.filter(person__isnull=False).values("person"))
    # What a protected author writes is signed by nobody.
    if case.protects:
        theirs |= Q(user=None)
    written_since = case.revisions.filter(theirs, created_at__gt=case.sent_at)
    return not written_since.exists() or can_review(keeper)


def is_news_to_its_author(case: Case) -> bool:
    """Whether the team has changed the text since its author handed it in, and nobody read it yet.

    Asked where `is_granted` holds: what is newer is the team's. Two queries at most.
    """
    keeper = case.kept_by or case.registered_by
    if keeper is None or case.sent_at is None or not case.has_unpublished_changes:
        return False
    since = max(case.sent_at, case.last_published_at or case.sent_at)
    return case.revisions.filter(created_at__gt=since).exists() and not can_review(keeper)


def can_assign(user: User | AnonymousUser, case: Case) -> bool:
    """Say who of the team works on it: the team, once it was sent."""
    return case.code is not None and can_review(user)


def can_take_up(user: User | AnonymousUser, case: Case) -> bool:
    """Begin to systematize it with its authors: the team, once it is registered (N1)."""
    is_registered = case.live and case.level == Level.REGISTERED
    return is_registered and case.systematizing_since is None and can_review(user)


def can_put_down(user: User | AnonymousUser, case: Case) -> bool:
    """Stop its systematization, with a reason."""
    return case.systematizing_since is not None and can_review(user)


def can_systematize(user: User | AnonymousUser, case: Case) -> bool:
    """Say that it is systematized (N2): the team, at the end of the work with its authors."""
    is_in_work = case.live and case.systematizing_since is not None
    return is_in_work and can_publish(user, case)


def can_verify(user: User | AnonymousUser, case: Case) -> bool:
    """Say that it is verified (N3): the team, never whoever registered it or writes it."""
    if user.pk in (case.registered_by_id, case.kept_by_id):
        return False
    is_systematized = case.live and case.level == Level.SYSTEMATIZED
    return is_systematized and can_publish(user, case) and not takes_part(user, case)


def can_lower(user: User | AnonymousUser, case: Case) -> bool:
    """Take back the level that was recognized, with a reason. One computed from transfers not."""
    return case.level in (Level.SYSTEMATIZED, Level.VERIFIED) and can_review(user)


def can_share(user: User | AnonymousUser, case: Case) -> bool:
    """Let others read the draft by a link, see their remarks, answer and close them.

    Whoever writes it, while it is in review too, and whoever works on cases.
    """
    return can_review(user) or may_write(user, case)


def works_in(user: User | AnonymousUser, municipality_id: int | None) -> bool:
    """Whether the person works today for the government of that municipality, and it is sure."""
    if municipality_id is None or not user.is_authenticated:
        return False
    current = user.affiliations.verified().current(timezone.localdate())
    return bool(
        current.filter(
            organization__kind="municipal_government", organization__territory=municipality_id
        ).exists()
    )


def assists(user: User | AnonymousUser, place: Territory | None) -> bool:
    """Registers for that municipality as its local facilitator, not as somebody who works there."""
    if place is None or not accompanies_a_zone(user) or not may_contribute(user):
        return False
    return zones_of(user, place.path).exists() and not works_in(user, place.pk)


def can_answer_for_town(user: User | AnonymousUser, assistance: AssistedRegistration) -> bool:
    """Confirm or refuse what a facilitator told: who is known to work there, never themselves."""
    if not may_contribute(user) or not assistance.is_pending:
        return False
    return user.pk != assistance.facilitator_id and works_in(user, assistance.municipality_id)


def can_unpublish(user: User | AnonymousUser, case: Case) -> bool:
    return case.live and can_review(user)


def can_moderate_comments(user: User | AnonymousUser, case: Case) -> bool:
    """Hide comments on it: whoever works on cases, and coordinators of the networks it is in."""
    return user.is_authenticated and (
        type(case).objects.moderated_by(user).filter(pk=case.pk).exists()
    )


def can_work_through(user: User | AnonymousUser, case: Case) -> bool:
    """Work in its systematization: who writes it, in review too, and whoever works on cases."""
    return can_edit(user, case) or (may_contribute(user) and is_keeper(user, case))


def can_see_interviewed(user: User | AnonymousUser, interview: Interview) -> bool:
    """Who was interviewed: the team, and whoever held the interview. Nobody else, ever."""
    return can_review(user) or (user.is_authenticated and interview.is_recorded_by(user))


def can_import(user: User | AnonymousUser) -> bool:
    """Bring cases in from a file, publish them at once: whoever works on cases."""
    return may_contribute(user) and can_review(user)


def can_revise(user: User | AnonymousUser, solution: SolutionPage) -> bool:
    """Say that a solution still holds: who signs or owns it and may open it, who coordinates."""
    if not may_contribute(user):
        return False
    if user.pk in (solution.author_id, solution.owner_id):
        return bool(type(solution).objects.visible_to(user).filter(pk=solution.pk).exists())
    network = solution.network
    return network is not None and can_coordinate(user, network)


def can_show_in(solution: SolutionPage, network: NetworkPage) -> bool:
    """Whether whoever reads in the network may open the solution too.

    What is public, and in a closed network what all its members see elsewhere.
    """
    public = type(solution).objects.visible_to(AnonymousUser()).filter(pk=solution.pk)
    if public.exists():
        return True
    if network.visibility == network.Visibility.PUBLIC or solution.network_id is None:
        return False
    readers = Membership.objects.active().filter(network=network)
    insiders = Membership.objects.active().filter(network=solution.network_id)
    return not readers.exclude(user__in=insiders.values("user")).exists()


def can_give_feedback(user: User | AnonymousUser, case: Case) -> bool:
    """Say something of a published case that waits for a decision: everybody with an account."""
    return case.live and may_contribute(user)


def can_answer_feedback(user: User | AnonymousUser, case: Case) -> bool:
    """Decide on what was said of it, with a public reason: its authors, and the team."""
    return may_write(user, case) or (may_contribute(user) and can_review(user))


def can_withdraw_feedback(user: User | AnonymousUser, feedback: Feedback) -> bool:
    """Take back what one said, as long as nobody has decided on it."""
    return may_contribute(user) and feedback.author_id == user.pk and feedback.is_open
