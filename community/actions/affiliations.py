"""From saying where one works to having it confirmed, and to leaving."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from community import handover
from community.actions.moderation import vouch_for
from community.actions.notice_mails import absolute
from community.actions.notices import notify
from community.models import Affiliation, Invitation, Organization, User
from community.permissions import (
    can_act_for,
    can_end_affiliation,
    can_hand_over,
    can_verify,
    facilitates,
)
from community.tasks import send_proof
from community.tokens import proof_in
from community.zones import who_answers_for

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

# How many people are asked at once whether they are still there.
ASKED_AT_ONCE = 200
HANDED_OVER_AT_ONCE = 200


# --- Having it confirmed ----------------------------------------------------------


def send_proof_to(affiliation: Affiliation, by: User, email: str) -> None:
    """Mail a link to an official address: who opens it reads the mail of the organization.

    Raises:
        PermissionDenied: it is not the person's own, or it no longer holds.
        ValidationError: the address is not one of the organization.

    """
    if not is_own(affiliation, by) or affiliation.is_verified:
        raise PermissionDenied
    email = email.strip().lower()
    if not affiliation.organization.proves(email):
        raise ValidationError(
            _("Write an address of the organization: it ends in %(domains)s."),
            params={"domains": _(" or ").join(f"@{it}" for it in affiliation.organization.domains)},
        )
    send_proof.enqueue(affiliation.pk, email)


def read_proof(token: str, by: User) -> Affiliation:
    """The affiliation that a link proves.

    Raises:
        ValidationError: the link is old or was changed, or it is somebody else's.

    """
    told = proof_in(token)
    if told is None:
        raise ValidationError(_("The link no longer works. Ask for a new one."))
    pk, email = told
    found = Affiliation.objects.select_related("organization__territory")
    affiliation = found.filter(pk=pk).first()
    if affiliation is None or not is_own(affiliation, by):
        raise ValidationError(_("The link is for another account, or you no longer work there."))
    if not affiliation.organization.proves(email):
        raise ValidationError(_("That address no longer proves that you work there."))
    return affiliation


@transaction.atomic
def accept_proof(token: str, by: User) -> Affiliation:
    """Confirm the affiliation by the link of the mail. Twice changes nothing; raises as above."""
    affiliation = read_proof(token, by)
    note_confirmed(affiliation, Affiliation.Verification.MAIL_DOMAIN, None)
    return affiliation


@transaction.atomic
def ask_to_be_confirmed(affiliation: Affiliation, by: User) -> None:
    """Ask the facilitator of the zone, or the unit where there is none. Once is enough."""
    if not is_own(affiliation, by):
        raise PermissionDenied
    if affiliation.asked_at or affiliation.is_verified:
        return
    affiliation.asked_at = timezone.now()
    affiliation.save(update_fields=["asked_at"])
    for person in who_answers_for(affiliation.organization):
        if person.pk != by.pk:
            notify(
                person,
                "affiliation_asked",
                url=reverse("organizations:waiting"),
                name=by.display_name,
                organization=affiliation.organization.name,
                post=affiliation.post,
            )


@transaction.atomic
def confirm_affiliation(affiliation: Affiliation, by: User) -> None:
    """Whoever answers for the organization says that the person works there.

    Raises:
        PermissionDenied: it is not theirs to say, or is their own.

    """
    if affiliation.is_verified:
        return
    if not can_verify(by, affiliation):
        raise PermissionDenied
    near = facilitates(by, affiliation.organization)
    how = Affiliation.Verification.FACILITATOR if near else Affiliation.Verification.UNIT
    note_confirmed(affiliation, how, by)
    tell_confirmed(affiliation)


def note_confirmed(affiliation: Affiliation, how: str, by: User | None) -> None:
    """Write down who confirmed it and when; the organization has a page from now on."""
    if affiliation.is_verified:
        return
    affiliation.verification, affiliation.verified_by = how, by
    affiliation.verified_at = timezone.now()
    affiliation.last_asked_on = timezone.localdate()
    affiliation.save(update_fields=["verification", "verified_by", "verified_at", "last_asked_on"])
    vouch_for(affiliation.user)
    if not affiliation.organization.is_listed:
        affiliation.organization.is_listed = True
        affiliation.organization.save(update_fields=["is_listed"])


def tell_confirmed(affiliation: Affiliation) -> None:
    notify(
        affiliation.user,
        "affiliation_confirmed",
        url=affiliation.organization.get_absolute_url(),
        organization=affiliation.organization.name,
    )


def is_own(affiliation: Affiliation, by: User) -> bool:
    """Whether it is the person's, and holds today."""
    return affiliation.user_id == by.pk and affiliation.holds(timezone.localdate())


# --- Leaving ----------------------------------------------------------------------


def heirs_of(affiliation: Affiliation, on: date) -> QuerySet[User]:
    """Who may go on with what the person leaves: colleagues who are confirmed, by name."""
    colleagues = affiliation.organization.affiliations.verified().current(on)
    people = User.objects.filter(pk__in=colleagues.values("user"), is_active=True)
    return people.exclude(pk=affiliation.user_id).order_by("display_name", "pk")


