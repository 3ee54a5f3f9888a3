"""How feedback is moderated: who answers for the case answers for what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from community.moderable import Moderable, kind_of
from knowledge.actions.feedback import announce
from knowledge.models import Feedback
from knowledge.models.feedback import PUBLISHED

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import User


class OfFeedback(Moderable):
    """Whoever gave it under a protected name is unknown to those who moderate, too."""

    name = _("feedback")

    @property
    def things(self) -> Any:
        return Feedback.objects.select_related("author", "case", "organization")

    def author(self, thing: Feedback) -> User | None:
        return thing.author

    def named_author(self, thing: Feedback) -> User | None:
        author: User | None = thing.open_author
        return author

    def moderators(self, thing: Feedback) -> list[User]:
        return kind_of(thing.case).moderators(thing.case)

    def network(self, thing: Feedback) -> int | None:
        return kind_of(thing.case).network(thing.case)

    def title(self, thing: Feedback) -> str:
        return thing.case.title

    def words(self, thing: Feedback) -> str:
        return "\n".join(filter(None, [thing.text, thing.source]))

    def is_hidden(self, thing: Feedback) -> bool:
        return thing.is_hidden

    def is_waiting(self, thing: Feedback) -> bool:
        return thing.is_waiting

    def hide(self, thing: Feedback, by: User, reason: str, at: datetime) -> None:
        thing.hidden_at, thing.hidden_by, thing.hidden_reason = at, by, reason
        thing.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])

    def show(self, thing: Feedback, by: User) -> None:
        """What was refused while it waited is published with it."""
        waited = thing.is_waiting
        thing.hidden_at, thing.hidden_by, thing.hidden_reason = None, None, ""
        thing.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
        if waited:
            self.release(thing)

    def release(self, thing: Feedback) -> None:
        thing.state = PUBLISHED
        thing.save(update_fields=["state"])
        announce(thing)
