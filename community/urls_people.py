"""People, at /personas/."""

from django.urls import path

from community.views import people

app_name = "community"
urlpatterns = [
    path("personas/", people.people, name="people"),
    path("personas/<slug:handle>/", people.profile, name="profile"),
]
