"""Who may do what, where no list is asked (lists: `visible_to`)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail import hooks

from community.models import (
    Affiliation,
    Comment,
    Message,
    Organization,
    User,
    visible_collections,
)
from community.models.conversation import SECOND_THOUGHTS
from community.models.members import people_coordinated_by
from community.models.places import zones_of
from community.moderable import moderable_of
from community.roles import COORDINATING_UNIT as COORDINATING_UNIT
from community.roles import FACILITATORS as FACILITATORS
from community.roles import KNOWLEDGE_TEAM as KNOWLEDGE_TEAM
from community.roles import accompanies_a_zone, has_role

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from community.models import Appeal, ModerationAct, OrganizationQuerySet
    from territories.models import Territory

# Each has a column `<name>_audience`.
CONTACTS = ("email", "phone", "whatsapp", "message")
# How long an account is new.
PROBATION = timedelta(days=30)


def is_coordinating_unit(user: User | AnonymousUser) -> bool:
    """Runs the programme: appoints, edits everything editorial. Superusers count as it."""
    return has_role(user, COORDINATING_UNIT)


def is_knowledge_team(user: User | AnonymousUser) -> bool:
    """Systematizes and verifies. Superusers count as it."""
    return has_role(user, KNOWLEDGE_TEAM)


def is_facilitator(user: User | AnonymousUser) -> bool:
    """Accompanies the municipalities of a zone. Superusers do not: a zone belongs to a person."""
    return accompanies_a_zone(user)


def runs_the_site(user: User | AnonymousUser) -> bool:
    """Holds a role of the programme, or all rights."""
    return is_coordinating_unit(user) or is_knowledge_team(user) or is_facilitator(user)


def can_see_profile(viewer: User | AnonymousUser, person: User) -> bool:
    return User.objects.visible_to(viewer).filter(pk=person.pk).exists()


def can_edit_profile(user: User | AnonymousUser, person: User) -> bool:
    """Only one's own: what a person says about themselves nobody else writes."""
    return may_contribute(user) and user.pk == person.pk


def contacts_open_to(viewer: User | AnonymousUser, person: User) -> frozenset[str]:
    """The ways of contact shown to this viewer, of `CONTACTS`. One query, none for visitors.

    Visitors never see one, whatever the audience says. "message" stands for
    writing through the site: besides those the person lets, whoever got a
    message may answer it, and everybody may write to a local facilitator.
    """
    if not viewer.is_authenticated or not viewer.is_active or not person.is_active:
        return frozenset()
    if viewer.pk == person.pk:
        return frozenset(CONTACTS) - {"message"}
    rows = User.objects.filter(pk=person.pk).annotate(
        is_coordinated=Exists(people_coordinated_by(viewer).filter(pk=OuterRef("pk"))),
        is_to_be_answered=Exists(Message.objects.filter(sender=OuterRef("pk"), recipient=viewer)),
        is_public_servant=Exists(
            User.groups.through.objects.filter(user=OuterRef("pk"), group__name=FACILITATORS)
        ),
    )
    tie: Any = rows.first()
    if tie is None:
        return frozenset()
    audiences = {User.Audience.MEMBERS, User.Audience.EVERYONE}
    if tie.is_coordinated:
        audiences.add(User.Audience.COORDINATORS)
    shown = {name for name in CONTACTS if getattr(tie, f"{name}_audience") in audiences}
    if tie.is_to_be_answered or tie.is_public_servant:
        shown.add("message")
    return frozenset(shown)


def can_see_email(viewer: User | AnonymousUser, person: User) -> bool:
    """Whether the address is shown. Visitors never see one, whatever the audience says."""
    return "email" in contacts_open_to(viewer, person)


def can_write_to(viewer: User | AnonymousUser, person: User) -> bool:
    """Whether the viewer may send the person a message; see `contacts_open_to`."""
    return may_contribute(viewer) and "message" in contacts_open_to(viewer, person)


def shows_links(person: User) -> bool:
    """Whether the links of a profile are shown: spam lives of new accounts that say nothing.

    Of whoever is known to work where they say; else of an account of some age of
    which something can be read. At most two queries, none where there are no links.
    """
    if not person.links or not person.is_active:
        return False
    return has_a_past(person) or is_official(person)


def has_a_past(person: User) -> bool:
    """Of some age, and something of theirs can be read. No query after `with_contributions`."""
    if person.date_joined > timezone.now() - PROBATION:
        return False
    known = getattr(person, "has_contributed", None)
    if known is None:
        asked: Any = User.objects.with_contributions()
        known = asked.get(pk=person.pk).has_contributed
    return bool(known)


