"""The conversations of open networks, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap

from networks.models import Topic

if TYPE_CHECKING:
    from datetime import datetime


class TopicSitemap(Sitemap):
    def items(self) -> Any:
        return Topic.objects.visible_to(AnonymousUser()).select_related("network").order_by("pk")

    def lastmod(self, item: Topic) -> datetime:
        return item.edited_at or item.opened_at
