"""Who is behind a session."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import OuterRef, Subquery

from community.models import User
from community.models.gathered import Gathered
from community.renditions import give_told, renditions_of
from community.roles import ROLES


class MemberBackend(AuthenticationBackend):
    """allauth's, which brings along what the head of every page says of its reader.

    So that their face, the number of their notices, whether texts wait to be
    accepted and their roles cost no query of their own.
    """

    def get_user(self, user_id: int) -> User | None:
        theirs: Any = User.groups.through.objects.filter(user=OuterRef("pk")).order_by()
        theirs = theirs.values("user").annotate(names=Gathered("group__name"))
        people: Any = User.objects.with_unread().with_renewed_texts()
        people = people.annotate(
            groups_named=Subquery(theirs.values("names")), faces=renditions_of(OuterRef("photo"))
        )
        user: Any = people.select_related("photo").filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        if user.photo:
            give_told(user.photo, user.faces)
        user.roles = frozenset(user.groups_named or ())
        user.has_a_role = not user.roles.isdisjoint(ROLES)
        return cast("User", user)
