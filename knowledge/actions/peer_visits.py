"""Visits between a municipality that repeats something and those that did it before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.actions.members import municipal_government
from community.actions.notices import notify
from knowledge.actions.following_transfers import refuse_changed
from knowledge.actions.transfer_history import note_event
from knowledge.actions.validity import responsible_for
from knowledge.models import PeerVisit, Transfer, TransferEvent
from knowledge.models.sealed import signs, unnamed
from knowledge.offers import peers_for
from knowledge.permissions_of_following import (
    can_answer_visit,
    can_arrange_visit,
    can_ask_for_visit,
    can_report_visit,
    can_show_report,
    is_of_adopter,
    takes_part_in_visit,
)
from knowledge.transfer_kinds import VisitState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Organization, User

# Of one transfer, so that nobody is flooded with requests.
MOST_OPEN = 10
# What both sides settle, and what one of them tells afterwards.
ARRANGED = ("topic", "mode", "starts_on", "ends_on", "people", "payer", "agenda")
TOLD = ("report", "is_report_public")


def origin_of(transfer: Transfer) -> Organization:
    """Who did it first: the government of its municipality, made when nobody has named it."""
    place = transfer.origin_case.lead_municipality
    if place is None:
        raise ValidationError(_("The experience says of no municipality that it did it."))
    return municipal_government(place)


@transaction.atomic
def ask_for_visit(
    transfer: Transfer, user: User, *, is_host: bool, peer: Transfer | None = None, **told: Any
) -> PeerVisit:
    """Offer to receive the other side, where `is_host`, or request to be received.

    Whoever asks stands on the side of the adopter, or else of the origin. With
    `peer` the adopter meets whoever carries that transfer instead of the origin.
    `told`: what is `ARRANGED`. The other side hears of it.

    Raises:
        PermissionDenied: this person is of neither side, or the transfer stopped.
        ValidationError: too many wait for an answer already, or that peer may not be asked.

    """
    transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    if not can_ask_for_visit(user, transfer):
        raise PermissionDenied
    if transfer.visits.unanswered().count() >= MOST_OPEN:
        raise ValidationError(_("Too many visits wait for an answer. Answer or cancel some first."))
    if peer is not None:
        check_peer(transfer, peer, user)
    sides = [transfer.adopter, peer.adopter if peer else origin_of(transfer)]
    if not is_of_adopter(user, transfer):
        sides.reverse()
    if sides[0] == sides[1]:
        raise ValidationError(_("A municipality cannot visit itself."))
    host, guest = sides if is_host else reversed(sides)
    visit = PeerVisit.objects.create(
        transfer=transfer,
        peer=peer,
        host=host,
        guest=guest,
        state=VisitState.OFFERED if is_host else VisitState.REQUESTED,
        asked_by=user,
        **told,
    )
    tell_side(visit, sides[1], "visit_asked", user, asker=sides[0].name)
    return visit


def check_peer(transfer: Transfer, peer: Transfer, user: User) -> None:
    if not is_of_adopter(user, transfer):
        raise PermissionDenied
    if not peers_for(transfer, user).filter(pk=peer.pk).exists():
        raise ValidationError(_("That municipality cannot be asked for a visit from here."))


@transaction.atomic
def answer_visit(
    visit: PeerVisit, user: User, *, is_agreed: bool, answer: str = "", seen: str = "", **told: Any
) -> PeerVisit:
    """Agree to it, with `told` (dates, payer) as they are settled, or decline it with a reason.

    Raises:
        PermissionDenied: it is not theirs to answer, or somebody did.
        ValidationError: declined without saying why.
        RowChangedError: what they answer to is not what they read.

    """
    visit = lock(visit)
    if not can_answer_visit(user, visit):
        raise PermissionDenied
    refuse_changed(visit, ARRANGED, seen)
    if not is_agreed and not answer.strip():
        raise ValidationError({"answer": _("Say why, so that they may ask otherwise.")})
    asker = visit.host if visit.state == VisitState.OFFERED else visit.guest
    for name, value in told.items():
        setattr(visit, name, value)
    visit.state = VisitState.AGREED if is_agreed else VisitState.DECLINED
    visit.answer, visit.answered_by, visit.answered_at = answer.strip(), user, timezone.now()
    visit.save()
    kind = "visit_agreed" if is_agreed else "visit_declined"
    other = visit.guest if asker == visit.host else visit.host
    tell_side(visit, asker, kind, user, asker=other.name, answer=visit.answer)
    return visit


@transaction.atomic
def arrange_visit(visit: PeerVisit, user: User, *, seen: str = "", **told: Any) -> PeerVisit:
    """Change topic, dates, agenda or who pays; a new first day is reminded of anew.

    Raises:
        PermissionDenied: it is not theirs, or too late.
        RowChangedError: somebody else changed it since it was opened.

    """
    visit = lock(visit)
    if not can_arrange_visit(user, visit):
        raise PermissionDenied
    refuse_changed(visit, ARRANGED, seen)
    first_day = visit.starts_on
    for name, value in told.items():
        setattr(visit, name, value)
    if visit.starts_on != first_day:
        visit.reminded_on = None
    visit.save()
    return visit


@transaction.atomic
def cancel_visit(visit: PeerVisit, user: User) -> PeerVisit:
    """Call it off, or take back what was asked; the other side hears of it.

    Raises `PermissionDenied`.
    """
    visit = lock(visit)
    if not can_arrange_visit(user, visit):
        raise PermissionDenied
    visit.state = VisitState.CANCELLED
    visit.save(update_fields=["state"])
    mine, other = sides_of(visit, user)
    tell_side(visit, other, "visit_cancelled", user, asker=mine.name)
    return visit


@transaction.atomic
def report_visit(
    visit: PeerVisit, user: User, report: str, *, is_public: bool = True, seen: str = ""
) -> PeerVisit:
    """Tell what came of it; mending it tells nobody, and it stays of whoever wrote it first.

    Where `is_public` whoever reads the transfer reads it. Only its writer changes that.

    Raises:
        PermissionDenied: it was not agreed, has not begun, or is not theirs.
        ValidationError: there is nothing in the report.
        RowChangedError: somebody else told something since it was opened.

    """
    visit = lock(visit)
    if not can_report_visit(user, visit, timezone.localdate()):
        raise PermissionDenied
    refuse_changed(visit, TOLD, seen)
    if not report.strip():
        raise ValidationError({"report": _("Write what was seen and decided.")})
    is_new = visit.state != VisitState.HELD
    case = visit.transfer.origin_case
    visit.report, visit.state = unnamed(case, report.strip()), VisitState.HELD
    visit.reported_at = timezone.now()
    if can_show_report(user, visit):
        visit.reported_by, visit.is_report_public = user, is_public
    visit.save()
    if is_new:
        # Whoever is protected in the experience signs nothing that is done for it.
        verb, signer = TransferEvent.Verb.VISITED, signs(case, user)
        mine, other = sides_of(visit, user)
        is_adopter = mine.pk == visit.transfer.adopter_id
        side = "adopter" if is_adopter else "peer" if visit.peer_id else "origin"
        note_event(visit.transfer, verb, signer, value=side, note=visit.topic)
        tell_side(visit, other, "visit_reported", user, asker=mine.name)
    return visit


def lock(visit: PeerVisit) -> PeerVisit:
    rows = PeerVisit.objects.select_for_update(of=("self",))
    return rows.select_related(
        "transfer__origin_case", "transfer__adopter", "peer__adopter", "host", "guest"
    ).get(pk=visit.pk)


def sides_of(visit: PeerVisit, user: User) -> tuple[Organization, Organization]:
    """The side the person speaks for, the adopter's before the other one, and the other."""
    both = (visit.host, visit.guest)
    if visit.host_id != visit.transfer.adopter_id:
        both = (visit.guest, visit.host)
    return both if is_of_adopter(user, visit.transfer) else (both[1], both[0])


