"""What people do with transfers: begin one, answer for the origin, say what it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.search.index import insert_or_update_object

from community.actions.following import tell_followers
from community.actions.streams import tell_streams
from community.models import Activity
from knowledge.actions.following_transfers import refuse_changed
from knowledge.actions.standing import renew_standing
from knowledge.actions.transfer_history import (
    locked,
    note_event,
    tell_about,
    those_of_the_origin,
)
from knowledge.actions.transfer_versions import bring_along
from knowledge.lineage import in_words, is_of, path_that_closes, path_to_own
from knowledge.models import (
    Case,
    PartnerMunicipality,
    Transfer,
    TransferEvent,
)
from knowledge.models.sealed import signs, unnamed
from knowledge.permissions_of_transfers import can_adopt_for, can_answer, can_carry
from knowledge.scales import Support
from knowledge.transfer_kinds import OriginAnswer, Relation, TransferAudience

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.files import File

    from community.models import Organization, User
    from knowledge.models import CaseVersion

Verb = TransferEvent.Verb
# Who sends the same form twice means it once.
SAME_BREATH = timedelta(minutes=10)
# What each form is about: whoever opened it sees what others changed of it since.
DESCRIBED = (
    "relation",
    "reason",
    "learned_from_id",
    "adopter_case_id",
    "agreement",
    "agreement_file",
    "visibility",
)
ANSWERED = ("origin_answer", "origin_note", "origin_contact", "support")


@transaction.atomic
def begin(
    case: Case,
    user: User,
    adopter: Organization,
    *,
    relation: str = Relation.ADAPTED,
    reason: str = "",
    visibility: str = TransferAudience.PUBLIC,
    learned_from: Transfer | None = None,
) -> Transfer:
    """Say that `adopter` wants to repeat the case, as its newest version tells it.

    The conditions, components and indicators of that version come along, to be
    answered one by one and measured alike; the origin is told. The same said twice
    within minutes makes one.

    Raises:
        PermissionDenied: the person neither works there nor accompanies its zone.
        ValidationError: the case is not published, is their own or came of their
            own, or they are repeating it already.

    """
    if not can_adopt_for(user, adopter):
        raise PermissionDenied(f"{user} may not say what {adopter} repeats")
    refuse_unpublished(case)
    refuse_own(case, adopter, user)
    known = Transfer.objects.going_on().filter(origin_case=case, adopter=adopter).first()
    if known is not None:
        if known.started_by_id == user.pk and known.created_at > timezone.now() - SAME_BREATH:
            return known
        raise already_there()
    version = newest_version(case)
    transfer = Transfer(
        origin_case=case,
        origin_version=version,
        adopter=adopter,
        place=adopter.territory,
        started_by=user,
        kept_by=user,
        relation=relation,
        reason=reason.strip(),
        visibility=visibility,
    )
    refuse_stranger_to_learn_from(transfer, learned_from, user)
    transfer.learned_from = learned_from
    try:
        with transaction.atomic():
            transfer.save()
    except IntegrityError as error:
        # Two people of one municipality at the same moment.
        raise already_there() from error
    bring_along(transfer, version)
    note_event(transfer, Verb.STARTED, user, at=transfer.created_at)
    announce(transfer, user)
    return transfer


def already_there() -> ValidationError:
    return ValidationError(
        _("Your municipality is repeating this experience already: go on with that one."), "known"
    )


def refuse_unpublished(case: Case) -> None:
    """Raises ValidationError: nobody can repeat what cannot be read."""
    if case.live:
        return
    if case.state == Case.State.WITHDRAWN:
        raise ValidationError(_("This experience was withdrawn: it can no longer be repeated."))
    raise ValidationError(_("This experience is a draft: it can be repeated once it is published."))


def refuse_own(case: Case, adopter: Organization, user: User) -> None:
    """Raises ValidationError: it is the adopter's own, alone or with others, or came of its own."""
    together = PartnerMunicipality.objects.filter(case=case, territory=adopter.territory_id)
    if is_of(case, adopter) or together.exists():
        raise ValidationError(
            _("This experience is of your own municipality: better its record instead.")
        )
    path = path_to_own(case, adopter)
    if path:
        words = _(
            "This experience came of your own municipality: %(path)s. Tell what you learned from"
            " it as feedback, or in a new version of your own."
        )
        raise ValidationError(words % {"path": in_words(path, user)}, "cycle")


def refuse_stranger_to_learn_from(
    transfer: Transfer, learned_from: Transfer | None, user: User
) -> None:
    """Raises ValidationError: one learns from somebody who repeated the same, and can be seen."""
    if learned_from is None:
        return
    is_same = learned_from.origin_case_id == transfer.origin_case_id or (
        learned_from.adopter_case_id == transfer.origin_case_id
    )
    is_open = Transfer.objects.visible_to(user).filter(pk=learned_from.pk).exists()
    if not is_same or not is_open or learned_from.adopter_id == transfer.adopter_id:
        raise ValidationError(
            {"learned_from": _("Choose another municipality that repeated the same experience.")}
        )


def newest_version(case: Case) -> CaseVersion:
    version = case.versions.first()
    if version is None:
        raise ValidationError(_("This experience has no version that was published."))
    return version


