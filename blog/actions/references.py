"""What posts speak of, noted for Wagtail once they are all in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.models import ReferenceIndex

from blog.models import PostPage
from community.background import background


@background(title=_("Note what imported posts refer to"))
def refresh_references(pages: list[int]) -> None:
    """Write down anew what these posts speak of, which Wagtail shows to who wants to delete it."""
    for page in PostPage.objects.filter(pk__in=pages):
        ReferenceIndex.create_or_update_for_object(page)
