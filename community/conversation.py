"""What is shown of the comments about a thing: a page of them, and what this reader may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from wagtail.models import Page

from community.actions.visits import note_visit
from community.commentable import address_of
from community.forms.conversation import CommentForm
from community.models import Affiliation, Attachment, Comment, Reaction, User, Visit
from community.permissions import organizations_of
from community.renditions import give_told, renditions_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpRequest

AT_A_TIME = 20
# The parameter of the thing's own address that asks for another page of its comments.
PARAMETER = "comentarios"


@dataclass
class Conversation:
    """One page of comments in order; `count` is how many everybody may read on all pages.

    `previous` and `next` are numbers of pages, 0 where there is none; `fresh` is
    how many were said since the reader's last visit, the first of them `first_fresh`.
    Each comment carries `is_readable`, false for the mere place of one that is gone;
    `is_open`, whether the reader may open its author's profile; `organization` and
    `whereabouts`, where the author worked that day; `useful`, to how many it was,
    and `is_useful_to_me`; `answers`, whose comment it replies to; `is_new`; and
    `may_moderate`. `mark` changes when the reader has said something.
    """

    comments: list[Any]
    count: int
    number: int
    next: int
    fresh: int = 0
    first_fresh: int | None = None
    mark: str = ""
    since: datetime | None = field(default=None, repr=False)

    @property
    def previous(self) -> int:
        return self.number - 1


def conversation_about(
    thing: Any, reader: User | AnonymousUser, number: int = 1, since: datetime | None = None
) -> Conversation:
    """Page `number` of the comments about a thing that is open to this reader; the first if none.

    One query, and one for the files if there are any.
    """
    start = (number - 1) * AT_A_TIME
    rows = list(drawn(thing, reader, since)[start : start + AT_A_TIME + 1])
    if not rows and number > 1:
        return conversation_about(thing, reader, 1, since)
    shown = rows[:AT_A_TIME]
    if any(row.has_files for row in shown):
        prefetch_related_objects(shown, "attachments")
    for row in shown:
        if row.author and row.author.photo:
            give_told(row.author.photo, row.faces)
        row.is_new = since is not None and row.posted_at > since and row.author_id != reader.pk
    first = rows[0] if rows else None
    return Conversation(
        comments=shown,
        count=(first.count or 0) if first else 0,
        number=number,
        next=number + 1 if len(rows) > AT_A_TIME else 0,
        fresh=(first.fresh or 0) if first else 0,
        first_fresh=first.first_fresh if first else None,
        mark=str(first.mark or "") if first else "",
        since=since,
    )


def drawn(thing: Any, reader: User | AnonymousUser, since: datetime | None = None) -> QuerySet[Any]:
    """The comments with all that a page shows of them."""
    everybodys = Comment.objects.about(thing).present()
    all_of_them = everybodys.order_by().values("object_id")
    worked = (
        Affiliation.objects.filter(user=OuterRef("author"))
        .current(OuterRef("posted_on"))  # type: ignore[arg-type] # a day of the outer query
        .order_by(F("ended_on").asc(nulls_last=True), "-pk")
    )
    return (
        Comment.objects.thread_about(thing, reader)
        .in_order()
        .annotate(posted_on=TruncDate("posted_at"))
        .annotate(
            count=Subquery(all_of_them.annotate(n=Count("pk")).values("n")),
            is_open=Exists(User.objects.visible_to(reader).filter(pk=OuterRef("author"))),
            organization=Subquery(worked.values("organization__name")[:1]),
            whereabouts=Subquery(worked.values("organization__territory__parent_names")[:1]),
            has_files=Exists(Attachment.objects.filter(comment=OuterRef("pk"))),
            answers=F("parent__author__display_name"),
            faces=renditions_of(OuterRef("author__photo")),
            **reactions_for(reader),
            **news_for(thing, reader, since),
        )
        .select_related("author__photo", "hidden_by", "on_behalf_of")
    )


def reactions_for(reader: User | AnonymousUser) -> dict[str, Any]:
    """To how many people a comment was useful, and whether to this one, as expressions."""
    found = Reaction.objects.filter(comment=OuterRef("pk")).order_by()
    total = found.values("comment").annotate(n=Count("pk")).values("n")
    return {
        "useful": Coalesce(Subquery(total), Value(0)),
        "is_useful_to_me": Exists(found.filter(user=reader.pk)),
    }


def news_for(thing: Any, reader: User | AnonymousUser, since: datetime | None) -> dict[str, Any]:
    """What others said since then, and what the reader said last, as expressions."""
    if not reader.is_authenticated:
        return {"fresh": Value(0), "first_fresh": Value(0), "mark": Value(0)}
    about = Comment.objects.about(thing)
    mine = about.filter(author=reader.pk).order_by("-pk").values("pk")[:1]
    if since is None:
        return {"fresh": Value(0), "first_fresh": Value(0), "mark": Subquery(mine)}
    fresh = about.present().filter(posted_at__gt=since).exclude(author=reader.pk)
    total = fresh.order_by().values("object_id").annotate(n=Count("pk")).values("n")
    first = fresh.order_by("posted_at", "pk").values("pk")[:1]
    return {"fresh": Subquery(total), "first_fresh": Subquery(first), "mark": Subquery(mine)}


def standing_of(reader: User, thing: Any) -> tuple[Visit | None, list[tuple[int, str]]]:
    """When the person was last here, and number and name of those they may speak for. One query."""
    voices = organizations_of(reader, timezone.localdate()).order_by()
    never = Value(None, output_field=DateTimeField())
    told = voices.annotate(seen_at=never, since=never).values_list("pk", "name", "seen_at", "since")
    visits = Visit.objects.to(thing).filter(user=reader.pk)
    seen = visits.annotate(number=Value(0), name=Value("")).values_list(
        "number", "name", "seen_at", "since"
    )
    visit, spoken = None, []
    for number, name, seen_at, since in seen.union(told, all=True):
        if number:
            spoken.append((number, name))
        else:
            visit = Visit(seen_at=seen_at, since=since)
    return visit, sorted(spoken, key=itemgetter(1))


def mark_of(thing: Any, reader: int | None) -> str:
    """What changes when the person has said something: the number of their last comment."""
    last = Comment.objects.about(thing).filter(author=reader).order_by("-pk")
    return str(last.values_list("pk", flat=True).first() or "")


def drawing(request: HttpRequest, thing: Any, number: int) -> dict[str, Any]:
    """What the template of a conversation needs: a page of it and an empty form.

    Notes that a member has read it.
    """
    reader = request.user
    since: datetime | None = None
    voices: list[tuple[int, str]] = []
    if reader.is_authenticated:
        visit, voices = standing_of(reader, thing)
        since = note_visit(thing, reader, visit, timezone.now())
    return {
        "thing": thing,
        "conversation": conversation_about(thing, reader, number, since),
        "form": CommentForm(auto_id="comentar-%s", voices=voices),
        "address": address_of(thing, request),
        "is_closed": not getattr(thing, "takes_comments", True),
        "accepting": thing.accepting(reader) if hasattr(thing, "accepting") else "",
        "caution": thing.caution_for(reader) if hasattr(thing, "caution_for") else "",
        "accepted_id": getattr(thing, "accepted_id", None),
    }


def page_asked(request: HttpRequest) -> int:
    """The page of comments that the address asks for; 1 when it asks for none."""
    asked = request.GET.get(PARAMETER, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and 0 < int(asked) < 10_000 else 1


def page_of(comment: Comment, reader: User | AnonymousUser) -> int:
    """On which page this reader finds it. One query."""
    above = Comment.objects.thread_about(comment.thing, reader).before(comment).count()
    return above // AT_A_TIME + 1


def address_at(thing: Any, number: int, request: HttpRequest | None = None) -> str:
    """The thing's address with that page of its comments."""
    query = f"?{PARAMETER}={number}" if number > 1 else ""
    return f"{address_of(thing, request)}{query}"