def announce(transfer: Transfer, user: User) -> None:
    """Tell the origin, the streams and whoever follows; have it found."""
    insert_or_update_object(transfer)
    renew_standing(transfer.origin_case)
    tell_streams(Activity.Verb.PUBLISHED, transfer, user)
    origin = those_of_the_origin(transfer.origin_case)
    tell_about(
        transfer,
        origin,
        "transfer_begun",
        user,
        place="transfers:origin",
        case=transfer.origin_case.title,
        adopter=str(transfer.adopter),
        words=transfer.reason,
    )
    tell_followers(transfer, Activity.Verb.PUBLISHED, user, besides=origin)


# --- The origin -------------------------------------------------------------------


@transaction.atomic
def answer_as_origin(
    transfer: Transfer,
    user: User,
    answer: str,
    *,
    support: Iterable[str] = (),
    note: str = "",
    contact: str = "",
    seen: str = "",
) -> Transfer:
    """Confirm or decline it for the origin, and say which help it may count on.

    `contact`: whom they talk to at the origin; only both sides read it. It may be
    answered again: the last answer counts. Who carries it is told.

    Raises:
        PermissionDenied: not of the origin, or it is hidden.
        ValidationError: it is declined without a reason.
        RowChangedError: another of the origin answered since `seen`.

    """
    transfer = locked(transfer)
    if not can_answer(user, transfer):
        raise PermissionDenied
    refuse_changed(transfer, ANSWERED, seen)
    case = transfer.origin_case
    # What stands for a name may be longer than the name.
    room = Transfer._meta.get_field("origin_contact").max_length
    note, contact = unnamed(case, note.strip()), unnamed(case, contact.strip())[:room]
    is_declined = answer == OriginAnswer.DECLINED
    if is_declined and not note:
        raise ValidationError({"note": _("Say why: the municipality that wants it reads it.")})
    help_given = [] if is_declined else [each for each in Support.values if each in set(support)]
    before = (transfer.origin_answer, transfer.origin_note, transfer.support)
    contact = "" if is_declined else contact
    if before == (answer, note, help_given) and transfer.origin_contact == contact:
        return transfer
    had_help = transfer.support
    transfer.origin_answer, transfer.origin_note, transfer.support = answer, note, help_given
    transfer.origin_contact = contact
    transfer.origin_answered_by = signs(case, user)
    transfer.origin_answered_at = timezone.now()
    transfer.save()
    offers_more = bool(set(help_given) - set(had_help)) and before[0] == OriginAnswer.CONFIRMED
    verb = Verb.DECLINED if is_declined else Verb.OFFERED if offers_more else Verb.CONFIRMED
    note_event(transfer, verb, signs(case, user), note=note)
    tell_about(
        transfer,
        transfer.told_of_comments(),
        "transfer_answered",
        user,
        case=case.title,
        answer=str(answer),
        support=lambda: ", ".join(str(Support(each).label) for each in help_given),
        words=note,
    )
    renew_standing(case)
    return transfer


# --- What it is -------------------------------------------------------------------


@transaction.atomic
def describe(
    transfer: Transfer,
    user: User,
    *,
    agreement_file: File[Any] | None = None,
    without_file: bool = False,
    seen: str = "",
    **told: Any,
) -> Transfer:
    """Say what it is: relation, reason, from whom it was learned, what came of it, who reads it.

    `told` are fields of the transfer. A new file takes the place of the one before.

    Raises:
        PermissionDenied: not of those who carry it.
        ValidationError: it would close a circle, or the experience that came of it is no such.
        RowChangedError: somebody else changed some of it since `seen`.

    """
    transfer = locked(transfer)
    if not can_carry(user, transfer):
        raise PermissionDenied
    refuse_changed(transfer, DESCRIBED, seen)
    learned_from = told.get("learned_from", transfer.learned_from)
    adopter_case = told.get("adopter_case", transfer.adopter_case)
    refuse_lineage(transfer, learned_from, adopter_case, user)
    was_seen_by = transfer.visibility
    for name, value in told.items():
        setattr(transfer, name, value.strip() if isinstance(value, str) else value)
    old = transfer.agreement_file.name if transfer.agreement_file else ""
    if agreement_file is not None:
        transfer.agreement_file.save(agreement_file.name or "", agreement_file, save=False)
    elif without_file:
        transfer.agreement_file = None
    transfer.save()
    if old and old != (transfer.agreement_file.name if transfer.agreement_file else ""):
        storage = Transfer._meta.get_field("agreement_file").storage
        transaction.on_commit(lambda: storage.delete(old))
    if transfer.visibility != was_seen_by:
        note_event(transfer, Verb.SHOWN, user, value=transfer.visibility)
        renew_standing(transfer.origin_case)
    insert_or_update_object(transfer)
    return transfer


def refuse_lineage(
    transfer: Transfer, learned_from: Transfer | None, adopter_case: Case | None, user: User
) -> None:
    """Raises ValidationError: with the path that closes, where one would."""
    if adopter_case is not None and not is_of(adopter_case, transfer.adopter):
        raise ValidationError(
            {"adopter_case": _("Choose an experience of the municipality that repeats it.")}
        )
    if learned_from is not None and learned_from.pk != transfer.learned_from_id:
        refuse_stranger_to_learn_from(transfer, learned_from, user)
    for name, learned, came in (
        ("learned_from", learned_from, None),
        ("adopter_case", learned_from, adopter_case),
    ):
        path = path_that_closes(transfer, learned, came)
        if path:
            words = _("It would close a circle: %(path)s. Something cannot come of itself.")
            raise ValidationError({name: words % {"path": in_words(path, user)}}, "cycle")
