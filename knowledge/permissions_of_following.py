"""Who may follow a transfer up: milestones, results, costs, visits. Lists ask `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.permissions import can_review
from knowledge.permissions_of_transfers import is_of_adopter, is_of_origin
from knowledge.transfer_kinds import VisitState

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from knowledge.models import PeerVisit, Transfer

ASKED = (VisitState.OFFERED, VisitState.REQUESTED)


def can_follow_up(user: User | AnonymousUser, transfer: Transfer) -> bool:
    """Note results, costs and documents: the adopter's people. Whoever works on cases reads."""
    return is_of_adopter(user, transfer)


def can_change_milestones(user: User | AnonymousUser, transfer: Transfer) -> bool:
    """The same while it goes on: of what stopped the plan stays as it was left."""
    return not transfer.is_stopped and can_follow_up(user, transfer)


def can_ask_for_visit(user: User | AnonymousUser, transfer: Transfer) -> bool:
    """Request a visit, or offer one: either side, while it goes on."""
    if transfer.is_stopped:
        return False
    return is_of_adopter(user, transfer) or is_of_origin(user, transfer)


def is_of_other_side(user: User | AnonymousUser, visit: PeerVisit) -> bool:
    """Speaks for whom the adopter meets: another one that repeated it before, or the origin."""
    if visit.peer is not None:
        return is_of_adopter(user, visit.peer)
    return is_of_origin(user, visit.transfer)


def takes_part_in_visit(user: User | AnonymousUser, visit: PeerVisit) -> bool:
    """Is of the host or of the guest: reads what is arranged, sets it, calls it off, reports it."""
    return is_of_adopter(user, visit.transfer) or is_of_other_side(user, visit)


def can_answer_visit(user: User | AnonymousUser, visit: PeerVisit) -> bool:
    """Agree to it or decline it: the side that was asked, once. Nobody answers to themselves."""
    if visit.state not in ASKED or visit.asked_by_id == user.pk:
        return False
    asked = visit.guest_id if visit.state == VisitState.OFFERED else visit.host_id
    if asked == visit.transfer.adopter_id:
        return is_of_adopter(user, visit.transfer)
    return is_of_other_side(user, visit)


def can_arrange_visit(user: User | AnonymousUser, visit: PeerVisit) -> bool:
    """Change its dates and agenda, or call it off: both sides, until it was held."""
    return visit.state in (*ASKED, VisitState.AGREED) and takes_part_in_visit(user, visit)


def can_report_visit(user: User | AnonymousUser, visit: PeerVisit, on: date) -> bool:
    """Tell what came of it: both sides, from its first day on, and mend the report later."""
    if visit.state not in (VisitState.AGREED, VisitState.HELD):
        return False
    has_begun = visit.starts_on is None or visit.starts_on <= on
    return has_begun and takes_part_in_visit(user, visit)


def can_show_report(user: User | AnonymousUser, visit: PeerVisit) -> bool:
    """Say whether others read the report: who wrote it, or either side once they are gone."""
    writer = visit.reported_by
    return writer is None or writer == user or not writer.is_active


def can_read_report(user: User | AnonymousUser, visit: PeerVisit) -> bool:
    """Whoever reads the transfer, where its writer shows it; both sides, in any case."""
    return visit.is_report_public or takes_part_in_visit(user, visit)


def can_see_visit(user: User | AnonymousUser, visit: PeerVisit) -> bool:
    """That there is one: being asked, both sides; agreed or held, whoever reads the transfer.

    And that of the other one that is met, for that one repeats the case too.
    """
    if can_review(user) or takes_part_in_visit(user, visit):
        return True
    is_settled = visit.state in (VisitState.AGREED, VisitState.HELD)
    return is_settled and (visit.peer is None or is_read_by(user, visit.peer))


def is_read_by(user: User | AnonymousUser, transfer: Transfer) -> bool:
    return type(transfer).objects.visible_to(user).filter(pk=transfer.pk).exists()
