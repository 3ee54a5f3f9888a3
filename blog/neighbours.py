"""What a reader may go on to from a post: the one before, the one after, those about the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q, prefetch_related_objects

from community.models import with_themes

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from blog.models import PostPage
    from community.models import User

RELATED = 3


@dataclass
class Neighbours:
    """`previous` is the older one in the same blog, `next` the newer; `related` are the closest."""

    previous: PostPage | None = None
    next: PostPage | None = None
    related: list[PostPage] = field(default_factory=list)


def neighbours_of(post: PostPage, user: User | AnonymousUser) -> Neighbours:
    """Its neighbours that this visitor may open.

    Two queries, themes of `post` included; one more for all pictures that lead its page and theirs.
    """
    if post.pk is None:
        return Neighbours()
    posts: Any = type(post)._default_manager.all()
    seen = posts.visible_to(user)
    blog = seen.filter(path__startswith=post.path[: -post.steplen], depth=post.depth)
    same_day = Q(published_on=post.published_on)
    older = blog.filter(Q(published_on__lt=post.published_on) | same_day & Q(pk__lt=post.pk))
    newer = blog.filter(Q(published_on__gt=post.published_on) | same_day & Q(pk__gt=post.pk))
    # Two more than are shown, as the previous and the next may be among them.
    close = seen.about_the_same(post).values("pk")[: RELATED + 2]
    found = posts.filter(
        Q(pk__in=older.order_by("-published_on", "-pk").values("pk")[:1])
        | Q(pk__in=newer.order_by("published_on", "pk").values("pk")[:1])
        | Q(pk__in=close)
    )
    pages = list(found.select_related("network", "cover"))
    prefetch_related_objects([post, *pages], with_themes())
    shown = [post.author.photo if post.author else None, *(page.cover for page in (post, *pages))]
    prefetch_related_objects([image for image in shown if image], "renditions")
    return arrange(post, pages)


def arrange(post: PostPage, found: list[PostPage]) -> Neighbours:
    """Sort out who is who: the nearest by date in the same blog, then the closest by theme."""
    moment = (post.published_on, post.pk)
    blog = [page for page in found if page.path[: -page.steplen] == post.path[: -post.steplen]]
    blog.sort(key=lambda page: (page.published_on, page.pk))
    older = [page for page in blog if (page.published_on, page.pk) < moment]
    newer = [page for page in blog if (page.published_on, page.pk) > moment]
    previous = older[-1] if older else None
    following = newer[0] if newer else None
    own = {theme.pk for theme in post.themes}
    rest = [page for page in found if page not in (previous, following)]
    rest.sort(key=lambda page: (page.published_on, page.pk), reverse=True)
    rest.sort(key=lambda page: len(own & {theme.pk for theme in page.themes}), reverse=True)
    return Neighbours(previous, following, rest[:RELATED])
