"""What people do to hear of things: follow, stop following, keep a search; and being told."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import ngettext

from community.actions.telling_followers import circles_of
from community.models import Follow
from community.permissions import can_follow, may_contribute
from community.tasks_following import tell_batch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import User

# Nobody reads the news of more; a program that follows everything stops here.
AT_MOST = 300


@transaction.atomic
def follow(thing: Any, by: User) -> Follow:
    """Have a person hear of the thing. Following twice is as once.

    Raises:
        PermissionDenied: it is not open to them, is themselves, or cannot be followed.
        ValidationError: they follow too much already.

    """
    if not can_follow(by, thing):
        raise PermissionDenied(f"{by} may not follow {thing}")
    known = Follow.objects.of(by).about(thing).first()
    return known or add(
        by, content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk
    )


@transaction.atomic
def unfollow(thing: Any, by: User) -> None:
    """Let it be. What is not followed stays so, and what is closed since can be let go."""
    Follow.objects.of(by).about(thing).delete()


@transaction.atomic
def save_search(query: str, title: str, by: User) -> Follow:
    """Have a person hear of what a search finds from now on. The same search twice is as once.

    `query`: words and filters as the address of the search page has them.

    Raises:
        PermissionDenied: the account is closed or suspended.
        ValidationError: they follow too much already.

    """
    if not may_contribute(by):
        raise PermissionDenied(f"{by} may not keep a search")
    known = Follow.objects.of(by).filter(query=query).first()
    return known or add(by, query=query, title=Truncator(title).chars(200))


@transaction.atomic
def stop(follow: Follow) -> None:
    """End a follow, of a thing or of a search."""
    follow.delete()


def add(by: User, **what: Any) -> Follow:
    if Follow.objects.of(by).count() >= AT_MOST:
        said = ngettext(
            "You follow %(most)s thing already, the most there may be: stop following one first.",
            "You follow %(most)s things already, the most there may be: stop following some first.",
            AT_MOST,
        )
        raise ValidationError(said, "too_many", {"most": AT_MOST})
    return Follow.objects.create(user=by, **what)


def tell_followers(
    thing: Any,
    kind: str,
    actor: User | None,
    *,
    besides: Iterable[User] = (),
    at_once: bool = False,
    **facts: str,
) -> None:
    """Have those told, in the background, who follow the thing or what it belongs to.

    `kind` is what was done, an `Activity.Verb`. Neither the actor is told nor
    those `besides`, who have heard of it in another way. A fact `url` leads to
    another place than the thing's own. What is `at_once` waits for no digest.
    Queries alone here: one that asks whether there is anybody, and those that say
    what the thing belongs to.
    """
    if not Follow.objects.about(*circles_of(thing, kind, actor)).exists():
        return
    tell_batch.enqueue(
        str(uuid.uuid4()),
        ContentType.objects.get_for_model(thing).pk,
        thing.pk,
        str(kind),
        actor.pk if actor else None,
        [person.pk for person in besides],
        facts,
        at_once=at_once,
    )
