"""What the people of a network said: conversations, and comments on what is published in it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from community.actions.notice_mails import absolute
from community.models import Comment
from networks.models import Topic
from networks.taking.offline import place_of_file
from networks.taking.parts import Part, Taken
from networks.taking.people import comment_told, day_of, in_chunks, person_told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from networks.models import NetworkPage


def comments_on(things: Sequence[Any]) -> dict[int, list[Comment]]:
    """What everybody reads about each of these things of one kind, by its key. Two queries."""
    said: dict[int, list[Comment]] = defaultdict(list)
    if not things:
        return said
    kind = ContentType.objects.get_for_model(things[0])
    rows = (
        Comment.objects.present()
        .filter(content_type=kind, object_id__in=[thing.pk for thing in things])
        .select_related("author", "on_behalf_of", "parent")
        .prefetch_related("attachments")
    )
    for comment in rows.in_order():
        if comment.parent is None or is_present(comment.parent):
            said[comment.object_id].append(comment)
    return said


def is_present(comment: Comment) -> bool:
    return not (comment.is_waiting or comment.is_deleted or comment.is_hidden)


def files_of(comments: Sequence[Comment]) -> tuple[str, ...]:
    return tuple(str(each.file.name) for one in comments for each in one.attachments.all())


def comments_told(comments: Sequence[Comment]) -> list[dict[str, Any]]:
    """As JSON, each with the files that came with it."""
    rows = []
    for comment in comments:
        told = comment_told(comment)
        files = [place_of_file(name) for name in files_of([comment])]
        rows.append({**told, "associatedMedia": files} if files else told)
    return rows


def comments_drawn(comments: Sequence[Comment]) -> str:
    """As HTML of the site."""
    if not comments:
        return ""
    rows = [{"comment": each, "author": person_told(each.author)["name"]} for each in comments]
    return render_to_string("networks/taking/comments.html", {"rows": rows})


def topics(network: NetworkPage) -> Part:
    """Those that everybody of the network reads."""
    open_ones = (
        Topic.objects.filter(network=network, hidden_at=None, is_waiting=False)
        .select_related("opened_by", "network")
        .order_by("-opened_at", "-pk")
    )
    places = {
        reverse("networks:topic", args=[network.slug, pk]): f"{pk}"
        for pk in open_ones.order_by().values_list("pk", flat=True)
    }
    terms = {
        "@type": _("Question or DiscussionForumPosting, of schema.org"),
        "identifier": _("Its number on the site"),
        "name": _("Title"),
        "url": _("Where it stands"),
        "author": _("Who opened it, as they show themselves to the network"),
        "dateCreated": _("When it was opened"),
        "dateModified": _("When it was edited"),
        "dateClosed": _("When it was closed"),
        "text": _("What it says, in HTML"),
        "acceptedAnswer": _("The number of the comment that answered it"),
        "comment": _(
            "What was said, in order: number, author, when, text, the number of the comment it"
            " answers, files"
        ),
    }
    return Part(_("Conversations"), open_ones.count(), topics_told(open_ones), terms, places)


def topics_told(topics: Any) -> Iterator[Taken]:
    for chunk in in_chunks(topics):
        said = comments_on(chunk)
        for topic in chunk:
            yield topic_told(topic, said[topic.pk])


def topic_told(topic: Topic, said: Sequence[Comment]) -> Taken:
    author = person_told(topic.opened_by)
    told = {
        "@type": "Question" if topic.is_question else "DiscussionForumPosting",
        "identifier": topic.pk,
        "name": topic.title,
        "url": absolute(topic.get_absolute_url()),
        "author": author,
        "dateCreated": topic.opened_at,
        "dateModified": topic.edited_at,
        "dateClosed": topic.closed_at,
        "text": topic.body,
        "acceptedAnswer": topic.accepted_id,
        "comment": comments_told(said),
    }
    return Taken(
        topic.title,
        told,
        body=topic.body + comments_drawn(said),
        page=f"{topic.pk}",
        said=f"{author['name']} · {day_of(topic.opened_at)}",
        files=files_of(said),
    )
