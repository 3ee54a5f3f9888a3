"""Telling a case with others: inviting them, their answer, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.actions.notices import notify
from community.models import account_reading
from community.permissions import may_contribute
from knowledge.actions.rows import check_room, newest, store
from knowledge.actions.writing import keep, log
from knowledge.kinds import ContributorRole, ShownAs
from knowledge.models import Authorship, Case, CaseEvent, Contributor
from knowledge.models.authorship import LASTS
from knowledge.models.sealed import signature
from knowledge.permissions import can_invite_authors
from knowledge.tasks import send_author_invitation
from knowledge.tokens import invitation_address, invitation_in

if TYPE_CHECKING:
    from community.models import User

States = Authorship.State
WRITTEN = ("role", "post", "organization_name", "may_edit", "message")


@transaction.atomic
def invite(
    case: Case, by: User, *, person: User | None = None, email: str = "", **told: Any
) -> Authorship:
    """Invite somebody by account or by address; again, sends the same anew.

    Whether an address has an account changes nothing that `by` can see. `told`
    are the role, post and organization at that time, whether they may write, and
    a message.

    Raises:
        PermissionDenied: `by` neither keeps the case nor works on cases.
        ValidationError: of `who`: they write it already.

    """
    if not can_invite_authors(by, case):
        raise PermissionDenied
    email = email.strip().lower()
    refuse_who_writes(case, by, person, email)
    whom: dict[str, Any] = {"person": person} if person else {"email": email}
    undecided = Authorship.objects.filter(case=case, state=States.INVITED, **whom)
    invitation = undecided.first() or Authorship(case=case, **whom)
    for name in WRITTEN:
        if name in told:
            setattr(invitation, name, told[name])
    invitation.invited_by, invitation.invited_at = by, timezone.now()
    invitation.expires_at = invitation.invited_at + LASTS
    invitation.language = get_language() or "es"
    invitation.save()
    tell_invited(invitation)
    return invitation


def refuse_who_writes(case: Case, by: User, person: User | None, email: str) -> None:
    """Of people with a name. Whose an address is, nobody learns here but of the own."""
    if person == by or (email and email == by.email.lower()):
        raise ValidationError({"who": _("That is you: you already write it.")})
    if person is not None and (person.pk == case.kept_by_id or person.pk in case.taking_part):
        said = _("%(name)s already writes it.") % {"name": person.display_name}
        raise ValidationError({"who": said})


def tell_invited(invitation: Authorship) -> None:
    """A notice for who has an account, with its mail; a letter for other addresses."""
    person = invitation.person or account_reading(invitation.email)
    if person is not None and person.is_active:
        notify(
            person,
            "author_invited",
            url=invitation_address(invitation.pk),
            name=signature(invitation.case, invitation.invited_by),
            title=invitation.case.draft().title,
            message=invitation.message,
        )
    elif invitation.email:
        send_author_invitation.enqueue(invitation.pk)


def read_invitation(token: str) -> Authorship:
    """The invitation of a link.

    Raises:
        ValidationError: it was changed, is old, withdrawn or answered.

    """
    found = Authorship.objects.select_related(
        "case__lead_municipality", "case__latest_revision", "invited_by", "person"
    )
    invitation = found.filter(pk=invitation_in(token) or 0).first()
    if invitation is None or not invitation.is_open:
        raise ValidationError(_("This invitation no longer holds. Ask for another one."))
    return invitation


@transaction.atomic
def accept(token: str, by: User, *, shown_as: str = ShownAs.PERSON, **told: str) -> Authorship:
    """Take part from now on, and stand among those who made the record.

    `told` are the post and organization at that time, as the person says them,
    `shown_as` is what readers see of them.

    Raises:
        PermissionDenied: the account may not write.
        ValidationError: as `read_invitation`; it is meant for another; they write it already.

    """
    if not may_contribute(by):
        raise PermissionDenied
    invitation = read_invitation(token)
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("latest_revision")
        .get(pk=invitation.case_id)
    )
    if invitation.person_id not in (None, by.pk):
        raise ValidationError(_("This invitation is meant for another account."))
    if by.pk == case.kept_by_id or by.pk in case.taking_part:
        raise ValidationError(_("You already write this experience."))
    # An invitation by name and one by address may have met: this one is answered, the other goes.
    Authorship.objects.filter(case=case, person=by, state=States.INVITED).exclude(
        pk=invitation.pk
    ).update(state=States.REMOVED, decided_at=timezone.now())
    decide(invitation, States.ACCEPTED, by)
    add_credit(case, by, invitation, shown_as, told)
    log(case, CaseEvent.Verb.JOINED, by)
    tell_inviter(invitation, "author_accepted", by)
    return invitation


def decide(invitation: Authorship, state: str, by: User | None) -> None:
    open_ones = Authorship.objects.open().filter(pk=invitation.pk)
    facts: dict[str, Any] = {"state": state, "decided_at": timezone.now()}
    if by is not None:
        facts["person"] = by
    if not open_ones.update(**facts):
        raise ValidationError(_("This invitation no longer holds. Ask for another one."))
    invitation.state, invitation.person = state, by or invitation.person


def add_credit(
    case: Case, by: User, invitation: Authorship, shown_as: str, told: dict[str, str]
) -> None:
    """Their row among those who made it, in the newest text; what they say counts."""
    draft = case.draft()
    rows: list[Contributor] = list(draft.contributors.all())
    row = next((row for row in rows if row.person_id == by.pk), None)
    if row is None:
        row = Contributor(key=invitation.key, person=by, sort_order=len(rows))
        rows.append(row)
    row.role, row.shown_as = invitation.role, shown_as
    row.post = told.get("post", invitation.post)
    row.organization_name = told.get("organization_name", invitation.organization_name)
    draft.contributors.set(rows)
    keep(draft, case, by, ("contributors",))
    invitation.case = case


@transaction.atomic
def credit_self(case: Case, by: User) -> None:
    """A row among those who made it, with the post of today. Doing it twice changes nothing.

    Raises:
        PermissionDenied: `by` may not write in it now.
        ValidationError: there are too many already.

    """
    case, draft = newest(case, by)
    rows: list[Contributor] = list(draft.contributors.all())
    if any(row.person_id == by.pk for row in rows):
        return
    check_room(rows)
    here = by.current_affiliation
    row = Contributor(
        person=by,
        role=ContributorRole.CO_AUTHOR if rows else ContributorRole.AUTHOR,
        post=here.post if here else "",
        organization=here.organization if here else None,
        organization_name=here.organization.name if here else "",
    )
    store(draft, case, by, "contributors", [*rows, row])


def decline(token: str, by: User | None = None) -> Authorship:
    """Say no, with an account or without; raises as `read_invitation`."""
    invitation = read_invitation(token)
    if by is not None and invitation.person_id not in (None, by.pk):
        raise ValidationError(_("This invitation is meant for another account."))
    with transaction.atomic():
        decide(invitation, States.DECLINED, None)
        tell_inviter(invitation, "author_declined", invitation.person)
    return invitation


def tell_inviter(invitation: Authorship, kind: str, actor: User | None) -> None:
    """Whoever keeps the case and whoever invited, but for the one who did it."""
    case = invitation.case
    people = {person.pk: person for person in (case.kept_by, invitation.invited_by) if person}
    for pk, person in people.items():
        if actor is None or pk != actor.pk:
            notify(
                person,
                kind,
                url=reverse("cases:people", args=[case.reference]),
                thing=case,
                name=signature(case, actor) or invitation.email,
                title=case.draft().title,
            )


@transaction.atomic
def leave(case: Case, by: User) -> None:
    """No longer take part. What they wrote and their credit stay. Leaving twice changes nothing."""
    theirs = Authorship.objects.accepted().filter(case=case, person=by).first()
    if theirs is None:
        return
    Authorship.objects.filter(pk=theirs.pk).update(state=States.LEFT, decided_at=timezone.now())
    case.__dict__.pop("taking_part", None)
    log(case, CaseEvent.Verb.LEFT, by)
    theirs.case = case
    tell_inviter(theirs, "author_left", by)


@transaction.atomic
def remove(authorship: Authorship, by: User) -> None:
    """Take somebody's part away, or an invitation back. What they wrote and their credit stay.

    Raises:
        PermissionDenied: `by` neither keeps the case nor works on cases.

    """
    case, person = authorship.case, authorship.person
    if not can_invite_authors(by, case):
        raise PermissionDenied
    was_author = authorship.state == States.ACCEPTED
    undecided = Authorship.objects.filter(
        pk=authorship.pk, state__in=(States.ACCEPTED, States.INVITED)
    )
    if not undecided.update(state=States.REMOVED, decided_at=timezone.now()):
        return
    case.__dict__.pop("taking_part", None)
    if was_author and person is not None:
        # Nor do they read on by a link they made.
        case.review_links.open().filter(created_by=person).update(revoked_at=timezone.now())
        log(case, CaseEvent.Verb.REMOVED, by, person.display_name)
        title = case.draft().title
        notify(person, "author_removed", url=reverse("community:my_space"), title=title)


def let_write(authorship: Authorship, by: User, *, may_edit: bool) -> None:
    """Say whether somebody who takes part may write, or only read.

    Raises:
        PermissionDenied: `by` neither keeps the case nor works on cases.

    """
    if not can_invite_authors(by, authorship.case):
        raise PermissionDenied
    Authorship.objects.filter(pk=authorship.pk).update(may_edit=may_edit)
    authorship.case.__dict__.pop("taking_part", None)


def forget_old_invitations() -> int:
    """Addresses of people who never came are not kept longer than a month after it was over."""
    limit = timezone.now() - 2 * LASTS
    over = Authorship.objects.exclude(email="").filter(expires_at__lt=limit)
    return over.exclude(state=States.ACCEPTED).update(email="")
