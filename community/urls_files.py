"""Files, outside the languages: media and documents."""

from django.urls import path

from community.views.files import media

urlpatterns = [
    path("media/<path:name>", media, name="media"),
]
