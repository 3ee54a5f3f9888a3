"""What waits for whoever coordinates networks, on "Mi espacio". The rest is at their desks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, Exists, Min, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Comment, visible_pages
from community.roles import may_have_a_role
from community.waiting import Matter
from networks.models import LinkCheck, Membership, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import User


def coordinated(user: User) -> list[Any]:
    """The memberships by which this person coordinates networks. No query but that of `ties_of`.

    Each with what waits there, how many and since when: `unanswered`, the questions of
    others that nobody but who asked has said a word to; `asking`, who wants to be let in;
    `broken`, the links that do not answer.
    """
    return [tie for tie in ties_of(user) if tie.is_coordinator and not tie.network.is_deleted]


def ties_of(user: User) -> list[Any]:
    """The person's memberships, by title, each with `may_open`. One query a request.

    What waits is counted where they coordinate: see `coordinated`.
    """
    known: list[Any] | None = user.__dict__.get("ties")
    if known is None:
        others = Comment.objects.present().filter(
            ~Q(author=OuterRef("opened_by")),
            content_type=ContentType.objects.get_for_model(Topic),
            object_id=OuterRef("pk"),
        )
        asked = Topic.objects.filter(
            ~Exists(others.order_by()),
            ~Q(opened_by=user.pk),
            network=OuterRef("network"),
            kind=Topic.Kind.QUESTION,
            accepted=None,
            closed_at=None,
            hidden_at=None,
            is_waiting=False,
        )
        counted = asked.order_by().values("network").annotate(n=Count("pk"), at=Min("opened_at"))
        asking: Any = Membership.objects.asking().filter(
            network=OuterRef("network"), network__archived_at=None
        )
        asking = asking.order_by().values("network").annotate(n=Count("pk"), at=Min("joined_at"))
        broken: Any = LinkCheck.objects.broken().filter(
            page__path__startswith=OuterRef("network__path")
        )
        broken = broken.order_by().annotate(all=Value(1)).values("all")
        broken = broken.annotate(n=Count("pk"), at=Min("since"))
        waiting = {"unanswered": counted, "asking": asking, "broken": broken}
        ties = Membership.objects.active().filter(user=user.pk).select_related("network")
        ties = ties.annotate(
            may_open=Exists(visible_pages(user).filter(pk=OuterRef("network"))),
            **{name: where_coordinated(rows.values("n")) for name, rows in waiting.items()},
            **{
                f"{name}_since": where_coordinated(rows.values("at"))
                for name, rows in waiting.items()
            },
        )
        known = list(ties.order_by("network__title"))
        user.__dict__["ties"] = known
    return known


def where_coordinated(rows: Any) -> Case:
    return Case(When(role=Membership.Role.COORDINATOR, then=Subquery(rows)))


def publishes(user: User) -> bool:
    """Whether they write pages: whoever coordinates, and whoever has a role. No other query."""
    return may_have_a_role(user) or bool(coordinated(user))


def unanswered_questions(user: User) -> Iterator[Matter]:
    """Of each network they coordinate. No query but that of `coordinated`."""
    for tie in coordinated(user):
        if tie.unanswered:
            said = ngettext(
                "%(number)d question nobody has answered",
                "%(number)d questions nobody has answered",
                tie.unanswered,
            )
            yield Matter(
                badge=_("Questions"),
                title=said % {"number": tie.unanswered},
                url=reverse("networks:desk", args=[tie.network.slug]),
                act=_("Go to the desk"),
                said=tie.network.title,
                since=tie.unanswered_since,
            )
