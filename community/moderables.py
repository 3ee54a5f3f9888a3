"""How comments and profiles are moderated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from community.actions.telling_of_comments import announce
from community.html import text_of
from community.models import Comment, User
from community.moderable import KeptFromSight, Moderable, moderable_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet


class OfComments(KeptFromSight):
    """Those who answer for the thing answer for what is said about it."""

    name = _("comment")

    @property
    def things(self) -> Any:
        return Comment.objects.select_related("author").prefetch_related("thing")

    def visible_to(self, user: User | AnonymousUser) -> QuerySet[Any]:
        return Comment.objects.visible_to(user).filter(deleted_at=None)

    def can_hide(self, user: User, thing: Comment) -> bool:
        return not thing.is_deleted

    def author(self, thing: Comment) -> User | None:
        return thing.author

    def moderators(self, thing: Comment) -> list[User]:
        about = thing.thing
        kind = moderable_of(about)
        return kind.moderators(about) if kind else []

    def network(self, thing: Comment) -> int | None:
        about = thing.thing
        kind = moderable_of(about)
        return kind.network(about) if kind else None

    def title(self, thing: Comment) -> str:
        return str(thing.thing)

    def words(self, thing: Comment) -> str:
        return text_of(thing.body)

    def release(self, thing: Comment) -> None:
        thing.state = Comment.State.PUBLISHED
        thing.save(update_fields=["state"])
        if thing.thing is not None and not thing.is_deleted:
            announce(thing, thing.thing, thing.parent)


class OfProfiles(Moderable):
    """What a person says about themselves: the unit's business. The account goes on."""

    name = _("profile")

    def moderated_by(self, user: User) -> QuerySet[Any]:
        return User.objects.all() if user.is_of_the_unit else User.objects.none()

    def author(self, thing: User) -> User | None:
        return thing

    def title(self, thing: User) -> str:
        return thing.display_name

    def words(self, thing: User) -> str:
        return "\n".join(filter(None, [thing.biography, thing.ask_me_about]))

    def is_hidden(self, thing: User) -> bool:
        return thing.profile_hidden_at is not None

    def hide(self, thing: User, by: User, reason: str, at: datetime) -> None:
        thing.profile_hidden_at = at
        thing.save(update_fields=["profile_hidden_at"])

    def show(self, thing: User, by: User) -> None:
        thing.profile_hidden_at = None
        thing.save(update_fields=["profile_hidden_at"])
