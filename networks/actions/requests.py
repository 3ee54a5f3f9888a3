"""Asking to be let into a network, and the answer of those who coordinate it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from community.actions.notices import notify
from community.models import User
from networks.actions.membership import decide, enter, reason_of, tell_of_arrival
from networks.models import Membership
from networks.models.membership import LONGEST_ANSWER
from networks.permissions import can_admit, can_ask_to_join, membership_of

if TYPE_CHECKING:
    from networks.models import NetworkPage


@transaction.atomic
def ask_to_join(network: NetworkPage, person: User, answer: str = "") -> Membership:
    """Ask those who coordinate to be let in. Asking twice changes nothing.

    Raises:
        PermissionDenied: the network is not joined on request, or not by this person now.
        ValidationError: of `answer`: the network asks a question and this does not answer it.

    """
    membership = membership_of(person, network)
    if membership and membership.state in (Membership.State.REQUESTED, Membership.State.ACTIVE):
        return membership
    if not can_ask_to_join(person, network):
        raise PermissionDenied(f"{network} does not take requests of {person}")
    membership, _is_new = Membership.objects.update_or_create(
        network=network,
        user=person,
        defaults={
            "state": Membership.State.REQUESTED,
            "role": Membership.Role.MEMBER,
            "joined_at": timezone.now(),
            "answer": answer_to(network, answer),
            "reason": "",
        },
    )
    for coordinator in coordinators_of(network):
        notify(
            coordinator,
            "network_request",
            url=reverse("networks:people", args=[network.slug]),
            thing=network,
            title=network.title,
            network=network.title,
            name=person.display_name,
            answer=membership.answer,
        )
    return membership


def answer_to(network: NetworkPage, typed: str) -> str:
    answer = typed.replace("\x00", "").strip()
    if network.joining_question and not answer:
        raise ValidationError({"answer": _("Answer the question: those who coordinate read it.")})
    if len(answer) > LONGEST_ANSWER:
        said = _("Say it in up to %(most)s characters; yours has %(count)s.")
        told = {"most": LONGEST_ANSWER, "count": len(answer)}
        raise ValidationError({"answer": said % told})
    return answer


def coordinators_of(network: NetworkPage) -> list[User]:
    """Whose accounts are open. One query."""
    tied = Membership.objects.coordinators().filter(network=network)
    return list(User.objects.filter(pk__in=tied.values("user")))


@transaction.atomic
def take_back_request(network: NetworkPage, person: User) -> None:
    """No longer ask. Doing it twice changes nothing."""
    asked = Membership.objects.asking().filter(network=network, user=person)
    asked.update(state=Membership.State.LEFT, answer="")


@transaction.atomic
def accept_request(membership: Membership, by: User) -> None:
    """Let in who asks, and tell them. Doing it twice changes nothing.

    Raises:
        PermissionDenied: `by` lets nobody in there, or nobody asks any more.

    """
    if membership.is_active:
        return
    network = membership.network
    if not can_admit(by, network) or membership.state != Membership.State.REQUESTED:
        raise PermissionDenied(f"{by} may not let {membership} in")
    entered = enter(network, membership.user, None)
    tell_of_arrival(network, membership.user, entered.joined_at)
    decide(entered, by, "")
    notify(
        membership.user,
        "network_admitted",
        url=reverse("networks:join", args=[network.slug]),
        network=network.title,
    )


@transaction.atomic
def decline_request(membership: Membership, by: User, reason: str) -> None:
    """Do not let in who asks; they read why, and may ask again after a month.

    Raises:
        PermissionDenied: as `accept_request`.
        ValidationError: of `reason`: there is none.

    """
    network = membership.network
    if not can_admit(by, network) or membership.state != Membership.State.REQUESTED:
        raise PermissionDenied(f"{by} may not decline {membership}")
    reason = reason_of(reason)
    membership.state = Membership.State.DECLINED
    membership.save(update_fields=["state"])
    decide(membership, by, reason)
    notify(
        membership.user,
        "network_declined",
        url=network.url if network.is_public else reverse("community:my_space"),
        network=network.title,
        reason=reason,
    )
