"""Who may do what with a need. Lists of needs are asked of `visible_to` instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.models.places import zones_of
from community.permissions import may_contribute
from community.roles import accompanies_a_zone
from knowledge.models.needs import works_for
from knowledge.permissions import assists, can_review, works_in
from networks.models import Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from knowledge.models import Need, NeedAnswer
    from territories.models import Territory


def can_post_needs(user: User | AnonymousUser) -> bool:
    """Post one at all: who is known to work for a municipal government, local facilitators."""
    if not may_contribute(user) or not user.is_authenticated:
        return False
    return accompanies_a_zone(user) or works_for(user).exists()


def can_post_need_for(user: User | AnonymousUser, place: Territory) -> bool:
    """Post one of that municipality: who works for its government, its local facilitator."""
    return may_contribute(user) and (works_in(user, place.pk) or assists(user, place))


def can_keep_need(user: User | AnonymousUser, need: Need) -> bool:
    """Correct it, say how it stands, reply to answers.

    Who keeps it, who works today for the government of its municipality, its local facilitator.
    """
    if not may_contribute(user):
        return False
    return user.pk == need.kept_by_id or can_post_need_for(user, need.place)


def can_edit_need(user: User | AnonymousUser, need: Need) -> bool:
    """Correct its text, as long as it is not closed."""
    return need.is_unmet and not need.is_hidden and can_keep_need(user, need)


def can_answer_need(user: User | AnonymousUser, need: Need) -> bool:
    """Say what may help: anybody with an account, as long as it takes answers."""
    return may_contribute(user) and need.takes_answers


def can_reply_to(user: User | AnonymousUser, answer: NeedAnswer) -> bool:
    """Say what the municipality does with an answer that everybody reads."""
    return answer.is_shown and can_keep_need(user, answer.need)


def can_read_unmet(user: User | AnonymousUser) -> bool:
    """See what waits by theme and territory: who coordinates, accompanies or works on cases."""
    if not may_contribute(user) or not user.is_authenticated:
        return False
    if can_review(user) or accompanies_a_zone(user):
        return True
    return Membership.objects.coordinators().filter(user=user.pk).exists()


def accompanies(user: User | AnonymousUser, place: Territory) -> bool:
    """Whether the municipality lies in one of the person's zones."""
    return accompanies_a_zone(user) and zones_of(user, place.path).exists()
