"""What robots and researchers of security ask for at fixed addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from community.models import Organization, visible_pages

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from wagtail.query import PageQuerySet

    from community.models import OrganizationQuerySet

# The standard asks for less than a year.
CONTACT_HOLDS = timedelta(days=180)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What should not be indexed, and where the sitemap is."""
    sitemap = request.build_absolute_uri("/sitemap.xml")
    closed = [
        f"Disallow: {prefix}{path}"
        for path in ("/cuenta/", "/mi-espacio/", "/buscar/", "/comentarios/")
        for prefix in ("", "/pt", "/en")
    ]
    lines = ["User-agent: *", "Disallow: /admin/", *closed, "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness. Source: RFC 9116."""
    expires = (timezone.now() + CONTACT_HOLDS).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: mailto:{settings.SECURITY_CONTACT_EMAIL}",
        f"Expires: {expires}",
        "Preferred-Languages: es, pt, en",
        f"Canonical: {request.build_absolute_uri('/.well-known/security.txt')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class PageSitemap(Sitemap):
    """Every page that a visitor may open, at its address in Spanish.

    The other languages translate the interface, not what people wrote; each
    page names its own alternates.
    """

    def items(self) -> PageQuerySet:
        self.home = Page.objects.filter(sites_rooted_here__is_default_site=True).first()
        pages = visible_pages(AnonymousUser())
        if self.home is None:
            return pages.none()
        return pages.descendant_of(self.home, inclusive=True).order_by("path")

    def location(self, item: Page) -> str:
        return reverse("wagtail_serve", args=[item.url_path[len(self.home.url_path) :]])

    def lastmod(self, item: Page) -> datetime | None:
        changed: datetime | None = item.last_published_at or item.latest_revision_created_at
        return changed


class OrganizationSitemap(Sitemap):
    """The organizations that visitors see."""

    def items(self) -> OrganizationQuerySet:
        return Organization.objects.visible_to(AnonymousUser()).order_by("pk").only("slug")
