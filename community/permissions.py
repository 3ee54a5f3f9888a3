"""Who may do what, where no list is asked (lists: `visible_to`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from community.models import User, visible_collections
from community.models.conversation import SECOND_THOUGHTS
from community.models.members import people_coordinated_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import Comment

# Names of the groups that stand for a role; `actions.roles` makes them.
COORDINATING_UNIT = "Unidad coordinadora"
KNOWLEDGE_TEAM = "Gestión del conocimiento"
FACILITATORS = "Facilitación local"


def is_coordinating_unit(user: User | AnonymousUser) -> bool:
    """Runs the programme: appoints, edits everything editorial. Superusers count as it."""
    return _has_role(user, COORDINATING_UNIT)


def is_knowledge_team(user: User | AnonymousUser) -> bool:
    """Systematizes and verifies. Superusers count as it."""
    return _has_role(user, KNOWLEDGE_TEAM)


def is_facilitator(user: User | AnonymousUser) -> bool:
    """Accompanies the municipalities of a zone. Superusers do not: a zone belongs to a person."""
    return not user.is_superuser and _has_role(user, FACILITATORS)


def runs_the_site(user: User | AnonymousUser) -> bool:
    """Holds a role of the programme, or all rights."""
    return is_coordinating_unit(user) or is_knowledge_team(user) or is_facilitator(user)


def can_see_profile(viewer: User | AnonymousUser, person: User) -> bool:
    return User.objects.visible_to(viewer).filter(pk=person.pk).exists()


def can_edit_profile(user: User | AnonymousUser, person: User) -> bool:
    """Only one's own: what a person says about themselves nobody else writes."""
    return user.is_authenticated and user.is_active and user.pk == person.pk


def can_see_email(viewer: User | AnonymousUser, person: User) -> bool:
    """Whether the address is shown. Visitors never see one, whatever the audience says."""
    if not viewer.is_authenticated or not person.is_active:
        return False
    if viewer.pk == person.pk:
        return True
    if person.email_audience == User.Audience.COORDINATORS:
        return people_coordinated_by(viewer).filter(pk=person.pk).exists()
    return person.email_audience in (User.Audience.MEMBERS, User.Audience.EVERYONE)


def can_manage_account(user: User | AnonymousUser, person: User) -> bool:
    """Whether `user` may change that account in the admin: nobody reaches above the own rights."""
    if not user.is_authenticated:
        return False
    return user.is_superuser or (user.has_perm("community.change_user") and not person.is_superuser)


def can_close_account(user: User | AnonymousUser, person: User) -> bool:
    """The own, but not a technical administrator's: the site would be left without keys."""
    return can_edit_profile(user, person) and not person.is_superuser


def can_open_file(user: User | AnonymousUser, collection_id: int) -> bool:
    """Whether this visitor may open the files of a collection. One query."""
    return visible_collections(user).filter(pk=collection_id).exists()


def can_comment(user: User | AnonymousUser, thing: Any) -> bool:
    """Whoever has signed in, on what may be commented and is open to them. One query."""
    if not user.is_authenticated or not user.is_active:
        return False
    if not getattr(thing, "is_commentable", False):
        return False
    return type(thing)._default_manager.visible_to(user).filter(pk=thing.pk).exists()


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
    if not user.is_authenticated or not user.is_active or is_own(user, comment):
        return False
    return not comment.is_deleted and bool(comment.thing and comment.thing.is_moderated_by(user))


def is_own(user: User | AnonymousUser, comment: Comment) -> bool:
    return user.is_authenticated and user.is_active and user.pk == comment.author_id


def _has_role(user: User | AnonymousUser, group: str) -> bool:
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or group in user.roles
