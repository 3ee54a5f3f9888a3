"""How needs and the answers to them are moderated: by coordinators of their theme and the team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext_lazy

from community.models import PageTheme
from community.moderable import KeptFromSight
from knowledge.actions.need_answers import announce_answer
from knowledge.actions.needs import announce_need
from knowledge.models import Need, NeedAnswer
from networks.models import Membership

if TYPE_CHECKING:
    from community.models import User

# Of a theme that many networks share, no more are told at once.
MOST_TOLD = 10


def coordinators_about(need: Need) -> list[User]:
    """Those of the networks about its theme, or about the one it lies under. One query."""
    themes = [need.theme_id, need.theme.parent_id]
    networks = PageTheme.objects.filter(theme__in=[pk for pk in themes if pk]).values("page")
    tied = Membership.objects.coordinators().filter(network__in=networks)
    people = {tie.user_id: tie.user for tie in tied.select_related("user").order_by("pk")}
    return list(people.values())[:MOST_TOLD]


class OfNeeds(KeptFromSight):
    name = pgettext_lazy("of a municipality", "need")

    @property
    def things(self) -> Any:
        return Need.objects.select_related("posted_by", "theme__parent", "place")

    def author(self, thing: Need) -> User | None:
        return thing.posted_by

    def moderators(self, thing: Need) -> list[User]:
        return coordinators_about(thing)

    def words(self, thing: Need) -> str:
        return "\n\n".join(filter(None, (thing.problem, thing.tried, thing.means)))

    def release(self, thing: Need) -> None:
        thing.is_waiting = False
        thing.save(update_fields=["is_waiting"])
        announce_need(thing)


class OfAnswers(KeptFromSight):
    name = pgettext_lazy("to a need", "answer")

    @property
    def things(self) -> Any:
        return NeedAnswer.objects.select_related(
            "author", "person", "need__theme__parent", "need__place", "need__kept_by"
        )

    def author(self, thing: NeedAnswer) -> User | None:
        return thing.author

    def moderators(self, thing: NeedAnswer) -> list[User]:
        return coordinators_about(thing.need)

    def words(self, thing: NeedAnswer) -> str:
        return thing.words

    def show(self, thing: NeedAnswer, by: User) -> None:
        """Unless somebody has answered with the same meanwhile: then that one stays."""
        others = NeedAnswer.objects.filter(need=thing.need, hidden_at=None).exclude(pk=thing.pk)
        same = {thing.kind: getattr(thing, thing.kind)} if thing.kind != "advice" else {}
        if same and others.filter(**same).exists():
            return
        super().show(thing, by)

    def release(self, thing: NeedAnswer) -> None:
        thing.is_waiting = False
        thing.save(update_fields=["is_waiting"])
        announce_answer(thing)
