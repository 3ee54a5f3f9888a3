"""What the blog leaves to be done in the background. Each may run twice without harm."""

from __future__ import annotations

from django_tasks import task
from wagtail.models import ReferenceIndex

from blog.models import PostPage


@task()
def refresh_references(pages: list[int]) -> None:
    """Write down anew what these posts speak of, which Wagtail shows to who wants to delete it."""
    for page in PostPage.objects.filter(pk__in=pages):
        ReferenceIndex.create_or_update_for_object(page)