def place_of(comment: Comment, reader: User | AnonymousUser, request: HttpRequest) -> str:
    """Where this reader finds the comment, ready to scroll to."""
    return f"{address_at(comment.thing, page_of(comment, reader), request)}#{comment.anchor}"


def comments_by(
    author: User, reader: User | AnonymousUser, start: int, number: int
) -> list[Comment]:
    """What somebody said on things this reader may open, the newest first.

    Each carries `title`, that of the thing. One query, and one for the titles
    of all pages, one for those of each other kind of thing.
    """
    said = Comment.objects.visible_to(reader).present().filter(author=author)
    comments: list[Any] = list(said.order_by("-posted_at", "-pk")[start : start + number])
    things: dict[Any, set[int]] = {}
    for comment in comments:
        comment.table = _table_of(comment)
        things.setdefault(comment.table, set()).add(comment.object_id)
    found = {model: model._default_manager.in_bulk(keys) for model, keys in things.items()}
    for comment in comments:
        comment.title = str(found[comment.table].get(comment.object_id, ""))
    return comments


def _table_of(comment: Comment) -> Any:
    """Where the title of what it is about stands: the page table for all kinds of pages."""
    model: Any = ContentType.objects.get_for_id(comment.content_type_id).model_class()
    return Page if issubclass(model, Page) else model
