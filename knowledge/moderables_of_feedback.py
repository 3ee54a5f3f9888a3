"""How feedback is moderated: who answers for the case answers for what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from community.moderable import KeptFromSight, kind_of
from knowledge.actions.feedback import announce
from knowledge.models import Feedback
from knowledge.models.feedback import PUBLISHED

if TYPE_CHECKING:
    from community.models import User


class OfFeedback(KeptFromSight):
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

    def release(self, thing: Feedback) -> None:
        thing.state = PUBLISHED
        thing.save(update_fields=["state"])
        announce(thing)