def can_manage_account(user: User | AnonymousUser, person: User) -> bool:
    """Whether `user` may change that account in the admin: nobody reaches above the own rights."""
    if not user.is_authenticated:
        return False
    return user.is_superuser or (user.has_perm("community.change_user") and not person.is_superuser)


def can_close_account(user: User | AnonymousUser, person: User) -> bool:
    """The own, but not a technical administrator's: the site would be left without keys."""
    mine = user.is_authenticated and user.is_active and user.pk == person.pk
    return mine and not person.is_superuser


def can_open_file(user: User | AnonymousUser, collection_id: int) -> bool:
    """Whether this visitor may open the files of a collection. One query."""
    return visible_collections(user).filter(pk=collection_id).exists()


def can_comment(user: User | AnonymousUser, thing: Any) -> bool:
    """Whoever may contribute, on what may be commented and is open to them. One query."""
    if not may_contribute(user):
        return False
    if not getattr(thing, "is_commentable", False):
        return False
    if not getattr(thing, "takes_comments", True):
        return False
    return type(thing)._default_manager.visible_to(user).filter(pk=thing.pk).exists()


def can_follow(user: User | AnonymousUser, thing: Any) -> bool:
    """Whoever may contribute, what may be followed and is open to them, but not themselves."""
    if not may_contribute(user) or thing == user:
        return False
    if not getattr(thing, "is_followable", False):
        return False
    return type(thing)._default_manager.visible_to(user).filter(pk=thing.pk).exists()


def can_reply(user: User | AnonymousUser, comment: Comment) -> bool:
    """Whoever may comment there, to what everybody reads. One query, two with that for the thing.

    What was hidden or deleted gets no more answers, what waits for approval none yet.
    """
    if comment.is_hidden or comment.is_deleted or comment.is_waiting:
        return False
    return can_comment(user, comment.thing)


def can_react(user: User | AnonymousUser, comment: Comment) -> bool:
    """Say that it was useful: whoever may open the thing, of what others said and all read."""
    if not may_contribute(user) or is_own(user, comment):
        return False
    return Comment.objects.visible_to(user).present().filter(pk=comment.pk).exists()


def can_edit_comment(user: User | AnonymousUser, comment: Comment) -> bool:
    """Only one's own, as long as everybody reads it. No query."""
    return is_own(user, comment) and not comment.is_deleted and not comment.is_hidden


def can_delete_comment(user: User | AnonymousUser, comment: Comment) -> bool:
    """Only one's own; what others said, whoever moderates hides. No query."""
    return is_own(user, comment) and not comment.is_deleted


def can_restore_comment(user: User | AnonymousUser, comment: Comment) -> bool:
    """One's own that was deleted, for a day. No query."""
    return (
        is_own(user, comment)
        and comment.deleted_at is not None
        and comment.deleted_at > timezone.now() - SECOND_THOUGHTS
    )


def can_hide_comment(user: User | AnonymousUser, comment: Comment) -> bool:
    """Hide it or show it again: whoever moderates there, except what is their own."""
    if not may_contribute(user) or is_own(user, comment):
        return False
    return not comment.is_deleted and bool(comment.thing and comment.thing.is_moderated_by(user))


def is_own(user: User | AnonymousUser, comment: Comment) -> bool:
    return may_contribute(user) and user.pk == comment.author_id


def may_contribute(user: User | AnonymousUser) -> bool:
    """Write, or act in any other way: an open account that is not suspended. No query."""
    return user.is_authenticated and user.is_active and not user.is_suspended


def can_report(user: User | AnonymousUser, thing: Any) -> bool:
    """Whoever may contribute, on what others wrote and they may read. One query."""
    kind = moderable_of(thing)
    if kind is None or not may_contribute(user):
        return False
    author = kind.author(thing)
    if author is not None and author.pk == user.pk:
        return False
    return kind.visible_to(user).filter(pk=thing.pk).exists()


def is_moderator(user: User | AnonymousUser) -> bool:
    """Whether there is anything this person may moderate: they have a desk.

    Apps above say so through the Wagtail hook `is_moderator`, a function of `user`,
    which is asked once for each request.
    """
    if not user.is_authenticated or not may_contribute(user):
        return False
    if is_coordinating_unit(user) or is_knowledge_team(user):
        return True
    known: bool | None = user.__dict__.get("is_moderator")
    if known is None:
        known = any(answer(user) for answer in hooks.get_hooks("is_moderator"))
        user.__dict__["is_moderator"] = known
    return known


def can_moderate(user: User | AnonymousUser, thing: Any) -> bool:
    """Decide about reports of it: who answers for it there, and the unit; never one's own."""
    kind = moderable_of(thing)
    if kind is None or not user.is_authenticated or not may_contribute(user):
        return False
    author = kind.author(thing)
    if author is not None and author.pk == user.pk:
        return False
    if is_coordinating_unit(user):
        return True
    return user.is_authenticated and kind.moderated_by(user).filter(pk=thing.pk).exists()


