"""What is shown of the comments about a thing: a page of them, and what this reader may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import TruncDate
from wagtail.models import Page

from community.commentable import address_of
from community.forms.conversation import CommentForm
from community.models import Affiliation, Comment, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpRequest

AT_A_TIME = 20
# The parameter of the thing's own address that asks for another page of its comments.
PARAMETER = "comentarios"


@dataclass
class Conversation:
    """One page of comments in order; `count` is how many everybody may read on all pages.

    `previous` and `next` are numbers of pages, 0 where there is none. Each
    comment carries `is_open`, whether the reader may open its author's profile;
    `organization` and `whereabouts`, where the author worked that day; and
    `may_moderate`.
    """

    comments: list[Any]
    count: int
    number: int
    next: int

    @property
    def previous(self) -> int:
        return self.number - 1


def conversation_about(thing: Any, reader: User | AnonymousUser, number: int = 1) -> Conversation:
    """Page `number` of the comments about a thing that is open to this reader; the first if none.

    One query, and one for the photographs if there are any.
    """
    start = (number - 1) * AT_A_TIME
    rows = list(drawn(thing, reader)[start : start + AT_A_TIME + 1])
    if not rows and number > 1:
        return conversation_about(thing, reader)
    return Conversation(
        comments=rows[:AT_A_TIME],
        count=rows[0].count if rows else 0,
        number=number,
        next=number + 1 if len(rows) > AT_A_TIME else 0,
    )


def drawn(thing: Any, reader: User | AnonymousUser) -> QuerySet[Any]:
    """The comments with all that a page shows of them."""
    all_of_them = Comment.objects.about(thing).present().order_by().values("object_id")
    worked = (
        Affiliation.objects.filter(user=OuterRef("author"))
        .current(OuterRef("posted_on"))  # type: ignore[arg-type] # a day of the outer query
        .order_by(F("ended_on").asc(nulls_last=True), "-pk")
    )
    moderated: Any = Value(False)
    if reader.is_authenticated:
        things = type(thing)._default_manager.moderated_by(reader)
        moderated = Exists(things.order_by().filter(pk=thing.pk))
    return (
        Comment.objects.about(thing)
        .readable_by(reader)
        .in_order()
        .annotate(posted_on=TruncDate("posted_at"))
        .annotate(
            count=Subquery(all_of_them.annotate(n=Count("pk")).values("n")),
            is_open=Exists(User.objects.visible_to(reader).filter(pk=OuterRef("author"))),
            organization=Subquery(worked.values("organization__name")[:1]),
            whereabouts=Subquery(worked.values("organization__territory__parent_names")[:1]),
            may_moderate=moderated,
        )
        .select_related("author__photo", "hidden_by")
        .prefetch_related("author__photo__renditions")
    )


def drawing(request: HttpRequest, thing: Any, number: int) -> dict[str, Any]:
    """What the template of a conversation needs: a page of it and an empty form."""
    return {
        "thing": thing,
        "conversation": conversation_about(thing, request.user, number),
        "form": CommentForm(auto_id="comentar-%s"),
        "address": address_of(thing, request),
    }


def page_asked(request: HttpRequest) -> int:
    """The page of comments that the address asks for; 1 when it asks for none."""
    asked = request.GET.get(PARAMETER, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and 0 < int(asked) < 10_000 else 1


def page_of(comment: Comment, reader: User | AnonymousUser) -> int:
    """On which page this reader finds it. One query."""
    together = Comment.objects.filter(
        content_type=comment.content_type_id, object_id=comment.object_id
    )
    above = together.readable_by(reader).before(comment).count()
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
