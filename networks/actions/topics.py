"""What people do with the conversations of a network: open, mend, close, pin, settle."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.actions.conversation import body_of
from community.actions.following import tell_followers
from community.actions.moderation import hold_back
from community.actions.notices import notify
from community.actions.streams import tell_streams
from community.actions.telling_of_comments import QUOTED, quoted
from community.html import text_of
from community.mentions import linking_mentions, people_mentioned
from community.models import Activity
from community.trust import reason_to_wait
from networks.models import Topic
from networks.models.topics import LONGEST_TITLE
from networks.permissions import (
    can_accept_answer,
    can_coordinate,
    can_edit_topic,
    can_open_topic,
    can_write_in,
)

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import Comment, User
    from networks.models import NetworkPage

# How many one person may open in how long.
AT_MOST, WITHIN = 5, timedelta(hours=1)


@transaction.atomic
def open_topic(
    network: NetworkPage, by: User, title: str, text: str, kind: str, at: datetime | None = None
) -> Topic:
    """Begin a conversation in a network, in light Markdown. The same one twice makes one.

    `at`: when it was begun, for what is brought in from elsewhere; now when None.

    Raises:
        PermissionDenied: the person is not a member of the network.
        ValidationError: there are no words, too many, or too many conversations in an hour.

    """
    if not can_open_topic(by, network):
        raise PermissionDenied(f"{by} may not open a conversation in {network}")
    title, body = title_of(title), linking_mentions(body_of(text), by)
    now = at or timezone.now()
    if at is None:
        lately = Topic.objects.filter(opened_by=by, opened_at__gt=now - WITHIN)
        repeated = lately.filter(network=network, title=title, body=body).first()
        if repeated is not None:
            return repeated
        if lately.count() >= AT_MOST:
            words = _("You have opened many conversations in an hour. Wait before the next one.")
            raise ValidationError(words, "haste")
    topic = Topic(network=network, kind=kind, title=title, body=body, opened_by=by, opened_at=now)
    waits = "" if at or can_coordinate(by, network) else reason_to_wait(by, body, now)
    topic.is_waiting = bool(waits)
    topic.save()
    if waits:
        hold_back(topic, waits)
    else:
        announce_topic(topic, at)
    return topic


def announce_topic(topic: Topic, at: datetime | None = None) -> None:
    """It can be read from now on: the streams have it and followers of the network hear of it."""
    verb = Activity.Verb.PUBLISHED
    tell_streams(verb, topic, topic.opened_by, at=at)
    if at is None:
        mentioned = [person for person in people_mentioned(topic.body) if can_hear(person, topic)]
        for person in mentioned:
            notify(
                person,
                "mention",
                url=topic.get_absolute_url(),
                thing=topic,
                author=str(topic.opened_by),
                title=topic.title,
                words=Truncator(text_of(topic.body)).chars(QUOTED),
            )
        tell_followers(topic, verb, topic.opened_by, besides=mentioned)


def can_hear(person: User, topic: Topic) -> bool:
    """Whether somebody else, with an open account, may read the conversation. One query."""
    if not person.is_active or person.pk == topic.opened_by_id:
        return False
    return Topic.objects.visible_to(person).filter(pk=topic.pk).exists()


@transaction.atomic
def edit_topic(topic: Topic, by: User, title: str, text: str) -> None:
    """Change its words. The same words change nothing.

    Raises:
        PermissionDenied: they did not open it, or it is closed.
        ValidationError: there are no words or too many.

    """
    if not can_edit_topic(by, topic):
        raise PermissionDenied(f"{by} may not edit {topic}")
    title, body = title_of(title), linking_mentions(body_of(text), by)
    if (title, body) == (topic.title, topic.body):
        return
    topic.title, topic.body, topic.edited_at = title, body, timezone.now()
    topic.save(update_fields=["title", "body", "edited_at"])


def close_topic(topic: Topic, by: User) -> None:
    """It takes no more comments. Twice is as once."""
    steer(topic, by, "closed_at", timezone.now())


def reopen_topic(topic: Topic, by: User) -> None:
    steer(topic, by, "closed_at", None)


def pin_topic(topic: Topic, by: User) -> None:
    """It stands before the others. Twice is as once."""
    steer(topic, by, "pinned_at", timezone.now())


def unpin_topic(topic: Topic, by: User) -> None:
    steer(topic, by, "pinned_at", None)


@transaction.atomic
def steer(topic: Topic, by: User, name: str, value: datetime | None) -> None:
    """Raises PermissionDenied for who does not coordinate its network."""
    if not can_write_in(by, topic.network):
        raise PermissionDenied(f"{by} does not coordinate {topic.network}")
    if (getattr(topic, name) is None) != (value is None):
        setattr(topic, name, value)
        topic.save(update_fields=[name])


@transaction.atomic
def accept_answer(topic: Topic, comment: Comment, by: User) -> None:
    """Say which comment answers the question, and tell its author. Twice is as once.

    Raises:
        PermissionDenied: they neither asked nor coordinate, or it is no comment of this question.

    """
    is_here = comment.thing == topic and not comment.is_deleted and not comment.is_hidden
    if not can_accept_answer(by, topic) or not is_here:
        raise PermissionDenied(f"{by} may not accept {comment} in {topic}")
    if topic.accepted_id == comment.pk:
        return
    topic.accepted = comment
    topic.save(update_fields=["accepted"])
    if comment.author is not None and comment.author != by and comment.author.is_active:
        notify(
            comment.author,
            "answer_accepted",
            url=comment.get_absolute_url(),
            thing=topic,
            author=str(by),
            title=topic.title,
            words=quoted(comment),
        )


@transaction.atomic
def take_back_answer(topic: Topic, by: User) -> None:
    """The question waits for its answer again. Raises PermissionDenied as `accept_answer`."""
    if not can_accept_answer(by, topic):
        raise PermissionDenied(f"{by} may not take back the answer of {topic}")
    topic.accepted = None
    topic.save(update_fields=["accepted"])


def title_of(typed: str) -> str:
    """The title on one line. Raises ValidationError when it is empty or too long."""
    title = " ".join(typed.replace("\x00", "").split())
    if not title:
        raise ValidationError({"title": _("Say in a few words what it is about.")})
    most = LONGEST_TITLE
    if len(title) > most:
        words = _("A title takes up to %(most)s characters and yours has %(count)s.")
        long = ValidationError(words, "too_long", {"most": most, "count": len(title)})
        raise ValidationError({"title": long})
    return title
