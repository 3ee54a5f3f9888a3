"""Who is behind a session."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from community.models import User


class MemberBackend(AuthenticationBackend):
    """allauth's, which brings along what the head of every page says of its reader.

    So that their face, the number of their notices and whether texts wait to
    be accepted cost no query of their own.
    """

    def get_user(self, user_id: int) -> User | None:
        people = User.objects.with_unread().with_renewed_texts()
        user = people.select_related("photo").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
