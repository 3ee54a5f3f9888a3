"""Who is told of what is said, and how it is put to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import Truncator

from community.actions.following import tell_followers
from community.actions.notices import notify
from community.actions.streams import tell_streams
from community.html import text_of
from community.mentions import people_mentioned
from community.models import Activity, User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Comment

QUOTED = 400


def announce(comment: Comment, thing: Any, answered: Comment | None = None) -> None:
    """Everybody reads it from now on: the streams have it, and those hear whom it concerns."""
    tell_streams(Activity.Verb.COMMENTED, thing, comment.author, comment=comment)
    told = tell_of(comment, thing, answered)
    tell_followers(
        thing,
        Activity.Verb.COMMENTED,
        comment.author,
        besides=User.objects.filter(pk__in=[pk for pk in told if pk]),
        url=comment.get_absolute_url(),
        words=quoted(comment),
    )


def tell_of(comment: Comment, thing: Any, answered: Comment | None = None) -> set[int | None]:
    """Tell whoever is answered, whoever is mentioned and those who answer for the thing.

    Each once, for the nearest of these reasons, if they can open the thing and
    did not write the comment. Returns the keys of all of them, the author's too.
    """
    told: set[int | None] = {comment.author_id}
    if answered is not None:
        authors = [answered.author, comment.parent.author if comment.parent else None]
        tell(comment, thing, "reply", [person for person in authors if person], told)
    tell(comment, thing, "mention", people_mentioned(comment.body), told)
    tell(comment, thing, "comment_posted", thing.told_of_comments(), told)
    return told


def tell_newly_mentioned(comment: Comment, before: str) -> None:
    """Tell those whom the comment mentions now and did not when it said `before`."""
    told: set[int | None] = {comment.author_id, *(each.pk for each in people_mentioned(before))}
    tell(comment, comment.thing, "mention", people_mentioned(comment.body), told)


def tell(
    comment: Comment, thing: Any, kind: str, people: Iterable[User], told: set[int | None]
) -> None:
    """Tell those who are not in `told`, and put them there. One query each, beside the notice."""
    for person in people:
        if person.pk in told or not person.is_active:
            continue
        told.add(person.pk)
        if type(thing)._default_manager.visible_to(person).filter(pk=thing.pk).exists():
            notify(
                person,
                kind,
                url=comment.get_absolute_url(),
                thing=thing,
                author=str(comment.author),
                title=str(thing),
                words=quoted(comment),
            )


def quoted(comment: Comment) -> str:
    return Truncator(text_of(comment.body)).chars(QUOTED)
