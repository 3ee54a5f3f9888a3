"""Where the blog steps into the admin: bringing in articles written elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from blog.permissions import blogs_to_import_into

if TYPE_CHECKING:
    from django.http import HttpRequest


class ImportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(blogs_to_import_into(request.user))


@hooks.register("register_admin_urls")
def screens_of_importing() -> list[URLResolver]:
    return [path("import-articles/", include("blog.urls_admin"))]


@hooks.register("register_admin_menu_item")
def import_articles() -> MenuItem:
    return ImportItem(
        _("Import articles"),
        reverse_lazy("import_articles:begin"),
        name="import-articles",
        icon_name="upload",
        order=350,
    )
