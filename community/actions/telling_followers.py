"""Telling people of what they follow, some at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils import translation

from community.actions.notices import notify, notify_at_once
from community.commentable import address_of
from community.models import Activity, Follow, Notification, User
from community.notices import is_gone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

AT_A_TIME = 200
# Acts of which those hear who follow what the thing belongs to; of all others
# only those do who follow the thing itself: a network's followers want its
# news, not every word said under them.
WIDELY_TOLD = {Activity.Verb.PUBLISHED}


def circles_of(thing: Any, kind: str, actor: User | None) -> list[Any]:
    """What people may follow to hear of this act, the closest first."""
    circles = [thing]
    if kind in WIDELY_TOLD:
        circles += thing.followed_through() if hasattr(thing, "followed_through") else []
        circles += [actor] if actor else []
    return [circle for circle in circles if getattr(circle, "is_followable", False)]


def tell_some(
    thing: Any,
    kind: str,
    actor: User | None,
    *,
    event: str,
    besides: Iterable[int],
    facts: dict[str, Any],
    after: int,
    at_once: bool = False,
) -> int:
    """Tell the next `AT_A_TIME` followers, in the order of their keys, from `after` on.

    Returns the last key, 0 where nobody is left.

    Whoever was told of this event before is not told again, so that it may be
    done twice. Nobody hears of what is not open to them, nor of a comment that was hidden or
    deleted meanwhile.
    """
    circles = circles_of(thing, kind, actor)
    people = list(
        Follow.objects.followers_of(*circles)
        .filter(pk__gt=after)
        .exclude(pk__in=[*besides, *([actor.pk] if actor else [])])
        .order_by("pk")[:AT_A_TIME]
    )
    told = set(
        Notification.objects.filter(
            recipient__in=people, kind="followed", facts__event=event
        ).values_list("recipient", flat=True)
    )
    reasons = reasons_of(people, circles)
    url = facts.get("url") or address_of(thing)
    for person in people:
        visible = type(thing)._default_manager.visible_to(person).filter(pk=thing.pk)
        if person.pk in told or not visible.exists():
            continue
        if is_gone(Notification(recipient=person, url=url)):
            continue
        with translation.override(person.language):
            followed = str(reasons[person.pk])
        say = notify_at_once if at_once else notify
        say(
            person,
            "followed",
            source="following",
            url=url,
            event=event,
            verb=kind,
            title=str(thing),
            actor=str(actor or ""),
            followed=followed,
            **{name: value for name, value in facts.items() if name != "url"},
        )
    return people[-1].pk if len(people) == AT_A_TIME else 0


def reasons_of(people: list[User], circles: list[Any]) -> dict[int, Any]:
    """For each person the closest of these things that they follow. One query."""
    place = {
        (ContentType.objects.get_for_model(circle).pk, circle.pk): number
        for number, circle in reversed(list(enumerate(circles)))
    }
    found: dict[int, int] = {}
    follows = Follow.objects.about(*circles).filter(user__in=people)
    for user, kind, key in follows.values_list("user", "content_type", "object_id"):
        number = place[kind, key]
        found[user] = min(number, found.get(user, number))
    return {user: circles[number] for user, number in found.items()}


def tell_of_search(follow: Follow, count: int, title: str, until: datetime) -> None:
    """Tell a person that their search finds `count` new things, the newest called `title`.

    They are not told of them again: `until` is when the search was looked at.
    """
    if count:
        notify(
            follow.user,
            "followed_search",
            source="following",
            url=follow.get_absolute_url(),
            search=follow.title,
            count=str(count),
            title=title,
        )
    follow.told_at = until
    follow.save(update_fields=["told_at"])