@transaction.atomic
def end_affiliation(affiliation: Affiliation, by: User, heir: User | None = None) -> None:
    """The person no longer works there, as of today; `heir` goes on with the drafts.

    With nobody to go on they wait for whoever answers for the organization.

    Raises:
        PermissionDenied: it is not theirs to say.
        ValidationError: the heir does not work there.

    """
    if not can_end_affiliation(by, affiliation):
        raise PermissionDenied
    refuse_stranger(affiliation, heir)
    leave(affiliation, by)
    pass_on(affiliation, heir)
    if by.pk != affiliation.user_id:
        notify(
            affiliation.user,
            "affiliation_ended",
            url=reverse("account_affiliations"),
            organization=affiliation.organization.name,
            by=by.display_name,
        )


@transaction.atomic
def hand_over(affiliation: Affiliation, by: User, heir: User) -> None:
    """Choose who goes on with what somebody left; raises as `end_affiliation`."""
    if not can_hand_over(by, affiliation):
        raise PermissionDenied
    refuse_stranger(affiliation, heir)
    pass_on(affiliation, heir)


def refuse_stranger(affiliation: Affiliation, heir: User | None) -> None:
    if heir and not can_act_for(heir, affiliation.organization, timezone.localdate()):
        raise ValidationError({"heir": _("Choose somebody who works there.")})


def leave(affiliation: Affiliation, by: User | None) -> None:
    """End it as of yesterday; what nobody had confirmed and just began leaves no trace."""
    yesterday = timezone.localdate() - timedelta(days=1)
    has_just_begun = affiliation.started_on is not None and affiliation.started_on > yesterday
    if has_just_begun and not affiliation.is_verified:
        affiliation.delete()
        return
    if has_just_begun:
        affiliation.started_on = yesterday
    affiliation.ended_on, affiliation.ended_by = yesterday, by
    affiliation.save(update_fields=["started_on", "ended_on", "ended_by"])
    sent = Invitation.objects.open().filter(
        organization=affiliation.organization_id, invited_by=affiliation.user_id
    )
    sent.update(withdrawn_at=timezone.now())


def pass_on(affiliation: Affiliation, heir: User | None) -> None:
    """What the person kept on behalf of the organization goes to `heir`, or waits for one."""
    if not affiliation.is_verified or not affiliation.pk:
        return
    organization = affiliation.organization
    number = handover.pass_on(organization, affiliation.user, heir)
    affiliation.waits_for_heir = heir is None and number > 0
    affiliation.handed_over_at = timezone.now()
    affiliation.save(update_fields=["waits_for_heir", "handed_over_at"])
    facts: dict[str, Any] = {
        "organization": organization.name,
        "name": affiliation.user.display_name,
    }
    if heir is not None:
        # They took what others had left there too.
        organization.affiliations.filter(waits_for_heir=True).update(waits_for_heir=False)
    if heir is not None and number:
        notify(heir, "handover_received", url=reverse("community:my_space"), **facts)
    elif affiliation.waits_for_heir:
        for person in who_answers_for(organization):
            notify(person, "handover_waiting", url=reverse("organizations:waiting"), **facts)


def hand_over_ended() -> int:
    """What people keep whose last day has passed waits for an heir; returns how many they were."""
    ended = Affiliation.objects.verified().ended(timezone.localdate())
    left = ended.filter(handed_over_at__isnull=True).select_related("organization", "user")
    those = list(left.order_by("pk")[:HANDED_OVER_AT_ONCE])
    for affiliation in those:
        with transaction.atomic():
            pass_on(affiliation, None)
    return len(those)


# --- Still there? -----------------------------------------------------------------


def ask_who_is_still_there(on: date | None = None) -> int:
    """Ask whoever was last asked a year ago or before the last elections; how many were asked."""
    today = on or timezone.localdate()
    due = Affiliation.objects.to_be_asked(today).select_related("organization", "user")
    asked = 0
    for affiliation in due[:ASKED_AT_ONCE]:
        with transaction.atomic():
            asked += ask_whether_still_there(affiliation, today)
    return asked


def ask_whether_still_there(affiliation: Affiliation, on: date) -> int:
    """Ask once: whoever else asks at the same moment finds it noted."""
    mine = Affiliation.objects.filter(pk=affiliation.pk, last_asked_on=affiliation.last_asked_on)
    if not mine.update(last_asked_on=on):
        return 0
    ending = reverse("organizations:end", args=[affiliation.pk])
    notify(
        affiliation.user,
        "affiliation_still",
        url=reverse("organizations:still_there", args=[affiliation.pk]),
        organization=affiliation.organization.name,
        ending=absolute(ending),
    )
    return 1


def say_still_there(affiliation: Affiliation, by: User) -> None:
    """The person still works there.

    Raises:
        PermissionDenied: it is somebody else's, or has ended.

    """
    if not is_own(affiliation, by):
        raise PermissionDenied
    affiliation.last_asked_on = timezone.localdate()
    affiliation.save(update_fields=["last_asked_on"])


def join_organization(user: User, organization: Organization, **fields: Any) -> Affiliation:
    """The person's affiliation of today there, made when they have none."""
    today = timezone.localdate()
    held = user.affiliations.current(today).filter(organization=organization).first()
    if held is not None:
        if fields.get("post") and not held.post:
            held.post = fields["post"]
            held.save(update_fields=["post"])
        return held
    return Affiliation.objects.create(
        user=user, organization=organization, started_on=today, **fields
    )
