"""The published cases and public transfers, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap

from knowledge.models import Case, Need, Transfer

if TYPE_CHECKING:
    from datetime import datetime


class CaseSitemap(Sitemap):
    def items(self) -> Any:
        cases = Case.objects.visible_to(AnonymousUser()).order_by("pk")
        return cases.only("code", "key", "last_published_at")

    def lastmod(self, item: Case) -> datetime | None:
        return item.last_published_at


class NeedSitemap(Sitemap):
    def items(self) -> Any:
        needs = Need.objects.visible_to(AnonymousUser()).order_by("pk")
        return needs.only("edited_at", "state_since")

    def lastmod(self, item: Need) -> datetime:
        return max(filter(None, (item.edited_at, item.state_since)))


class TransferSitemap(Sitemap):
    def items(self) -> Any:
        transfers = Transfer.objects.visible_to(AnonymousUser()).order_by("pk")
        return transfers.only("pk", "changed_at")

    def lastmod(self, item: Transfer) -> datetime | None:
        return item.changed_at
