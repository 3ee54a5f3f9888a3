"""Which pages and files a visitor may open: the one question behind every list.

A subtree is closed by Wagtail's own `PageViewRestriction` of type "groups" on
its top page: only members of those groups see it, and whoever edits the tree
above. Whoever closes a subtree (a network for its members) keeps the group in
step with its membership. Files are closed the same way, by a
`CollectionViewRestriction` on their collection or one above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
)
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from community.models.members import User


def closed_to(user: User | AnonymousUser | None) -> Exists:
    """True for a page that lies in a subtree closed to this visitor; to anybody, when None.

    Whoever works on the pages above a closed one (the coordinating unit, the
    knowledge team) reads it too, as they do in the admin. No query of its own.
    """
    closing = PageViewRestriction.objects.alias(
        at=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    ).filter(at__startswith=F("page__path"))
    if user is not None and user.is_authenticated:
        working = GroupPagePermission.objects.alias(
            at=ExpressionWrapper(OuterRef("page__path"), output_field=CharField())
        ).filter(at__startswith=F("page__path"), group__user=user.pk)
        closing = closing.exclude(groups__user=user.pk).exclude(Exists(working))
    return Exists(closing)


def closings_open_to(user: User | AnonymousUser) -> set[int]:
    """Keys of the restrictions that do not keep this visitor out, as `closed_to` has it.

    One query; none for somebody who has not signed in, whom every one keeps out.
    """
    if not user.is_authenticated:
        return set()
    closing = PageViewRestriction.objects.all()
    if not user.is_superuser:
        working = GroupPagePermission.objects.alias(
            at=ExpressionWrapper(OuterRef("page__path"), output_field=CharField())
        ).filter(at__startswith=F("page__path"), group__user=user.pk)
        closing = closing.filter(Q(groups__user=user.pk) | Exists(working))
    return set(closing.values_list("pk", flat=True))


def may_publish(user: User) -> Exists:
    """True for a page that a group of this person's may publish. No query of its own."""
    return Exists(
        GroupPagePermission.objects.alias(
            at=ExpressionWrapper(OuterRef("path"), output_field=CharField())
        ).filter(
            at__startswith=F("page__path"),
            group__user=user.pk,
            permission__codename="publish_page",
        )
    )


class BasePageQuerySet(PageQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> BasePageQuerySet:
        """Live pages this visitor may open. Superusers see all that is live."""
        if user.is_superuser:
            return self.live()
        return self.live().exclude(closed_to(user))

    def with_cover(self) -> BasePageQuerySet:
        """Loads covers and their renditions: one more query, however many pages a list shows.

        Only for page types that carry a cover.
        """
        return self.select_related("cover").prefetch_related("cover__renditions")


def visible_pages(user: User | AnonymousUser) -> PageQuerySet:
    """The same for the page table as a whole."""
    pages: Any = Page.objects.live()
    return pages if user.is_superuser else pages.exclude(closed_to(user))


def visible_collections(user: User | AnonymousUser) -> QuerySet[Collection]:
    """Collections whose files this visitor may open. Superusers open all.

    Besides what is open to everybody: those closed to all but a group of
    theirs, and those in which a group of theirs works (adds, changes or chooses
    files). A collection behind a shared password is closed: there is no screen
    to ask for one.
    """
    collections: QuerySet[Collection] = Collection.objects.all()
    if user.is_superuser:
        return collections
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = {"at__startswith": F("collection__path")}
    closing = CollectionViewRestriction.objects.alias(at=here).filter(**above)
    if not user.is_authenticated:
        return collections.exclude(Exists(closing))
    mine = user.groups.values("pk")
    closing = closing.exclude(restriction_type=CollectionViewRestriction.LOGIN)
    closing = closing.exclude(restriction_type=CollectionViewRestriction.GROUPS, groups__in=mine)
    working = GroupCollectionPermission.objects.alias(at=here).filter(**above, group__in=mine)
    return collections.filter(~Exists(closing) | Exists(working))