def people_on(visit: PeerVisit, side: Organization) -> list[User]:
    """Who is told there: of who repeats it the keeper and the team, of the origin its authors."""
    transfer = visit.transfer
    if side.pk == transfer.adopter_id:
        return transfer.told_of_comments()
    if visit.peer is not None:
        return visit.peer.told_of_comments()
    case = transfer.origin_case
    return case.authors() or responsible_for(case, timezone.localdate())


def tell_side(visit: PeerVisit, side: Organization, kind: str, actor: User, **facts: str) -> None:
    tell(people_on(visit, side), visit, kind, actor, **facts)


def tell(people: Iterable[User], visit: PeerVisit, kind: str, actor: User, **facts: str) -> None:
    """Those of them who are of a side and may read the transfer, but for whoever did it."""
    for person in people:
        if person.pk == actor.pk or not may_be_told(person, visit):
            continue
        notify(
            person,
            kind,
            url=visit.get_absolute_url(),
            thing=visit.transfer,
            title=visit.transfer.title,
            topic=visit.topic,
            **facts,
        )


def may_be_told(person: User, visit: PeerVisit) -> bool:
    """Answer and agenda are for both sides: not all who hear of a case speak for its origin."""
    return takes_part_in_visit(person, visit) and may_read(person, visit.transfer)


def may_read(person: User, transfer: Transfer) -> bool:
    return Transfer.objects.visible_to(person).filter(pk=transfer.pk).exists()
