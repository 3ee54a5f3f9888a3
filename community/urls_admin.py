"""Wagtail's admin at /admin/, with our own views where its own tell too much."""

from django.urls import include, path
from wagtail.admin.urls import reports
from wagtail.utils.urlpatterns import decorate_urlpatterns

from community.views import editors
from community.views.accounts import admin_door
from community.views.people_admin import editor_settings

# Reports speak of the whole site, whoever asks.
decorate_urlpatterns(reports.urlpatterns, editors.for_the_unit)

urlpatterns = [
    path("login/", admin_door, name="admin_door"),
    path("account/", editor_settings),
    path("tag-autocomplete/", editors.suggest_tags),
    path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", editors.suggest_tags),
    path("choose-page/<int:parent_page_id>/", editors.choose_page_below),
    path("choose-page/chosen-multiple/", editors.pages_chosen),
    path("images/chooser/<int:image_id>/select_format/", editors.choose_format),
    path("", include("wagtail.admin.urls")),
]
