"""Wagtail's admin at /admin/, with our own views where its own tell too much."""

from typing import Any

from django.urls import include, path
from django.views.decorators.cache import cache_control
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import pages, reports, workflows
from wagtail.utils.urlpatterns import decorate_urlpatterns

from community.views import admin_doors, editors
from community.views.accounts import admin_door
from community.views.page_editing import PageEditor
from community.views.people_admin import editor_settings

# Reports speak of the whole site, whoever asks.
decorate_urlpatterns(reports.urlpatterns, editors.for_the_unit)
decorate_urlpatterns(workflows.urlpatterns, editors.for_the_unit)
# Screens of pages name them before they ask who is there.
decorate_urlpatterns(pages.urlpatterns, admin_doors.of_own_pages)


def in_the_admin(view: Any) -> Any:
    """As Wagtail treats its own views: for editors alone, kept by nobody."""
    guarded = require_admin_access(view)
    return cache_control(private=True, no_cache=True, no_store=True, max_age=0)(guarded)


urlpatterns = [
    path("pages/<int:page_id>/edit/", in_the_admin(admin_doors.of_own_pages(PageEditor.as_view()))),
    path("login/", admin_door, name="admin_door"),
    path("account/", editor_settings),
    path("tag-autocomplete/", editors.suggest_tags),
    path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", editors.suggest_tags),
    path("choose-page/<int:parent_page_id>/", editors.choose_page_below),
    path("choose-page/chosen-multiple/", editors.pages_chosen),
    path("images/chooser/<int:image_id>/select_format/", editors.choose_format),
    path(
        "bulk/<str:app_label>/<str:model_name>/<str:action>/",
        admin_doors.bulk_action,
    ),
    *(
        path(f"{kind}/{rest}", require_admin_access(view.as_view(results_only=bool(rest))))
        for kind, view in (
            ("images", admin_doors.ImageList),
            ("documents", admin_doors.DocumentList),
        )
        for rest in ("", "results/")
    ),
    path("", include("wagtail.admin.urls")),
]