def can_hide(user: User | AnonymousUser, thing: Any) -> bool:
    """Hide it or show it again."""
    kind = moderable_of(thing)
    if kind is None or not user.is_authenticated or not can_moderate(user, thing):
        return False
    return kind.can_hide(user, thing)


def can_warn(user: User | AnonymousUser, person: User) -> bool:
    """Whether somebody who moderates may address this person: an open account, not their own."""
    return may_contribute(user) and person.is_active and person.pk != user.pk


def can_suspend(user: User | AnonymousUser, person: User) -> bool:
    """The unit alone, because it holds everywhere; who runs the site is suspended by no one.

    Those of the unit are suspended by technical administrators.
    """
    if not is_coordinating_unit(user) or user.pk == person.pk or person.is_superuser:
        return False
    return user.is_superuser or not is_coordinating_unit(person)


def can_appeal(user: User | AnonymousUser, act: ModerationAct) -> bool:
    """Whoever it concerns, once, as long as it holds; somebody suspended too."""
    mine = user.is_authenticated and user.is_active and act.person_id == user.pk
    if not mine or act.kind not in act.APPEALABLE or act.undone_at:
        return False
    return not hasattr(act, "appeal")


def can_decide_appeal(user: User | AnonymousUser, appeal: Appeal) -> bool:
    """The unit, except whoever decided first and whoever appeals."""
    if not is_coordinating_unit(user):
        return False
    return user.pk not in (appeal.act.by_id, appeal.by_id)


# --- Organizations ----------------------------------------------------------------


def organizations_of(user: User | AnonymousUser, on: date) -> OrganizationQuerySet:
    """Those on behalf of which the person may speak and act that day: what forms offer."""
    return Organization.objects.open_to_act(user, on)


def municipality_of(user: User | AnonymousUser, on: date) -> Territory | None:
    """That of the municipal government for which the person may act that day. One query.

    None for a visitor, without one.
    """
    if not user.is_authenticated:
        return None
    held = organizations_of(user, on).filter(kind=Organization.Kind.MUNICIPAL_GOVERNMENT)
    first = held.filter(territory__isnull=False).select_related("territory").first()
    return first.territory if first else None


def is_official(user: User | AnonymousUser) -> bool:
    """Works today in some organization, which somebody or something has confirmed."""
    return organizations_of(user, timezone.localdate()).exists()


def can_act_for(user: User | AnonymousUser, organization: Organization | None, on: date) -> bool:
    """Speak and act in its name: while affiliated, once that is confirmed."""
    if organization is None:
        return False
    return organizations_of(user, on).filter(pk=organization.pk).exists()


def answers_for(user: User | AnonymousUser, organization: Organization) -> bool:
    """Confirms who works there: the coordinating unit, and the facilitator of its zone."""
    return is_coordinating_unit(user) or facilitates(user, organization)


def facilitates(user: User | AnonymousUser, organization: Organization) -> bool:
    """Accompanies, as a local facilitator, the territory of that organization."""
    place = organization.territory
    if place is None or not accompanies_a_zone(user):
        return False
    return zones_of(user, place.path).exists()


def can_verify(user: User | AnonymousUser, affiliation: Affiliation) -> bool:
    """Confirm that somebody works there: whoever answers for it, never one's own."""
    if user.pk == affiliation.user_id or affiliation.is_verified:
        return False
    return affiliation.holds(timezone.localdate()) and answers_for(user, affiliation.organization)


def can_invite(user: User | AnonymousUser, organization: Organization) -> bool:
    """Colleagues who are confirmed, and whoever answers for the organization."""
    return can_act_for(user, organization, timezone.localdate()) or answers_for(user, organization)


def can_end_affiliation(user: User | AnonymousUser, affiliation: Affiliation) -> bool:
    """Say that somebody no longer works there: the person, or whoever may invite others."""
    if not user.is_authenticated or not user.is_active:
        return False
    if not affiliation.holds(timezone.localdate()):
        return False
    return user.pk == affiliation.user_id or can_invite(user, affiliation.organization)


def can_hand_over(user: User | AnonymousUser, affiliation: Affiliation) -> bool:
    """Choose who goes on with what somebody left: whoever answers for the organization."""
    return affiliation.waits_for_heir and answers_for(user, affiliation.organization)


def can_edit_organization(user: User | AnonymousUser, organization: Organization) -> bool:
    """Say what it does and show its logo: the same people who may invite."""
    return can_invite(user, organization)
