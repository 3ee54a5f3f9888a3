"""Who may do what in the blogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blog.models import BlogIndexPage
from community.permissions import may_contribute

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


def can_import(user: User | AnonymousUser, blog: BlogIndexPage) -> bool:
    """Bring articles into this blog: whoever may publish in it."""
    if not user.is_authenticated or not may_contribute(user):
        return False
    return bool(blog.permissions_for_user(user).can_publish_subpage())


def blogs_to_import_into(user: User | AnonymousUser) -> list[BlogIndexPage]:
    """The blogs this person may publish in, the site's own first."""
    blogs = BlogIndexPage.objects.order_by("depth", "path")
    return [blog for blog in blogs if can_import(user, blog)]
