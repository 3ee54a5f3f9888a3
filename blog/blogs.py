"""Which blog is meant: that of a network, or the site's own."""

from __future__ import annotations

from blog.models import BlogIndexPage
from networks.models import NetworkPage


def blog_of(network: str | None) -> BlogIndexPage | None:
    """The blog of the network with that slug, unless it is archived; the site's own when None."""
    if network is None:
        in_networks = NetworkPage.objects.values("path")
        paths = {row["path"] for row in in_networks}
        blogs = BlogIndexPage.objects.order_by("depth", "path")
        own = (blog for blog in blogs if blog.get_network_path() not in paths)
        return next(own, None)
    page = NetworkPage.objects.in_work().filter(slug=network).first()
    return BlogIndexPage.objects.child_of(page).first() if page else None


def network_slugs() -> list[str]:
    return sorted(NetworkPage.objects.in_work().values_list("slug", flat=True))
