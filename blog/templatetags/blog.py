"""What the blog contributes to pages of others: `{% load blog %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from blog.models import PostPage
from community.http import reader_of

if TYPE_CHECKING:
    from django.template import Context

    from community.models import Organization

register = template.Library()

MOST = 8


@register.inclusion_tag("blog/_posts_on_behalf.html", takes_context=True)
def posts_on_behalf_of(context: Context, organization: Organization) -> dict[str, Any]:
    """What was posted in the name of an organization, the newest first. One query."""
    reader = reader_of(context)
    signed: Any = PostPage.objects.visible_to(reader).filter(
        on_behalf_of=PostPage.OnBehalfOf.ORGANIZATION, organization=organization
    )
    newest = signed.select_related("author", "network").order_by("-published_on", "-pk")[:MOST]
    request = context.get("request")
    return {"posts": [(post, post.get_url(request) or "") for post in newest]}
